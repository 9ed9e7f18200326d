// Who owes something: dossiers that wait for documents, and units of which nothing, or no report, has come.
import type { Missing } from '../core/missing.ts';
import type { Queryable } from './database.ts';

/** Those on one page of a list. */
export const CANDIDATES_PAGE = 100;

export interface AwaitingDossier {
  id: number;
  version: number;
  code: string;
  kind: string;
  unit: { name: string; shortName: string } | null;
  supplementUntil: Date;
  missing: Missing[];
  /** Initiatives, by number. */
  items: { number: number; title: string }[];
  /** Documents sent by link. */
  links: number;
  /** The letter that last told what is missing, and was sent; null: none. */
  told: { recipient: string; mailboxId: number; mailbox: string; at: Date } | null;
  remindedAt: Date | null;
}

type AwaitingRow = Omit<AwaitingDossier, 'told'> & {
  recipient: string | null;
  mailboxId: number;
  mailbox: string;
  at: Date;
};

/** Which of them: the page after a place, or those that were picked. */
export type Which<Place> = { after: Place | null } | { picked: Place[] };

/** Dossiers that wait for documents which are to be there before `dueBefore`, the longest overdue first. */
export async function findAwaiting(
  db: Queryable,
  campaign: string,
  dueBefore: Date,
  which: Which<{ until: Date; id: number }>,
): Promise<AwaitingDossier[]> {
  const after = 'after' in which ? which.after : null;
  const { rows } = await db.query<AwaitingRow>(
    `select d.id, d.version, d.code, d.kind, d.supplement_until as "supplementUntil", d.missing,
       case when u.code is null then null else json_build_object('name', u.name, 'shortName', u.short_name) end as unit,
       (select coalesce(json_agg(json_build_object('number', i.number, 'title', i.title) order by i.number), '[]')
         from items i where i.dossier_id = d.id) as items,
       (select coalesce(sum(jsonb_array_length(links)), 0)::integer from messages
         where dossier_id = d.id and state <> 'duplicate') as links,
       told.recipient, told.mailbox_id as "mailboxId", told.mailbox, told.sent_at as at,
       (select max(written_at) from letters where dossier_id = d.id and kind = 'supplement-reminder'
         and state not in ('failed', 'bounced')) as "remindedAt"
     from dossiers d left join units u on u.code = d.unit_code
       left join lateral (select l.recipient, l.mailbox_id, b.name as mailbox, l.sent_at
         from letters l join mailboxes b on b.id = l.mailbox_id
         where l.dossier_id = d.id and l.state = 'sent' and l.purged_at is null
           and l.kind in ('missing-documents', 'supplement-missing', 'unreadable-files', 'external-links')
         order by l.sent_at desc limit 1) told on true
     where d.campaign = $1 and d.status = 'awaiting-documents' and d.supplement_until < $2 and d.purged_at is null
       and ($3::timestamptz is null or (d.supplement_until, d.id) > ($3, $4::bigint))
       and ($5::bigint[] is null or d.id = any($5))
     order by d.supplement_until, d.id limit $6`,
    [
      campaign,
      dueBefore,
      after?.until ?? null,
      after?.id ?? null,
      'picked' in which ? which.picked.map(({ id }) => id) : null,
      limitOf(which),
    ],
  );
  return rows.map(({ recipient, mailboxId, mailbox, at, ...dossier }) => ({
    ...dossier,
    told: recipient === null ? null : { recipient, mailboxId, mailbox, at },
  }));
}

/** One more than a page holds, so that one knows whether there are more. */
function limitOf(which: Which<unknown>): number {
  return 'picked' in which ? which.picked.length : CANDIDATES_PAGE + 1;
}

export interface SilentUnit {
  code: string;
  name: string;
  shortName: string;
  required: boolean;
  /** Those confirmed to be its. */
  addresses: string[];
  remindedAt: Date | null;
  /** Mail from these addresses waits to be read or sorted. */
  mailWaits: boolean;
}

export interface Silence {
  campaign: string;
  /** Of what nothing has come: codes of kinds. */
  kinds: string[];
  /** Name of a period of report; null: any. A dossier whose period is not known counts for each. */
  period: string | null;
  /** Whether "we have nothing to propose" is an answer. */
  mayDecline: boolean;
  /** Mail received earlier is of no account. */
  since: Date | null;
  /** The reminder that was sent for it. */
  reminder: string;
}

/** Units that are expected to send something and have not, by code. */
export async function findSilentUnits(
  db: Queryable,
  silence: Silence,
  which: Which<string>,
): Promise<SilentUnit[]> {
  const { rows } = await db.query<SilentUnit>(
    `select u.code, u.name, u.short_name as "shortName", u.expected = 'required' as required, a.addresses,
       (select max(l.written_at) from letters l where l.recipient = any(a.addresses) and l.kind = $7
         and l.state not in ('failed', 'bounced')) as "remindedAt",
       exists (select from messages m where m.from_address = any(a.addresses)
         and m.state in ('received', 'read', 'unsorted', 'failed') and m.received_at >= $6) as "mailWaits"
     from units u, lateral (
       select array(select address from unit_addresses where unit_code = u.code order by address) as addresses) a
     where u.listed and u.expected in ('required', 'encouraged')
       and not exists (select from dossiers d where d.unit_code = u.code and d.campaign = $1 and d.kind = any($2)
         and d.status <> 'not-a-submission' and ($3::text is null or coalesce(d.period, $3) = $3))
       and not ($4 and exists (select from messages m where m.from_address = any(a.addresses)
         and m.reason = 'nothing-to-propose' and m.received_at >= $6))
       and ($5::text is null or u.code > $5) and ($8::text[] is null or u.code = any($8))
     order by u.code limit $9`,
    [
      silence.campaign,
      silence.kinds,
      silence.period,
      silence.mayDecline,
      'after' in which ? which.after : null,
      silence.since ?? new Date(0),
      silence.reminder,
      'picked' in which ? which.picked : null,
      limitOf(which),
    ],
  );
  return rows;
}
