// How many letters were written of late, to one address and in one mailbox.
import type { LetterCount } from '../core/outbox.ts';
import type { Queryable } from './database.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

const HOUR = 3600_000;
const DAY = 24 * HOUR;

/** Letters written to an address in the hour, and in the day, before `now`. */
export function countLettersTo(tx: Queryable, recipient: string, now: Date): Promise<LetterCount> {
  return countTo(tx, { of: recipient, ...beginnings(now) });
}

/** The same of all letters of a mailbox. */
export function countLettersOf(tx: Queryable, mailboxId: number, now: Date): Promise<LetterCount> {
  return countOf(tx, { of: mailboxId, ...beginnings(now) });
}

/** Of whom, and since when. */
interface Counting<Of> {
  of: Of;
  hour: Date;
  day: Date;
}

function beginnings(now: Date): Omit<Counting<never>, 'of'> {
  return { hour: new Date(now.getTime() - HOUR), day: new Date(now.getTime() - DAY) };
}

const countTo = together((tx, asked: readonly Counting<string>[]) =>
  countSince(tx, 'recipient', 'text', asked),
);
const countOf = together((tx, asked: readonly Counting<number>[]) =>
  countSince(tx, 'mailbox_id', 'bigint', asked),
);

async function countSince<Of extends string | number>(
  tx: Queryable,
  column: 'recipient' | 'mailbox_id',
  type: 'text' | 'bigint',
  asked: readonly Counting<Of>[],
): Promise<LetterCount[]> {
  // Each is counted once: those who ask side by side ask within a moment.
  const { rows } = await tx.query<LetterCount & { of: Of }>(
    `select a.of, c.hour, c.day
     from jsonb_to_recordset($1) as a(of ${type}, hour timestamptz, day timestamptz), lateral (
       select count(*) filter (where written_at > a.hour) as hour, count(*) as day from letters
       where ${column} = a.of and written_at > a.day) c`,
    [storableJson([...new Map(asked.map((one) => [one.of, one])).values()])],
  );
  const counts = new Map(rows.map(({ of, ...count }) => [of, count]));
  return asked.map(({ of }) => counts.get(of) ?? { hour: 0, day: 0 });
}
