// The log's address: what is asked in it, checked, and the addresses of what else may be asked.
import { z } from 'zod';
import { type LogQuery, type Place, type Position, SORTS, type Sort, TABS } from '../../core/log-query.ts';
import { DEADLINE_VERDICTS } from '../../core/states.ts';

export interface Asked {
  query: LogQuery;
  place: Place | null;
}

/** A form sends what was left out as an empty text; Postgres keeps no NUL. */
const text = z
  .string()
  .max(200)
  .refine((said) => !said.includes('\0'))
  .transform((said) => said.trim() || null)
  .default(null);
const day = text.refine((said) => said === null || isDay(said));
const box = z
  .enum(['', '1'])
  .default('')
  .transform((said) => said === '1');
const direction = z.enum(['', 'asc', 'desc']).default('');

const address = z.object({
  tab: z.enum(TABS).catch('all'),
  campaign: text,
  from: day,
  to: day,
  unit: text,
  group: text,
  sector: text,
  status: text,
  deadline: z
    .enum(['', ...DEADLINE_VERDICTS])
    .default('')
    .transform((said) => said || null),
  trouble: box,
  nopaper: box,
  q: text,
  facts: box,
  sort: z.enum(SORTS).default('received'),
  dir: direction,
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
});

function isDay(said: string): boolean {
  const at = /^(19|20)\d\d-\d\d-\d\d$/.test(said) ? new Date(said) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(said);
}

/** Null: no such address. */
export function parseAddress(raw: unknown): Asked | null {
  const { success, data } = address.safeParse(raw);
  if (!success) return null;
  const { trouble, nopaper, q, facts, dir, after, before, ...rest } = data;
  const query: LogQuery = {
    ...rest,
    fileTrouble: trouble,
    noPaper: nopaper,
    search: q,
    factsOnly: facts,
    descending: dir === '' ? isDescending(data.sort) : dir === 'desc',
  };
  const said = after ?? before;
  const position = said === undefined ? null : parsePosition(said, data.sort);
  if (said !== undefined && position === null) return null;
  return { query, place: position && { position, before: after === undefined } };
}

/** How each order begins: the latest first, but units from A, and what is due first. */
export function isDescending(sort: Sort): boolean {
  return sort === 'received' || sort === 'arrival';
}

const number = z.int().min(0);
const instant = z.union([
  z.literal('infinity'),
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    .refine((said) => !Number.isNaN(Date.parse(said))),
]);
const POSITIONS: Record<Sort, z.ZodType<Position>> = {
  received: z.tuple([instant, number]),
  arrival: z.tuple([number, number]),
  unit: z.tuple([z.string().refine((said) => !said.includes('\0')), instant, number]),
  supplement: z.tuple([instant, number]),
};

function parsePosition(said: string, sort: Sort): Position | null {
  try {
    const found = POSITIONS[sort].safeParse(JSON.parse(Buffer.from(said, 'base64url').toString()));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

/** Path of a page of the log, or of what is new in it. */
export function pathOf(
  { query, place }: Asked,
  more: Record<string, string> = {},
  path: 'log' | 'log/news' = 'log',
): string {
  const said = place && Buffer.from(JSON.stringify(place.position)).toString('base64url');
  const fields: Record<string, string | null> = {
    tab: query.tab === 'all' ? null : query.tab,
    campaign: query.campaign,
    from: query.from,
    to: query.to,
    unit: query.unit,
    group: query.group,
    sector: query.sector,
    status: query.status,
    deadline: query.deadline,
    trouble: query.fileTrouble ? '1' : null,
    nopaper: query.noPaper ? '1' : null,
    q: query.search,
    facts: query.factsOnly ? '1' : null,
    sort: query.sort === 'received' ? null : query.sort,
    dir: query.descending === isDescending(query.sort) ? null : query.descending ? 'desc' : 'asc',
    after: place && !place.before ? said : null,
    before: place?.before ? said : null,
    ...more,
  };
  const kept = Object.entries(fields).filter((field): field is [string, string] => field[1] !== null);
  return kept.length > 0 ? `${path}?${new URLSearchParams(kept)}` : path;
}

/** Nothing but a tab, of a campaign. */
export function onlyTab({ campaign }: LogQuery, tab: LogQuery['tab']): Asked {
  const bare = parseAddress({ tab });
  if (!bare) throw new Error(`tab ${tab} has an address`);
  return { query: { ...bare.query, campaign }, place: null };
}

/** Something beside tab and order narrows the log down. */
export function isFiltered(query: LogQuery): boolean {
  const { campaign, from, to, unit, group, sector, status, deadline, fileTrouble, noPaper, search } = query;
  return [
    campaign,
    from,
    to,
    unit,
    group,
    sector,
    status,
    deadline,
    fileTrouble || null,
    noPaper || null,
    search,
  ].some((one) => one !== null);
}
