// What mail servers reported of letters that they had taken: returned for good, or late.
import type { Reason } from '../core/reasons.ts';
import type { Queryable } from './database.ts';
import { storable } from './text.ts';

export interface ReportedLetter {
  id: number;
  answers: number | null;
  dossierId: number | null;
  recipient: string;
}

/** Letters of ours with these Message-IDs: only who was given a letter can name it. */
export async function findReportedLetters(tx: Queryable, messageIds: string[]): Promise<ReportedLetter[]> {
  const { rows } = await tx.query<ReportedLetter>(
    `select id, answers, dossier_id as "dossierId", lower(recipient) as recipient from letters
     where message_id = any($1) order by id`,
    [messageIds.map(storable)],
  );
  return rows;
}

/** What a mail server reported of a letter that it had taken. */
export interface Delivery {
  reason: Reason;
  /** RFC 3463. */
  status: string | null;
  words: string;
  /** The message that reports it, and when it came. */
  report: number;
  reportedAt: Date;
}

/** Returned for good. A letter that came back was sent, whatever the sender's connection ended with. */
export async function markBouncedIfTaken(tx: Queryable, id: number, delivery: Delivery): Promise<boolean> {
  return markReported(tx, id, 'bounced', 'failed', delivery);
}

/** Still on its way. */
export async function markDelayedIfTaken(tx: Queryable, id: number, delivery: Delivery): Promise<boolean> {
  return markReported(tx, id, 'sent', 'delayed', delivery);
}

/** A letter on the wire counts as taken: its Message-ID was told to nobody but the server. */
async function markReported(
  tx: Queryable,
  id: number,
  state: 'bounced' | 'sent',
  delivery: 'failed' | 'delayed',
  { reason, status, words, report, reportedAt }: Delivery,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update letters set state = $2, reason = null, sent_at = coalesce(sent_at, $8), delivery = $3,
       delivery_reason = $4, delivery_status = $5, delivery_words = $6, delivery_report = $7,
       delivery_reported_at = $8
     where id = $1 and state in ('sending', 'sent', 'unknown') and delivery_report is distinct from $7
       and purged_at is null`,
    [id, state, delivery, reason, status, storable(words), report, reportedAt],
  );
  return rowCount === 1;
}
