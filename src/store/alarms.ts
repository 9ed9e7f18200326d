// Alarms: what stands and since when, and what each channel has told of it.
import type { AlarmCode } from '../core/alarm-codes.ts';
import type { Alarm, Told } from '../core/alarm-course.ts';
import { type Database, type Queryable, transaction } from './database.ts';

const COLUMNS = `a.code, a.subject, a.since, a.seen_at as "seenAt", a.raised_at as "raisedAt",
  a.recovered_at as "recoveredAt", a.cause`;

/** Replaces the alarms by what `follow` makes of them; processes that do so at once take turns. */
export async function changeAlarms(
  db: Database,
  follow: (known: Alarm[]) => { kept: Alarm[]; forgotten: Alarm[] },
): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('tiepnhan alarms'))");
    const { rows } = await tx.query<Alarm>(`select ${COLUMNS} from alarms a`);
    const { kept, forgotten } = follow(rows);
    await saveAlarms(tx, kept);
    await tx.query(
      'delete from alarms using jsonb_to_recordset($1) as f(code text, subject text) where (alarms.code, alarms.subject) = (f.code, f.subject)',
      [JSON.stringify(forgotten)],
    );
  });
}

/** In one statement: a server that is away may be that of thousands of mailboxes. */
async function saveAlarms(tx: Queryable, alarms: Alarm[]): Promise<void> {
  await tx.query(
    `insert into alarms (code, subject, since, seen_at, raised_at, recovered_at, cause)
     select code, subject, since, "seenAt", "raisedAt", "recoveredAt", cause from jsonb_to_recordset($1) as a(
       code text, subject text, since timestamptz, "seenAt" timestamptz, "raisedAt" timestamptz,
       "recoveredAt" timestamptz, cause text)
     on conflict (code, subject) do update set since = excluded.since, seen_at = excluded.seen_at,
       raised_at = excluded.raised_at, recovered_at = excluded.recovered_at, cause = excluded.cause`,
    [JSON.stringify(alarms)],
  );
}

/** What stands and has been raised, oldest first. */
export async function findStandingAlarms(db: Queryable): Promise<Alarm[]> {
  const { rows } = await db.query<Alarm>(
    `select ${COLUMNS} from alarms a where raised_at is not null and recovered_at is null
     order by since, code, subject`,
  );
  return rows;
}

/** Every alarm that was raised, oldest first, with what this channel last told of it. */
export async function findTellings(
  db: Queryable,
  channel: string,
): Promise<{ alarm: Alarm; told: Told | null }[]> {
  const { rows } = await db.query<Alarm & { what: Told['what'] | null; at: Date }>(
    `select ${COLUMNS}, t.what, t.at from alarms a
     left join alarm_tellings t on t.code = a.code and t.subject = a.subject and t.channel = $1
     where a.raised_at is not null order by a.since, a.code, a.subject`,
    [channel],
  );
  return rows.map(({ what, at, ...alarm }) => ({ alarm, told: what && { what, at } }));
}

/** Takes a channel until `until`, unless it rests or somebody else has it; returns its failures so far, or null. */
export async function takeChannel(
  db: Queryable,
  name: string,
  now: Date,
  until: Date,
): Promise<number | null> {
  const { rows } = await db.query<{ attempts: number }>(
    `insert into alarm_channels (name, due_at) values ($1, $3)
     on conflict (name) do update set due_at = $3 where alarm_channels.due_at <= $2
     returning attempts`,
    [name, now, until],
  );
  return rows[0]?.attempts ?? null;
}

/** What was told, and when the channel may be used again. */
export async function markTold(
  db: Database,
  channel: string,
  tellings: { code: AlarmCode; subject: string; what: Told['what'] }[],
  now: Date,
  dueAt: Date,
): Promise<void> {
  await transaction(db, async (tx) => {
    for (const { code, subject, what } of tellings) {
      // An alarm that was forgotten meanwhile needs no note.
      await tx.query(
        `insert into alarm_tellings (code, subject, channel, what, at)
         select code, subject, $3, $4, $5 from alarms where code = $1 and subject = $2
         on conflict (code, subject, channel) do update set what = $4, at = $5`,
        [code, subject, channel, what, now],
      );
    }
    await tx.query('update alarm_channels set due_at = $2, attempts = 0 where name = $1', [channel, dueAt]);
  });
}

export async function markChannelFailed(db: Queryable, channel: string, dueAt: Date): Promise<void> {
  await db.query('update alarm_channels set due_at = $2, attempts = attempts + 1 where name = $1', [
    channel,
    dueAt,
  ]);
}
