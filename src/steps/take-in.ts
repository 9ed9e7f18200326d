// One message into the service: its bytes into the archive, durable, then its row.
import { type Readable, Transform } from 'node:stream';
import type { Archive, Kept } from '../archive/archive.ts';
import { HEAD_LIMIT, parseEnvelope, receiptTime } from '../mail/envelope.ts';
import type { Listed } from '../mail/imap.ts';
import type { Bells } from '../queue/bells.ts';
import type { Database } from '../store/database.ts';
import { saveEvent } from '../store/events.ts';
import { type NewMessage, type Saved, saveMessage, saveMessages } from '../store/new-messages.ts';

export interface ReceiveDeps {
  db: Database;
  archive: Archive;
  bells: Bells;
  now: () => Date;
  /** Of a larger message only so much is kept (bytes). */
  largestMessage: number;
  /** Told of each message that gets a row. */
  onStored?: (id: number, uid: number) => void;
}

/** A folder as the log knows it. */
export interface FolderPlace {
  mailboxId: number;
  uidValidity: number;
}

/** A listed message whose bytes are safe. */
export interface Taken {
  listed: Listed;
  bytes: Bytes;
}

/** Bytes durable, then the rows: a crash in between leaves bytes without a row, and the next pass finds the mails again. */
export async function store(
  { db, largestMessage, now }: ReceiveDeps,
  { mailboxId, uidValidity }: FolderPlace,
  taken: Taken[],
): Promise<Saved[]> {
  const messages: NewMessage[] = [];
  for (const { listed, bytes } of taken) {
    messages.push({
      mailboxId,
      place: { uidValidity, uid: listed.uid },
      ...bytes.kept,
      announcedSize: listed.size,
      cut: bytes.kept.size > largestMessage,
      receivedAt: listed.receivedAt ?? now(),
      receivedBy: 'server',
      envelope: await parseEnvelope(bytes.start),
    });
  }
  const saved = await saveMessages(db, messages, now());
  for (const [at, { listed, bytes }] of taken.entries()) {
    const { id, how } = saved[at] as Saved;
    const received = bytes.kept.size;
    if (how !== 'stored' || bytes.ends || received > largestMessage || received >= listed.size) continue;
    const detail = { announced: listed.size, received };
    await saveEvent(db, { what: 'shorter-than-announced', messageId: id, detail }, now());
  }
  return saved;
}

/** Takes in a message from a file; its receipt time is what its own headers tell. */
export async function takeImported(
  { db, archive, bells, now }: ReceiveDeps,
  mailboxId: number,
  raw: Buffer | Readable,
): Promise<Saved> {
  const { kept, start } = await keep(archive, raw);
  const envelope = await parseEnvelope(start);
  const receipt = receiptTime(envelope) ?? { at: now(), by: 'import' as const };
  const saved = await saveMessage(
    db,
    {
      mailboxId,
      place: null,
      announcedSize: null,
      cut: false,
      receivedAt: receipt.at,
      receivedBy: receipt.by,
      ...kept,
      envelope,
    },
    now(),
  );
  await bells.ring('read', [saved.id]);
  return saved;
}

/** A message in the archive. */
export interface Bytes {
  kept: Kept;
  /** Its first bytes, in which the head stands. */
  start: Buffer;
  /** Its last line closes a multipart body (RFC 2046 §5.1.1), so it is whole whatever size was announced. */
  ends: boolean;
}

/** A closing boundary is shorter than this (RFC 2046 §5.1.1 allows 70 characters). */
const TAIL = 256;

export async function keep(archive: Archive, raw: Buffer | Readable): Promise<Bytes> {
  if (Buffer.isBuffer(raw)) {
    return { kept: await archive.put(raw), start: raw.subarray(0, HEAD_LIMIT), ends: closes(raw) };
  }
  const start: Buffer[] = [];
  let tail: Buffer = Buffer.alloc(0);
  let seen = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (seen < HEAD_LIMIT) start.push(chunk);
      tail = chunk.length >= TAIL ? chunk : Buffer.concat([tail.subarray(-TAIL), chunk]);
      seen += chunk.length;
      done(null, chunk);
    },
  });
  raw.once('error', (error) => watch.destroy(error));
  const kept = await archive.put(raw.pipe(watch));
  return { kept, start: Buffer.concat(start), ends: closes(tail) };
}

function closes(end: Buffer): boolean {
  return /(^|\n)--[^\r\n]+--\s*$/.test(end.subarray(-TAIL).toString('latin1'));
}
