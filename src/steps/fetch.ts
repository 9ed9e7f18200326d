// Fetches listed messages: small ones many at a time, large ones streamed, each into the archive and the log before the next.
import type { Listed, Mailbox } from '../mail/imap.ts';
import { type Bytes, type FolderPlace, keep, type ReceiveDeps, store } from './take-in.ts';

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

/**
 * Neighbours that are small together make a batch; a large message is one by itself.
 * @param singly every message is: one of them may be what the line breaks at
 */
export function* batches(waiting: Listed[], singly = false): Generator<Listed[]> {
  let batch: Listed[] = [];
  let bytes = 0;
  for (const listed of waiting) {
    const full = singly || bytes + listed.size > BATCH_BYTES || batch.length >= BATCH_MESSAGES;
    if (batch.length > 0 && (full || listed.size > SMALL)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(listed);
    bytes += listed.size > SMALL ? BATCH_BYTES : listed.size;
  }
  if (batch.length > 0) yield batch;
}

export async function takeBatch(
  deps: ReceiveDeps,
  place: FolderPlace,
  mailbox: Mailbox,
  batch: Listed[],
  pass: Pass,
): Promise<void> {
  const waiting = new Map(batch.map((one) => [one.uid, one]));
  const ring: number[] = [];
  const leftJunk: number[] = [];
  const take = async (one: Listed, bytes: Bytes) => {
    waiting.delete(one.uid);
    const saved = await store(deps, place, one, bytes);
    if (saved.how === 'stored') {
      pass.stored++;
      deps.onStored?.(saved.id, one.uid);
    } else pass.known++;
    if (saved.how === 'left-junk') leftJunk.push(saved.id);
    else if (saved.how !== 'found-again') ring.push(saved.id);
  };
  for await (const { uid, raw } of fetchSmall(mailbox, batch)) {
    const one = waiting.get(uid);
    if (!one) continue;
    const bytes = await keep(deps.archive, raw.subarray(0, deps.largestMessage + 1));
    // A server that hands over less than it announced is asked once more, by pieces.
    if (bytes.ends || raw.length >= one.size) await take(one, bytes);
  }
  for (const one of [...waiting.values()]) {
    const bytes = await download(deps, mailbox, one);
    if (bytes) await take(one, bytes);
  }
  await deps.bells.ring('read', ring);
  await deps.bells.ring('register', leftJunk);
  for (const uid of waiting.keys()) {
    if (await mailbox.exists(uid)) pass.withheld.push(uid);
    else pass.gone++;
  }
}

async function* fetchSmall(mailbox: Mailbox, batch: Listed[]): AsyncGenerator<{ uid: number; raw: Buffer }> {
  const small = batch.filter(({ size }) => size <= SMALL);
  if (small.length > 0) yield* mailbox.fetchWhole(small.map(({ uid }) => uid));
}

/** Streams a message into the archive; one that comes shorter than announced twice in the same way is taken as it is. */
async function download(
  { archive, largestMessage }: ReceiveDeps,
  mailbox: Mailbox,
  { uid, size }: Listed,
): Promise<Bytes | null> {
  let best: Bytes | null = null;
  for (let attempt = 1; attempt <= 2; attempt++) {
    // One byte more than may be kept tells that there is more.
    const raw = await mailbox.download(uid, largestMessage + 1);
    if (!raw) return best;
    const bytes = await keep(archive, raw);
    if (!best || bytes.kept.size > best.kept.size) best = bytes;
    if (best.ends || best.kept.size >= Math.min(size, largestMessage)) return best;
  }
  return best;
}
