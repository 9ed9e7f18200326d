// How many letters were written of late, to one address and in one mailbox.
import type { LetterLimit } from '../core/campaign.ts';
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

/**
 * The same of all letters of a mailbox, of which there may be thousands: exactly only as they near `limit`, the lowest that
 * anybody holds them against; before that, the most that they can be by their numbers.
 */
export function countLettersOf(
  tx: Queryable,
  mailboxId: number,
  { perHour, perDay }: LetterLimit,
  now: Date,
): Promise<LetterCount> {
  return countOf(tx, { of: mailboxId, ...beginnings(now), perHour, perDay });
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

const countTo = together(async (tx: Queryable, asked: readonly Counting<string>[]) => {
  const { rows } = await tx.query<LetterCount & { of: string }>(
    `select a.of, c.hour, c.day
     from jsonb_to_recordset($1) as a(of text, hour timestamptz, day timestamptz), lateral (
       select count(*) filter (where written_at > a.hour) as hour, count(*) as day from letters
       where recipient = a.of and written_at > a.day) c`,
    [onceEach(asked)],
  );
  return answers(asked, rows);
});

/** More than are written in one transaction, which count on what was written before it. */
const NEAR = 500;

const countOf = together(async (tx: Queryable, asked: readonly (Counting<number> & LetterLimit)[]) => {
  const { rows } = await tx.query<LetterCount & { of: number }>(
    `select a.of, ${WRITTEN('a.hour', 'a."perHour"')} as hour, ${WRITTEN('a.day', 'a."perDay"')} as day
     from jsonb_to_recordset($1)
       as a(of bigint, hour timestamptz, day timestamptz, "perHour" bigint, "perDay" bigint)`,
    [onceEach(asked)],
  );
  return answers(asked, rows);
});

const WRITTEN = (since: string, limit: string) => `(
  select case when most + ${NEAR} < ${limit} then most
    else (select count(*) from letters where ${OF_LATE(since)}) end
  from (select coalesce(1
    + (select max(id) from letters)
    - (select id from letters where ${OF_LATE(since)} order by written_at limit 1), 0) as most) numbers)`;
const OF_LATE = (since: string) => `mailbox_id = a.of and written_at > ${since}`;

/** Each is counted once: those who ask side by side ask within a moment. */
function onceEach<Asked extends { of: unknown }>(asked: readonly Asked[]): string {
  return storableJson([...new Map(asked.map((one) => [one.of, one])).values()]);
}

function answers<Of>(asked: readonly { of: Of }[], rows: (LetterCount & { of: Of })[]): LetterCount[] {
  const counts = new Map(rows.map(({ of, ...count }) => [of, count]));
  return asked.map(({ of }) => counts.get(of) ?? { hour: 0, day: 0 });
}
