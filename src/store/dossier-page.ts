// One dossier with everything its page shows. What a sender can grow is bounded: the first of each are shown.
import type { Missing } from '../core/missing.ts';
import type { DeadlineVerdict, DossierStatus } from '../core/states.ts';
import type { UnitEvidence } from '../core/unit.ts';
import type { Queryable } from './database.ts';
import { findDossierFiles, findDossierMessages, type ShownFile, type ShownMessage } from './dossier-files.ts';
import {
  findDossierEvents,
  findDossierLetters,
  findUndoable,
  type ShownEvent,
  type ShownLetter,
} from './dossier-history.ts';

export interface DossierHead {
  id: number;
  code: string;
  arrivalNumber: number;
  campaign: string;
  kind: string;
  kindDecided: boolean;
  unit: { code: string; name: string; shortName: string; provisional: boolean } | null;
  /** With the name of each unit, where it is known. */
  evidence: (UnitEvidence & { name: string })[];
  status: DossierStatus;
  /** By staff; null: the documents decide. */
  decided: DossierStatus | null;
  statusReason: string | null;
  deadline: DeadlineVerdict;
  receivedAt: Date;
  supplementUntil: Date;
  missing: Missing[];
  completedAt: Date | null;
  forwardedAt: Date | null;
  /** "YYYY-MM-DD" */
  paper: { receivedOn: string; sets: number; by: string | null } | null;
  assignee: string | null;
  assigneeName: string | null;
  note: string;
  mergedInto: string | null;
  purgedAt: Date | null;
  version: number;
}

export interface ShownItem {
  number: number;
  title: string;
  authors: string[];
  sector: string | null;
}

export interface DossierPage {
  head: DossierHead;
  items: ShownItem[];
  messages: ShownMessage[];
  files: ShownFile[];
  letters: ShownLetter[];
  events: ShownEvent[];
  /** Number of the latest decision, where it can be undone. */
  undo: number | null;
}

const ITEMS = 500;

export async function findDossierPage(db: Queryable, code: string): Promise<DossierPage | null> {
  const head = await findDossierHead(db, code);
  if (!head) return null;
  const [items, messages, files, letters, events, undo] = await Promise.all([
    findItems(db, head.id),
    findDossierMessages(db, head.id),
    findDossierFiles(db, head.id),
    findDossierLetters(db, head.id),
    findDossierEvents(db, head.id),
    findUndoable(db, head.id),
  ]);
  return { head, items, messages, files, letters, events, undo };
}

type HeadRow = Omit<DossierHead, 'unit' | 'paper'> & {
  unitCode: string | null;
  unitName: string;
  shortName: string;
  provisional: boolean;
  paperOn: string | null;
  paperSets: number;
  paperBy: string | null;
};

export async function findDossierHead(db: Queryable, code: string): Promise<DossierHead | null> {
  const { rows } = await db.query<HeadRow>(
    `select d.id, d.code, d.arrival_number as "arrivalNumber", d.campaign, d.kind, d.kind_decided as "kindDecided",
       d.unit_code as "unitCode", u.name as "unitName", u.short_name as "shortName", u.provisional, ${EVIDENCE} as evidence,
       d.status, d.decided_status as decided, d.status_reason as "statusReason", d.deadline,
       d.received_at as "receivedAt", d.supplement_until as "supplementUntil", d.missing,
       d.completed_at as "completedAt", d.forwarded_at as "forwardedAt",
       d.paper_received_on::text as "paperOn", d.paper_sets as "paperSets",
       coalesce(p.name, d.paper_recorded_by) as "paperBy", d.assignee, coalesce(s.name, d.assignee) as "assigneeName",
       d.note, (select code from dossiers where id = d.merged_into) as "mergedInto", d.purged_at as "purgedAt", d.version
     from dossiers d left join units u on u.code = d.unit_code left join staff s on s.username = d.assignee
       left join staff p on p.username = d.paper_recorded_by
     where d.code = $1`,
    [code],
  );
  const [row] = rows;
  if (!row) return null;
  const { unitCode, unitName, shortName, provisional, paperOn, paperSets, paperBy, ...head } = row;
  return {
    ...head,
    unit: unitCode === null ? null : { code: unitCode, name: unitName, shortName, provisional },
    paper: paperOn === null ? null : { receivedOn: paperOn, sets: paperSets, by: paperBy },
  };
}

/** Every mail adds to it; the strongest are shown. */
const EVIDENCE = `(select coalesce(jsonb_agg(one), '[]') from (
  select e || jsonb_build_object('name', coalesce(n.name, e ->> 'unit')) as one
  from jsonb_array_elements(d.unit_evidence) e left join units n on n.code = e ->> 'unit'
  order by (e ->> 'confidence')::real desc limit 20) strongest)`;

export async function findItems(db: Queryable, dossier: number): Promise<ShownItem[]> {
  const { rows } = await db.query<ShownItem>(
    `select number, title, authors, sector from items where dossier_id = $1 order by number limit ${ITEMS}`,
    [dossier],
  );
  return rows;
}
