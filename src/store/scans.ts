// Scans: which messages have pages for OCR to read, and what it found, kept by content.
import type { AttachmentFacts } from '../core/facts.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { refreshHolders } from './entries.ts';
import { findAttachments } from './readings.ts';
import { storable } from './text.ts';

export async function markScansDue(tx: Queryable, messageId: number, now: Date): Promise<void> {
  await tx.query('update messages set scan_due_at = $2, scan_attempts = 0 where id = $1', [messageId, now]);
}

/** Takes a message whose scans are due into hand and counts the attempt; null: nothing to do. */
export async function beginScans(db: Queryable, messageId: number, now: Date): Promise<number | null> {
  const { rows } = await db.query<{ attempts: number }>(
    `update messages set scan_attempts = scan_attempts + 1 where id = $1 and scan_due_at <= $2
     returning scan_attempts as attempts`,
    [messageId, now],
  );
  return rows[0]?.attempts ?? null;
}

export async function markScansFailed(db: Queryable, messageId: number, dueAt: Date): Promise<void> {
  await db.query('update messages set scan_due_at = $2 where id = $1 and scan_due_at is not null', [
    messageId,
    dueAt,
  ]);
}

export async function markScanned(tx: Queryable, messageId: number): Promise<void> {
  await tx.query('update messages set scan_due_at = null where id = $1', [messageId]);
}

/** Attachments of a message that OCR has not looked at, wherever else their files lie. */
export async function findUnscanned(db: Queryable, messageId: number): Promise<AttachmentFacts[]> {
  const attachments = await findAttachments(db, messageId);
  const { rows } = await db.query<{ sha256: string }>(
    'select sha256 from files where sha256 = any($1) and scanned_at is null',
    [attachments.map(({ sha256 }) => sha256)],
  );
  const unscanned = new Set(rows.map(({ sha256 }) => sha256));
  return attachments.filter(({ sha256 }) => sha256 !== null && unscanned.has(sha256));
}

/** @param text null: nothing legible was found */
export async function saveScan(db: Database, sha256: string, text: string | null, now: Date): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.query('update files set scanned_text = $2, scanned_at = $3 where sha256 = $1', [
      sha256,
      text && storable(text),
      now,
    ]);
    await refreshHolders(tx, [sha256]);
  });
}

/** Messages whose scans have been due for long, oldest first; their due times move to `now`. */
export async function findOverdueScans(
  db: Queryable,
  dueBefore: Date,
  now: Date,
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `update messages set scan_due_at = $2
     where id in (select id from messages where scan_due_at <= $1 order by id limit $3)
       -- asked again, for the row may have moved on while its lock was waited for
       and scan_due_at <= $1
     returning id`,
    [dueBefore, now, limit],
  );
  return rows.map((row) => row.id).sort((a, b) => a - b);
}
