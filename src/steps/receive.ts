// Step 1, receive: every new mail's bytes into the archive, its row into Postgres, then a ring. The mailbox is only read.
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import type { Archive, Kept } from '../archive/archive.ts';
import { HEAD_LIMIT, parseEnvelope, receiptTime } from '../mail/envelope.ts';
import type { Listed, Mailbox } from '../mail/imap.ts';
import type { Bells } from '../queue/bells.ts';
import type { Database } from '../store/database.ts';
import {
  advanceMailbox,
  enterMailbox,
  type MailboxRow,
  markMailboxSeen,
  restartMailbox,
} from '../store/mailboxes.ts';
import { findKnownUids, type NewMessage, type Saved, saveMessage } from '../store/messages.ts';

export interface ReceiveDeps {
  db: Database;
  archive: Archive;
  bells: Bells;
  now: () => Date;
}

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

/** Takes in everything the folder holds beyond the cursor, oldest first, or until it is asked to stop. */
export async function receive(
  deps: ReceiveDeps,
  name: string,
  mailbox: Mailbox,
  stop?: AbortSignal,
): Promise<Pass> {
  const { db, now } = deps;
  const row = await enterMailbox(db, name, now());
  const after = await startingPoint(db, row, mailbox.uidValidity);
  const known = await findKnownUids(db, row.id, mailbox.uidValidity, after);
  const waiting = (await mailbox.listAfter(after)).filter((listed) => !known.has(listed.uid));
  const pass: Pass = { stored: 0, known: 0, gone: 0, withheld: [] };
  for (const batch of batches(waiting)) {
    if (stop?.aborted) return pass;
    await takeBatch(deps, row.id, mailbox, batch, pass);
    // The cursor never passes a message that is not stored.
    const safe = pass.withheld[0] ? pass.withheld[0] - 1 : batch.at(-1)?.uid;
    if (safe) await advanceMailbox(db, row.id, safe);
  }
  await markMailboxSeen(db, row.id, now());
  return pass;
}

async function startingPoint(db: Database, row: MailboxRow, uidValidity: number): Promise<number> {
  if (row.uidValidity === uidValidity) return row.lastUid;
  await restartMailbox(db, row.id, uidValidity);
  return 0;
}

async function takeBatch(
  deps: ReceiveDeps,
  mailboxId: number,
  mailbox: Mailbox,
  batch: Listed[],
  pass: Pass,
): Promise<void> {
  const listed = new Map(batch.map((one) => [one.uid, one]));
  const ring: number[] = [];
  const take = async (uid: number, raw: Buffer | Readable) => {
    const one = listed.get(uid);
    if (!one) return;
    listed.delete(uid);
    const place = { uidValidity: mailbox.uidValidity, uid };
    const saved = await store(
      deps,
      { mailboxId, place, receivedAt: one.receivedAt, receivedBy: 'server' },
      raw,
    );
    count(pass, saved);
    if (saved.how !== 'found-again') ring.push(saved.id);
  };
  const [only] = batch;
  if (batch.length === 1 && only && only.size > SMALL) {
    const raw = await mailbox.download(only.uid);
    if (raw) await take(only.uid, raw);
  } else {
    for await (const { uid, raw } of mailbox.fetchWhole([...listed.keys()])) await take(uid, raw);
  }
  await deps.bells.ring('read', ring);
  for (const uid of listed.keys()) {
    if (await mailbox.exists(uid)) pass.withheld.push(uid);
    else pass.gone++;
  }
}

function count(pass: Pass, saved: Saved): void {
  if (saved.how === 'stored') pass.stored++;
  else pass.known++;
}

/** Bytes durable, then the row: a crash in between leaves bytes without a row, and the next pass finds the mail again. */
async function store(
  { db, archive, now }: ReceiveDeps,
  message: Omit<NewMessage, 'sha256' | 'size' | 'envelope'>,
  raw: Buffer | Readable,
): Promise<Saved> {
  const { kept, start } = await keepWithStart(archive, raw);
  const envelope = await parseEnvelope(start);
  return saveMessage(db, { ...message, ...kept, envelope }, now());
}

/** Takes in a message from a file; its receipt time is what its own headers tell. */
export async function takeImported(
  { db, archive, bells, now }: ReceiveDeps,
  mailboxId: number,
  raw: Buffer | Readable,
): Promise<Saved> {
  const { kept, start } = await keepWithStart(archive, raw);
  const envelope = await parseEnvelope(start);
  const receipt = receiptTime(envelope) ?? { at: now(), by: 'import' as const };
  const saved = await saveMessage(
    db,
    { mailboxId, place: null, receivedAt: receipt.at, receivedBy: receipt.by, ...kept, envelope },
    now(),
  );
  await bells.ring('read', [saved.id]);
  return saved;
}

/** Archives a message and returns its first bytes as well, in which the head stands. */
async function keepWithStart(
  archive: Archive,
  raw: Buffer | Readable,
): Promise<{ kept: Kept; start: Buffer }> {
  if (Buffer.isBuffer(raw)) return { kept: await archive.put(raw), start: raw.subarray(0, HEAD_LIMIT) };
  const start: Buffer[] = [];
  let seen = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (seen < HEAD_LIMIT) start.push(chunk);
      seen += chunk.length;
      done(null, chunk);
    },
  });
  raw.once('error', (error) => watch.destroy(error));
  const kept = await archive.put(raw.pipe(watch));
  return { kept, start: Buffer.concat(start) };
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
