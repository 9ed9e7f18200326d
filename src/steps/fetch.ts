// Fetches listed messages: small ones many at a time, large ones streamed, each into the archive and the log before the next.
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
  const take = async (taken: Taken[]) => {
    const saved = await store(deps, place, taken);
    for (const [at, { listed }] of taken.entries()) {
      const { id, how } = saved[at] as Saved;
      waiting.delete(listed.uid);
      if (how === 'stored') {
        pass.stored++;
        deps.onStored?.(id, listed.uid);
      } else pass.known++;
      if (how === 'left-junk') leftJunk.push(id);
      else if (how !== 'found-again') ring.push(id);
    }
  };
  const { kept, fault } = await keepSmall(deps, mailbox, batch);
  await take(kept);
  if (fault) throw fault.reason;
  for (const listed of [...waiting.values()]) {
    const bytes = await download(deps, mailbox, listed);
    if (bytes) await take([{ listed, bytes }]);
  }
  await deps.bells.ring('read', ring);
  await deps.bells.ring('register', leftJunk);
  for (const uid of waiting.keys()) {
    if (await mailbox.exists(uid)) pass.withheld.push(uid);
    else pass.gone++;
  }
}

interface SmallOnes {
  kept: Taken[];
  /** Of one that could not be kept; the others are. */
  fault: PromiseRejectedResult | undefined;
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
