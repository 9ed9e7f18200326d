// A line of the intake log with all that it shows, put together for the entries of one page.
import type { LetterKind } from '../core/letter.ts';
import type { Position } from '../core/log-query.ts';
import type { Reason } from '../core/reasons.ts';
import type { DeadlineVerdict, DossierStatus, LetterState, MessageState } from '../core/states.ts';

export interface LogRow {
  position: Position;
  receivedAt: Date;
  needsAction: boolean;
  fileTrouble: boolean;
  /** While documents are awaited. */
  supplementUntil: Date | null;
  unitName: string | null;
  place: string | null;
  /** Letters that have not reached anybody, or wait for a person. */
  lettersInTrouble: number;
  /** The latest one. */
  letter: { kind: LetterKind; state: LetterState } | null;
  fileCount: number;
  dossier: RowDossier | null;
  /** Of no dossier. */
  message: RowMessage | null;
}

export interface RowDossier {
  code: string;
  arrivalNumber: number;
  campaign: string;
  kind: string;
  status: DossierStatus;
  deadline: DeadlineVerdict;
  /** Title of the first initiative, and how many there are. */
  title: string | null;
  itemCount: number;
  sectors: string[];
  /** Types of the documents that count. */
  types: string[];
  missing: { document: string; name: string; form: string; item: number | null; reason: Reason }[];
  /** Day on which the paper copy came, "YYYY-MM-DD". */
  paperReceivedOn: string | null;
  noPaper: boolean;
  /** By name. */
  assignee: string | null;
  purged: boolean;
  messageCount: number;
  /** Documents were sent by link. */
  links: boolean;
}

export interface RowMessage {
  id: number;
  state: Exclude<MessageState, 'read'>;
  subject: string;
  from: string;
  reason: Reason | null;
  purged: boolean;
}

const LETTERS = `from letters l where l.dossier_id = e.dossier_id or l.answers = e.message_id`;
/** What staff have settled waits for nobody. */
const TROUBLE = `l.state in ('held', 'unknown', 'bounced') or l.state = 'failed' and l.reason is null`;

/** Rows for the entries e of a page. */
export const ROWS = `
select e.position, e.received_at as "receivedAt", e.action_at <= $1 as "needsAction", e.file_trouble as "fileTrouble",
  case when isfinite(e.supplement_until) then e.supplement_until end as "supplementUntil",
  u.short_name as "unitName", u.place,
  (select count(*) ${LETTERS.replace('where ', 'where (')}) and (${TROUBLE})) as "lettersInTrouble",
  (select json_build_object('kind', l.kind, 'state', l.state) ${LETTERS} order by l.id desc limit 1) as letter,
  case when d.id is not null then (select count(*) from documents where dossier_id = d.id)
    else (select count(*) from attachments where message_id = m.id and verdict is distinct from 'ignored') end as "fileCount",
  case when d.id is not null then json_build_object('code', d.code, 'arrivalNumber', d.arrival_number, 'campaign', d.campaign,
    'kind', d.kind, 'status', d.status, 'deadline', d.deadline,
    'title', (select title from items where dossier_id = d.id order by number limit 1),
    'itemCount', (select count(*) from items where dossier_id = d.id),
    'sectors', (select coalesce(json_agg(distinct sector), '[]') from items where dossier_id = d.id and sector is not null),
    'types', (select coalesce(json_agg(distinct type), '[]') from documents
      where dossier_id = d.id and superseded_by is null and type is not null),
    'missing', d.missing, 'paperReceivedOn', d.paper_received_on, 'noPaper', e.no_paper, 'assignee', (select name from staff where username = d.assignee),
    'purged', d.purged_at is not null, 'messageCount', (select count(*) from messages where dossier_id = d.id),
    'links', exists (select from messages where dossier_id = d.id and links <> '[]')) end as dossier,
  case when m.id is not null then json_build_object('id', m.id, 'state', e.status, 'subject', m.subject,
    'from', coalesce(nullif(m.from_name, ''), m.from_address, ''), 'reason', m.reason,
    'purged', m.purged_at is not null) end as message
from e left join dossiers d on d.id = e.dossier_id left join messages m on m.id = e.message_id
  left join units u on u.code = d.unit_code`;
