// Pages of the intake log: a tab, filters, a search and an order, each answered from an index at a million entries.
import { findCodes } from '../core/code.ts';
import type { LogQuery, Place, Position, Sort, Tab } from '../core/log-query.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { type LogRow, ROWS } from './log-rows.ts';

export interface LogPage {
  rows: LogRow[];
  /** Where the page after this one begins and the one before it ends; null: there is none. */
  next: Position | null;
  previous: Position | null;
}

const PAGE = 50;
/** Entries that are looked through for common words, newest first (5 µs each), before the index is asked for rare ones. */
const LOOKED_THROUGH = 3_000;

/** @param timeZone in which days begin */
export async function findLogPage(
  db: Database,
  query: LogQuery,
  place: Place | null,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<LogPage> {
  const asked: Conditions = { clauses: [], values: [now] };
  filter(asked, query, timeZone);
  const order = place?.before ? !query.descending : query.descending;
  if (place) {
    const columns = SORT_COLUMNS[query.sort];
    const marks = columns.map(() => '?').join(', ');
    add(asked, `(${columns.join(', ')}) ${order ? '<' : '>'} (${marks})`, ...place.position);
  }
  const found = await search(db, asked, query, order);
  const rows = found.slice(0, PAGE);
  if (place?.before) rows.reverse();
  const more = found.length > PAGE;
  return {
    rows,
    next: place?.before || more ? positionOf(rows.at(-1)) : null,
    previous: place && (!place.before || more) ? positionOf(rows[0]) : null,
  };
}

function positionOf(row: LogRow | undefined): Position | null {
  return row?.position ?? null;
}

/** What stands in the SQL of a page and the values it names; the first one is now. */
interface Conditions {
  clauses: string[];
  values: unknown[];
}

/** @param clause names its values as "?" */
function add({ clauses, values }: Conditions, clause: string, ...named: unknown[]): void {
  clauses.push(clause.replaceAll('?', () => `$${values.push(named.shift())}`));
}

function whereOf({ clauses }: Conditions): string {
  return clauses.length > 0 ? `where ${clauses.join(' and ')}` : '';
}

const SORT_COLUMNS: Record<Sort, string[]> = {
  received: ['e.received_at', 'e.id'],
  arrival: ['e.arrival', 'e.id'],
  unit: ['e.unit', 'e.received_at', 'e.id'],
  supplement: ['e.supplement_until', 'e.id'],
};

/** $1 is now. Each says what its index says, so that the planner sees it. */
export const TAB_CLAUSES: Record<Tab, string> = {
  all: 'true',
  action: `e.action_at < 'infinity' and e.action_at <= $1`,
  unsorted: `e.status = 'unsorted'`,
  waiting: `e.status = 'awaiting-documents'`,
  overdue: `e.supplement_until < 'infinity' and e.supplement_until <= $1`,
  complete: `e.status = 'complete'`,
  forwarded: `e.status = 'forwarded'`,
  'no-submission': `e.status in ('not-a-submission', 'automatic')`,
};

function filter(asked: Conditions, query: LogQuery, timeZone: string): void {
  if (query.tab !== 'all') add(asked, TAB_CLAUSES[query.tab]);
  if (query.campaign) add(asked, 'e.campaign = ?', query.campaign);
  if (query.from) add(asked, 'e.received_at >= ?::date::timestamp at time zone ?', query.from, timeZone);
  if (query.to) add(asked, 'e.received_at < (?::date + 1)::timestamp at time zone ?', query.to, timeZone);
  if (query.unit) add(asked, 'e.unit = ?', query.unit);
  if (query.group) add(asked, 'e.unit_group = ?', query.group);
  if (query.sector) add(asked, 'e.sectors @> array[?]', query.sector);
  if (query.status) add(asked, 'e.status = ?', query.status);
  if (query.deadline) add(asked, 'e.deadline = ?', query.deadline);
  if (query.fileTrouble) add(asked, 'e.file_trouble');
  if (query.noPaper) add(asked, 'e.no_paper');
}

async function search(
  db: Database,
  asked: Conditions,
  query: LogQuery,
  descending: boolean,
): Promise<LogRow[]> {
  const list = (from: string, on: Queryable = db) => findRows(on, asked, from, query.sort, descending);
  const entries = () => `log_entries e ${whereOf(asked)}`;
  if (!query.search) return list(entries());
  const named = await findNamed(db, query.search);
  if (named.length > 0) {
    add(asked, 'e.id = any(?)', named);
    return list(entries());
  }
  const wanted = wordQuery(await foldWords(db, query.search), query.factsOnly);
  if (!wanted) return [];
  const order = orderBy(query.sort, descending);
  const newest = `(select * from log_entries e ${whereOf(asked)} ${order} limit ${LOOKED_THROUGH}) e`;
  // Both ways ask for the same words, so the value is named once.
  add(asked, 'e.words @@ ?::tsquery', wanted);
  const last = asked.clauses.at(-1);
  const common = await list(`${newest} where ${last}`);
  if (common.length > PAGE) return common;
  return transaction(db, async (tx) => {
    // A guess that a rare word is common would read everything; what few entries hold is collected first.
    await tx.query('set local enable_seqscan = off');
    return list(`(select * from log_entries e ${whereOf(asked)} offset 0) e`, tx);
  });
}

function orderBy(sort: Sort, descending: boolean): string {
  return `order by ${SORT_COLUMNS[sort].map((column) => `${column} ${descending ? 'desc' : 'asc'}`).join(', ')}`;
}

async function findRows(
  db: Queryable,
  { values }: Conditions,
  from: string,
  sort: Sort,
  descending: boolean,
): Promise<LogRow[]> {
  const columns = SORT_COLUMNS[sort];
  const position = `json_build_array(${columns.map((column) => (column.endsWith('_at') || column.endsWith('_until') ? INSTANT(column) : column)).join(', ')})`;
  const { rows } = await db.query<LogRow>(
    `with e as materialized (select ${COLUMNS}, ${position} as position from ${from} ${orderBy(sort, descending)} limit ${PAGE + 1})
     ${ROWS} ${orderBy(sort, descending)}`,
    values,
  );
  return rows;
}

const COLUMNS = `e.id, e.dossier_id, e.message_id, e.received_at, e.arrival, e.status, e.unit, e.file_trouble, e.no_paper,
  e.supplement_until, e.action_at`;

/** Exact to the microsecond, as Postgres reads it back. */
const INSTANT = (column: string) =>
  `case when isfinite(${column}) then to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else 'infinity' end`;

/** Entries that a code or an arrival number names. */
async function findNamed(db: Queryable, said: string): Promise<number[]> {
  const codes = findCodes(said);
  const number = /^\s*\d{1,6}\s*$/.test(said) ? Number(said) : null;
  if (codes.length === 0 && number === null) return [];
  const { rows } = await db.query<{ id: number }>(
    // The year of an arrival number is not said.
    `select 2 * id as id from dossiers where code = any($1)
     union all select id from log_entries
       where arrival = any(array(select year * 1000000::bigint + $2 from generate_series(2000, 2100) year))
     limit 200`,
    [codes, number],
  );
  return rows.map(({ id }) => id);
}

/** More words than this tell nothing more. */
const MOST_WORDS = 12;

async function foldWords(db: Queryable, said: string): Promise<string[]> {
  const { rows } = await db.query<{ folded: string }>('select fold_text($1) as folded', [said]);
  const words = rows[0]?.folded.split(' ').filter((word) => word !== '') ?? [];
  return words.slice(0, MOST_WORDS).map((word) => word.slice(0, 40));
}

/** The beginning of a word finds it, if it is the last one and not too short to mean anything. */
const SHORTEST_BEGINNING = 3;

/** Every word, in the facts of a dossier or, after a dot, in the text of its files. Null: there are none. */
function wordQuery(words: string[], factsOnly: boolean): string | null {
  const parts = words.map((word, at) => {
    const begins = at === words.length - 1 && word.length >= SHORTEST_BEGINNING;
    const inFacts = begins ? `${word}:*` : word;
    return factsOnly ? inFacts : `(${inFacts} | '.${word}')`;
  });
  return parts.length > 0 ? parts.join(' & ') : null;
}
