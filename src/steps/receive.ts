// Step 1, receive: every new mail's bytes into the archive, its row into Postgres, then a ring. The mailbox is only read.
import type { Folder, Listed, Mailbox } from '../mail/imap.ts';
import type { Database } from '../store/database.ts';
import {
  advanceMailbox,
  enterMailbox,
  type MailboxRow,
  markMailboxSeen,
  restartMailbox,
  saveComparison,
} from '../store/mailboxes.ts';
import { findKnownPlaces, type KnownPlace, vacatePlaces } from '../store/places.ts';
import { batches, fetchBatch, type Pass, saveBatch } from './fetch.ts';
import { untilAllEnd } from './side-by-side.ts';
import type { FolderPlace, ReceiveDeps } from './take-in.ts';

/** Stands for the UIDVALIDITY of a server that gives none. */
export const NO_UID_VALIDITY = 0;

export interface PassOptions {
  /** Compares every message on the server with the log instead of going on from the cursor. */
  compare: boolean;
  /** Messages at which the line broke before: they are left for later, and every other is fetched singly. */
  suspects?: Suspects | undefined;
  stop?: AbortSignal | undefined;
}

/** What to leave for later, and who hears which message is being fetched. */
export interface Suspects {
  singly: boolean;
  avoids(uid: number): boolean;
  fetching(uid: number | null): void;
}

/** Takes in everything the open folder holds and the log does not, oldest first, or until it is asked to stop. */
export async function receive(
  deps: ReceiveDeps,
  name: string,
  mailbox: Mailbox,
  folder: Folder,
  { compare, suspects, stop }: PassOptions,
): Promise<Pass> {
  const { db, now } = deps;
  const row = await enterMailbox(db, name, now());
  const place = { mailboxId: row.id, uidValidity: folder.uidValidity ?? NO_UID_VALIDITY };
  const void_ = isVoid(row, folder);
  if (void_) await restartMailbox(db, row.id, place.uidValidity);
  const whole = compare || void_;
  const listed = await mailbox.listFrom(whole ? 1 : row.lastUid + 1);
  const waiting = await findWaiting(db, place, listed);
  const avoided = waiting.filter(({ uid }) => suspects?.avoids(uid)).map(({ uid }) => uid);
  const pass: Pass = { stored: 0, known: 0, gone: 0, withheld: avoided };
  const wanted = waiting.filter(({ uid }) => !avoided.includes(uid));
  // The cursor never passes a message that is not stored.
  const advanceTo = (batch: Listed[]) =>
    advanceMailbox(
      db,
      row.id,
      Math.min(batch.at(-1)?.uid ?? 0, ...pass.withheld.map((uid) => uid - 1)),
      now(),
    );
  // While rows are made of one batch, the next one comes over the line.
  let rows = Promise.resolve();
  for (const batch of batches(wanted, suspects?.singly)) {
    if (stop?.aborted) break;
    suspects?.fetching(batch.length === 1 ? (batch[0]?.uid ?? null) : null);
    const fetching = fetchBatch(deps, mailbox, batch);
    await untilAllEnd<unknown>([fetching, rows]);
    rows = saveBatch(deps, place, await fetching, pass).then(() => advanceTo(batch));
  }
  await rows;
  if (stop?.aborted) return pass;
  suspects?.fetching(null);
  if (whole) await compareWith(deps, place, listed, pass);
  await markMailboxSeen(db, row.id, now());
  return pass;
}

/** Known UIDs mean other messages now: another UIDVALIDITY, none at all, or a folder that was put back to an earlier day. */
export function isVoid(row: MailboxRow, { uidValidity, uidNext }: Folder): boolean {
  if (uidValidity === null || row.uidValidity !== uidValidity) return true;
  return uidNext !== null && uidNext <= row.lastUid;
}

/** Messages without a row; where another message lies than the log says, the row gives up the place. */
async function findWaiting(
  db: Database,
  { mailboxId, uidValidity }: FolderPlace,
  listed: Listed[],
): Promise<Listed[]> {
  const [first] = listed;
  if (!first) return [];
  const known = await findKnownPlaces(db, mailboxId, uidValidity, first.uid);
  const others = listed.filter((one) => {
    const row = known.get(one.uid);
    return row !== undefined && !isSame(row, one);
  });
  const taken = new Set(others.map(({ uid }) => uid));
  if (taken.size > 0) await vacatePlaces(db, mailboxId, uidValidity, [...taken]);
  return listed.filter(({ uid }) => taken.has(uid) || !known.has(uid));
}

/** A message keeps its receipt time (RFC 3501 §2.3.3); its size may be an estimate, which tells where there is no time. */
function isSame(row: KnownPlace, { size, receivedAt }: Listed): boolean {
  if (receivedAt) return row.receivedAt.getTime() === receivedAt.getTime();
  return row.announcedSize === null || row.announcedSize === size;
}

/** Every message on the server has its row, or is one that the server withholds. */
async function compareWith(
  { db, now }: ReceiveDeps,
  { mailboxId, uidValidity }: FolderPlace,
  listed: Listed[],
  { gone, withheld }: Pass,
): Promise<void> {
  const known = await findKnownPlaces(db, mailboxId, uidValidity, 1);
  const withRow = listed.filter(({ uid }) => known.has(uid)).length;
  const onServer = listed.length - gone;
  await saveComparison(db, mailboxId, { onServer, withRow, withheld: withheld.length }, now());
}
