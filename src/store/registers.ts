// The office's registers that list dossiers and their items, of one campaign or of all, by the time of receipt.
import type { IncomingFacts, IntakeFacts, ProposedItem } from '../core/register-facts.ts';
import type { Queryable } from './database.ts';
import { pages } from './pages.ts';

export interface RegisterScope {
  /** Code; null: every campaign. */
  campaign: string | null;
  /** Received at this time or later. */
  from: Date | null;
  /** Received before this time. */
  until: Date | null;
}

const PAGE = 500;

export const IN_SCOPE = `($1::text is null or d.campaign = $1) and ($2::timestamptz is null or d.received_at >= $2)
  and ($3::timestamptz is null or d.received_at < $3)`;

/** Of kinds given as "campaign/kind". */
export const OF_KINDS = "d.campaign || '/' || d.kind = any($4)";

/** What was taken for a dossier by mistake, or twice, was not submitted. */
export const SUBMITTED = "d.status not in ('duplicate', 'not-a-submission') and d.merged_into is null";

const BOOKED = `d.id, d.code, d.office, d.arrival_year as "arrivalYear", d.arrival_number as "arrivalNumber", d.campaign,
  d.kind, d.status, d.deadline, u.name as unit, d.received_at as "receivedAt",
  array(select title from items i where i.dossier_id = d.id order by number) as items, s.name as assignee, d.note,
  d.status_reason as "statusReason", (select code from dossiers o where o.id = d.merged_into) as "mergedInto",
  d.purged_at as "purgedAt"`;

const BOOKS = `from dossiers d left join units u on u.code = d.unit_code left join staff s on s.username = d.assignee
  left join lateral (select from_address, subject from messages where dossier_id = d.id order by id limit 1) m on true`;

export function bounds({ campaign, from, until }: RegisterScope) {
  return [campaign, from, until];
}

/** Every dossier that has an arrival number, whatever became of it. */
export async function* readIntake(db: Queryable, scope: RegisterScope): AsyncGenerator<IntakeFacts> {
  yield* pages<IntakeFacts & { id: number }>((after) =>
    db.query(
      `select ${BOOKED}, m.from_address as address, d.supplement_until as "supplementUntil",
         (select min(sent_at) from letters l where l.dossier_id = d.id
            and l.kind in ('missing-documents', 'supplement-missing')) as "askedAt",
         d.completed_at as "completedAt", d.forwarded_at as "forwardedAt",
         d.paper_received_on::text as "paperReceivedOn", d.paper_sets as "paperSets"
       ${BOOKS} where ${IN_SCOPE} and d.id > $4 order by d.id limit ${PAGE}`,
      [...bounds(scope), after],
    ),
  );
}

/** Enough for a letterhead and a title (characters). */
const OPENING = 4_000;

/** @param standing types of the document that stands for a dossier, the best first */
export async function* readIncoming(
  db: Queryable,
  scope: RegisterScope,
  standing: string[],
): AsyncGenerator<IncomingFacts> {
  yield* pages<IncomingFacts & { id: number }>((after) =>
    db.query(
      `select ${BOOKED}, coalesce(m.subject, '') as subject,
         (select left(coalesce(f.text, f.scanned_text), ${OPENING})
          from documents o join attachments a on a.id = o.attachment_id join files f on f.sha256 = a.sha256
          where o.dossier_id = d.id and o.type = any($5) and o.superseded_by is null
            and coalesce(f.text, f.scanned_text) is not null
          order by array_position($5, o.type), f.text is null, o.id limit 1) as opening
       ${BOOKS} where ${IN_SCOPE} and d.id > $4 order by d.id limit ${PAGE}`,
      [...bounds(scope), after, standing],
    ),
  );
}

export async function* readProposed(
  db: Queryable,
  scope: RegisterScope,
  kinds: string[],
): AsyncGenerator<ProposedItem> {
  for await (const { items, ...dossier } of pages<ProposedDossier>((after) =>
    db.query(
      `select d.id, d.campaign, d.code as dossier, d.status, d.deadline, u.name as unit,
         (select coalesce(json_agg(json_build_object('title', i.title, 'authors', i.authors, 'sector', i.sector,
              'objectKind', i.object_kind, 'documents', (select coalesce(json_agg(distinct
                jsonb_build_object('type', o.type, 'form', o.form)), '[]') from documents o
                where o.dossier_id = d.id and o.type is not null and o.superseded_by is null
                  and coalesce(o.item_number, i.number) = i.number)) order by i.number), '[]')
          from items i where i.dossier_id = d.id) as items
       from dossiers d left join units u on u.code = d.unit_code
       where ${IN_SCOPE} and ${OF_KINDS} and ${SUBMITTED} and d.status <> 'refused' and d.id > $5
       order by d.id limit ${PAGE}`,
      [...bounds(scope), kinds, after],
    ),
  )) {
    yield* items.map((item) => ({ ...dossier, ...item }));
  }
}

type OfItem = 'title' | 'authors' | 'sector' | 'objectKind' | 'documents';
type ProposedDossier = Omit<ProposedItem, OfItem> & { id: number; items: Pick<ProposedItem, OfItem>[] };
