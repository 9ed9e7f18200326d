// Beside the path: carries an approved purge out, rows first, then bytes; it may be cut short at any moment and taken up again.
import type { Archive } from '../archive/archive.ts';
import type { Removal } from '../archive/remove.ts';
import type { PurgeRules } from '../core/retention.ts';
import type { Claims } from '../store/claims.ts';
import { type Database, transaction } from '../store/database.ts';
import { lockRegistrations } from '../store/dossiers.ts';
import {
  dropUnusedFiles,
  findNextItems,
  findOwedBytes,
  markBytesSettled,
  purgeMessages,
} from '../store/purge-messages.ts';
import { findProgress, markPurgeDone, type PurgeProgress } from '../store/purges.ts';
import { findHolders } from '../store/verifications.ts';
import { sideBySide } from './side-by-side.ts';

export interface PurgeDeps {
  db: Database;
  archive: Archive;
  claims: Claims;
  now: () => Date;
}

/** No purge has this number: whoever holds it deletes bytes. */
const BYTES = 0;
/** Messages in one transaction. */
const BATCH = 100;
/** Whoever stores bytes has committed the row that names them by then (ms). */
const GRACE = 24 * 3600_000;
/** Facts of files that have no attachment by then (ms) were read for a message that failed. */
const UNUSED = 30 * 24 * 3600_000;

/** Files deleted at a time: each waits for the disk. */
const FILES_AT_A_TIME = 8;

/**
 * The transaction that leaves a tombstone of a message also owes its bytes, so no row ever names bytes that were purged, and
 * none is forgotten. Null: another process is at it.
 */
export async function purge(
  deps: PurgeDeps,
  id: number,
  rules: PurgeRules,
  onProgress: (progress: PurgeProgress) => void,
): Promise<PurgeProgress | null> {
  const { db, claims, now } = deps;
  let result: PurgeProgress | null = null;
  await claims.holding('purge', id, async () => {
    await eraseRows(deps, id, rules, onProgress);
    await transaction(db, (tx) => dropUnusedFiles(tx, id, new Date(now().getTime() - UNUSED)));
    // Two purges may owe the same bytes, and an archive deletes one thing at a time.
    if (!(await claims.holding('purge', BYTES, () => deleteBytes(deps, id, onProgress)))) return;
    result = await findProgress(db, id);
    if (result.left + result.owed === 0) await markPurgeDone(db, id, result, now());
  });
  return result;
}

/** Progress is counted along: to ask for it after each batch would take longer than the batch. */
async function eraseRows(
  { db, now }: PurgeDeps,
  id: number,
  rules: PurgeRules,
  onProgress: (progress: PurgeProgress) => void,
): Promise<void> {
  const progress = await findProgress(db, id);
  for (let after = 0; ; ) {
    const { ids, reached } = await findNextItems(db, id, after, BATCH);
    if (ids.length === 0) return;
    const { purged, owed } = await transaction(db, async (tx) => {
      await lockRegistrations(tx);
      return purgeMessages(tx, id, ids, rules, now());
    });
    progress.purged += purged;
    progress.kept += ids.length - purged;
    progress.left -= ids.length;
    progress.owed += owed;
    onProgress(progress);
    after = reached;
  }
}

/** What is shared with a message that is kept stays; what was stored within the last day is left for another time. */
async function deleteBytes(
  { db, archive, now }: PurgeDeps,
  id: number,
  onProgress: (progress: PurgeProgress) => void,
): Promise<void> {
  const progress = await findProgress(db, id);
  for (let after = ''; ; ) {
    const owed = await findOwedBytes(db, id, after, BATCH);
    const storedBefore = new Date(now().getTime() - GRACE);
    const settled: Record<Removal, string[]> = { removed: [], wanted: [], fresh: [] };
    await sideBySide(owed, FILES_AT_A_TIME, async (sha256) => {
      const isWanted = async () => (await findHolders(db, sha256)) !== null;
      settled[await archive.remove(sha256, storedBefore, isWanted)].push(sha256);
    });
    const { removed, wanted } = settled;
    await markBytesSettled(db, id, removed, wanted);
    progress.deleted += removed.length;
    progress.owed -= removed.length + wanted.length;
    onProgress(progress);
    const last = owed.at(-1);
    if (last === undefined) return;
    after = last;
  }
}
