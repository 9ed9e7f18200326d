// Step 1, receive: every new mail's bytes into the archive, its row into Postgres, then a ring. The mailbox is only read.
import type { Folder, Listed, Mailbox } from '../mail/imap.ts';
import type { Database } from '../store/database.ts';
import {
  advanceMailbox,
  enterMailbox,
  type MailboxRow,
  markMailboxSeen,
  restartMailbox,
  saveComparison,
} from '../store/mailboxes.ts';
import { findKnownPlaces, type KnownPlace, vacatePlaces } from '../store/messages.ts';
import { type Bytes, download, type FolderPlace, keep, type ReceiveDeps, store } from './take-in.ts';

/** What one pass over a mailbox did. */
export interface Pass {
  stored: number;
  /** Known before, or found again under a new UIDVALIDITY. */
  known: number;
  /** Gone from the mailbox between listing and fetching. */
  gone: number;
  /** Still there, but the server would not hand them over; asked for again in the next pass. */
  withheld: number[];
}

/** Smaller messages are fetched many at a time, larger ones streamed one by one (bytes). */
const SMALL = 512 * 1024;
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_MESSAGES = 100;

/** Stands for the UIDVALIDITY of a server that gives none. */
const NO_UID_VALIDITY = 0;

export interface PassOptions {
  /** Compares every message on the server with the log instead of going on from the cursor. */
  compare: boolean;
  stop?: AbortSignal | undefined;
}

/** Takes in everything the open folder holds and the log does not, oldest first, or until it is asked to stop. */
export async function receive(
  deps: ReceiveDeps,
  name: string,
  mailbox: Mailbox,
  folder: Folder,
  { compare, stop }: PassOptions,
): Promise<Pass> {
  const { db, now } = deps;
  const row = await enterMailbox(db, name, now());
  const place = { mailboxId: row.id, uidValidity: folder.uidValidity ?? NO_UID_VALIDITY };
  const void_ = isVoid(row, folder);
  if (void_) await restartMailbox(db, row.id, place.uidValidity);
  const whole = compare || void_;
  const listed = await mailbox.listFrom(whole ? 1 : row.lastUid + 1);
  const waiting = await findWaiting(db, place, listed);
  const pass: Pass = { stored: 0, known: 0, gone: 0, withheld: [] };
  for (const batch of batches(waiting)) {
    if (stop?.aborted) return pass;
    await takeBatch(deps, place, mailbox, batch, pass);
    // The cursor never passes a message that is not stored.
    const safe = pass.withheld[0] ? pass.withheld[0] - 1 : batch.at(-1)?.uid;
    if (safe) await advanceMailbox(db, row.id, safe);
  }
  if (whole) await compareWith(deps, place, listed, pass);
  await markMailboxSeen(db, row.id, now());
  return pass;
}

/** Known UIDs mean other messages now: another UIDVALIDITY, none at all, or a folder that was put back to an earlier day. */
function isVoid(row: MailboxRow, { uidValidity, uidNext }: Folder): boolean {
  if (uidValidity === null || row.uidValidity !== uidValidity) return true;
  return uidNext !== null && uidNext <= row.lastUid;
}

/** Messages without a row; where another message lies than the log says, the row gives up the place. */
async function findWaiting(
  db: Database,
  { mailboxId, uidValidity }: FolderPlace,
  listed: Listed[],
): Promise<Listed[]> {
  const [first] = listed;
  if (!first) return [];
  const known = await findKnownPlaces(db, mailboxId, uidValidity, first.uid);
  const others = listed.filter((one) => {
    const row = known.get(one.uid);
    return row !== undefined && !isSame(row, one);
  });
  const taken = new Set(others.map(({ uid }) => uid));
  if (taken.size > 0) await vacatePlaces(db, mailboxId, uidValidity, [...taken]);
  return listed.filter(({ uid }) => taken.has(uid) || !known.has(uid));
}

/** A message keeps its receipt time (RFC 3501 §2.3.3); its size may be an estimate, which tells where there is no time. */
function isSame(row: KnownPlace, { size, receivedAt }: Listed): boolean {
  if (receivedAt) return row.receivedAt.getTime() === receivedAt.getTime();
  return row.announcedSize === null || row.announcedSize === size;
}

/** Every message on the server has its row, or is one that the server withholds. */
async function compareWith(
  { db, now }: ReceiveDeps,
  { mailboxId, uidValidity }: FolderPlace,
  listed: Listed[],
  { gone, withheld }: Pass,
): Promise<void> {
  const known = await findKnownPlaces(db, mailboxId, uidValidity, 1);
  const withRow = listed.filter(({ uid }) => known.has(uid)).length;
  const onServer = listed.length - gone;
  await saveComparison(db, mailboxId, { onServer, withRow, withheld: withheld.length }, now());
}

async function takeBatch(
  deps: ReceiveDeps,
  place: FolderPlace,
  mailbox: Mailbox,
  batch: Listed[],
  pass: Pass,
): Promise<void> {
  const waiting = new Map(batch.map((one) => [one.uid, one]));
  const ring: number[] = [];
  const take = async (one: Listed, bytes: Bytes) => {
    waiting.delete(one.uid);
    const saved = await store(deps, place, one, bytes);
    if (saved.how === 'stored') pass.stored++;
    else pass.known++;
    if (saved.how !== 'found-again') ring.push(saved.id);
  };
  for await (const { uid, raw } of fetchSmall(mailbox, batch)) {
    const one = waiting.get(uid);
    // A server that hands over less than it announced is asked once more, by pieces.
    if (one && raw.length >= one.size) await take(one, await keep(deps.archive, raw));
  }
  for (const one of [...waiting.values()]) {
    const bytes = await download(deps, mailbox, one);
    if (bytes) await take(one, bytes);
  }
  await deps.bells.ring('read', ring);
  for (const uid of waiting.keys()) {
    if (await mailbox.exists(uid)) pass.withheld.push(uid);
    else pass.gone++;
  }
}

async function* fetchSmall(mailbox: Mailbox, batch: Listed[]): AsyncGenerator<{ uid: number; raw: Buffer }> {
  const small = batch.filter(({ size }) => size <= SMALL);
  if (small.length > 0) yield* mailbox.fetchWhole(small.map(({ uid }) => uid));
}

/** Neighbours that are small together make a batch; a large message is one by itself. */
function* batches(waiting: Listed[]): Generator<Listed[]> {
  let batch: Listed[] = [];
  let bytes = 0;
  for (const listed of waiting) {
    const full = bytes + listed.size > BATCH_BYTES || batch.length >= BATCH_MESSAGES;
    if (batch.length > 0 && (full || listed.size > SMALL)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(listed);
    bytes += listed.size;
    if (listed.size > SMALL) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
