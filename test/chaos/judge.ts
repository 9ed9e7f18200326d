// What must add up at the end of a chaos run: mails, rows, letters, and the bytes in the archive.
import { query, uidsOnServer, type World } from './world.ts';

export interface Verdict {
  rows: number;
  letters: Record<string, number>;
  accepted: number;
  /** What does not add up; empty: all is well. */
  wrong: string[];
}

/** @param unwell what its processes complained of */
export async function judge(world: World, unwell: string[]): Promise<Verdict> {
  const uids = await uidsOnServer(world);
  const rows = await query<{ uid: string; state: string }>(
    world,
    'select uid, state from messages order by uid',
  );
  const letters = await query<{ state: string; message_id: string }>(
    world,
    'select state, message_id from letters',
  );
  const accepted = world.smtp.received.map(({ messageId }) => messageId);
  const wrong = [
    ...unwell,
    ...compareRows(uids, rows),
    ...compareLetters(letters, accepted),
    ...(await unanswered(world)),
    ...(await damaged(world)),
  ];
  return {
    rows: rows.length,
    letters: count(letters.map(({ state }) => state)),
    accepted: accepted.length,
    wrong,
  };
}

function compareRows(uids: number[], rows: { uid: string; state: string }[]): string[] {
  const perUid = count(rows.map(({ uid }) => uid));
  return [
    ...uids.filter((uid) => perUid[uid] !== 1).map((uid) => `mail ${uid} has ${perUid[uid] ?? 0} rows`),
    ...(rows.length === uids.length ? [] : [`${uids.length} mails on the server, ${rows.length} rows`]),
    ...rows
      .filter(({ state }) => ['received', 'read', 'failed'].includes(state))
      .map(({ uid, state }) => `mail ${uid} has been left as ${state}`),
  ];
}

function compareLetters(letters: { state: string; message_id: string }[], accepted: string[]): string[] {
  const taken = count(accepted);
  const known = new Set(letters.map(({ message_id }) => message_id));
  return [
    ...letters.flatMap(({ state, message_id }) => {
      const times = taken[message_id] ?? 0;
      const right = state === 'sent' ? times === 1 : state === 'unknown' ? times <= 1 : times === 0;
      return right && state !== 'pending' && state !== 'sending'
        ? []
        : [`letter ${state}, taken ${times} times`];
    }),
    ...accepted.filter((id) => !known.has(id)).map(() => 'a letter was sent that the log does not know'),
  ];
}

/** What is registered owes a letter. */
async function unanswered(world: World): Promise<string[]> {
  const rows = await query<{ uid: string }>(
    world,
    `select uid from messages m where state = 'registered' and not exists (select from letters where answers = m.id)`,
  );
  return rows.map(({ uid }) => `mail ${uid} has no letter`);
}

/** Bytes in the archive that are not what their name says: of mails, and of the files that were found in them. */
async function damaged(world: World): Promise<string[]> {
  const named = await query<{ sha256: string }>(
    world,
    'select sha256 from messages union select sha256 from files',
  );
  const wrong: string[] = [];
  for (const { sha256 } of named) {
    const found = await world.archive.digest(sha256).catch(() => null);
    if (found?.sha256 !== sha256) wrong.push(`${sha256} is damaged or missing in the archive`);
  }
  return wrong;
}

function count(values: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
