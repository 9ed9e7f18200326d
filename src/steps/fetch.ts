// Fetches listed messages: small ones many at a time, large ones streamed; their bytes into the archive, then their rows.
import type { Listed, Mailbox } from '../mail/imap.ts';
import type { Saved } from '../store/new-messages.ts';
import { type Bytes, type FolderPlace, keep, type ReceiveDeps, store, type Taken } from './take-in.ts';

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

/** Smaller messages are fetched whole, larger ones streamed, at several times the cost for each byte (bytes). */
const SMALL = 8 * 1024 * 1024;
/** So much is fetched at a time, if it is more than one message. */
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

/** Messages whose bytes are safe, and what became of the others. */
export interface Fetched {
  taken: Taken[];
  gone: number;
  withheld: number[];
  /** What kept the others from coming; it is thrown when these have their rows. */
  fault: { reason: unknown } | undefined;
}

export async function fetchBatch(deps: ReceiveDeps, mailbox: Mailbox, batch: Listed[]): Promise<Fetched> {
  const { kept: taken, fault } = await keepSmall(deps, mailbox, batch);
  const fetched: Fetched = { taken, gone: 0, withheld: [], fault };
  if (fault) return fetched;
  const safe = new Set(taken.map(({ listed }) => listed.uid));
  const left = batch.filter(({ uid }) => !safe.has(uid));
  await fetchLeft(deps, mailbox, left, fetched).catch((reason: unknown) => {
    fetched.fault = { reason };
  });
  return fetched;
}

/** One by one: they are large, or the server did not hand them over with the others. */
async function fetchLeft(
  deps: ReceiveDeps,
  mailbox: Mailbox,
  left: Listed[],
  fetched: Fetched,
): Promise<void> {
  for (const listed of left) {
    const bytes = await download(deps, mailbox, listed);
    if (bytes) fetched.taken.push({ listed, bytes });
    else if (await mailbox.exists(listed.uid)) fetched.withheld.push(listed.uid);
    else fetched.gone++;
  }
}

/** Their rows, and the rings that follow. Errors: of the database; the fault that was met while they were fetched. */
export async function saveBatch(
  deps: ReceiveDeps,
  place: FolderPlace,
  { taken, gone, withheld, fault }: Fetched,
  pass: Pass,
): Promise<void> {
  const ring: number[] = [];
  const leftJunk: number[] = [];
  const saved = await store(deps, place, taken);
  for (const [at, { listed }] of taken.entries()) {
    const { id, how } = saved[at] as Saved;
    if (how === 'stored') {
      pass.stored++;
      deps.onStored?.(id, listed.uid);
    } else pass.known++;
    if (how === 'left-junk') leftJunk.push(id);
    else if (how !== 'found-again') ring.push(id);
  }
  await deps.bells.ring('read', ring);
  await deps.bells.ring('register', leftJunk);
  if (fault) throw fault.reason;
  pass.gone += gone;
  pass.withheld.push(...withheld);
}

interface SmallOnes {
  kept: Taken[];
  /** Of one that could not be kept; the others are. */
  fault: { reason: unknown } | undefined;
}

/** The small ones of a batch, which is small itself: their bytes are made durable side by side. */
async function keepSmall(deps: ReceiveDeps, mailbox: Mailbox, batch: Listed[]): Promise<SmallOnes> {
  const small = new Map(batch.filter(({ size }) => size <= SMALL).map((one) => [one.uid, one]));
  if (small.size === 0) return { kept: [], fault: undefined };
  const fetched = new Map<Listed, Buffer>();
  for await (const { uid, raw } of mailbox.fetchWhole([...small.keys()])) {
    const listed = small.get(uid);
    if (listed) fetched.set(listed, raw);
  }
  const ended = await Promise.allSettled([...fetched].map(([listed, raw]) => keepWhole(deps, listed, raw)));
  return {
    kept: ended.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : [])),
    fault: ended.find((one) => one.status === 'rejected'),
  };
}

/** Null: the server hands over less than it announced; it is asked once more, by pieces. */
async function keepWhole(
  { archive, largestMessage }: ReceiveDeps,
  listed: Listed,
  raw: Buffer,
): Promise<Taken | null> {
  const bytes = await keep(archive, raw.subarray(0, largestMessage + 1));
  return bytes.ends || raw.length >= listed.size ? { listed, bytes } : null;
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
