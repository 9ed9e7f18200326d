// Step 2, read: a message's bytes become facts: its words, its attachments and what lies inside them, file by file.
import type { DeliveryReport } from '../core/delivery.ts';
import type { FileEntry, FileFacts, SentLink } from '../core/facts.ts';
import { findLinks } from '../core/links.ts';
import { withoutQuotes } from '../core/quote.ts';
import { unfold } from '../core/unfold.ts';
import type { Bells } from '../queue/bells.ts';
import type { Claimed } from '../store/attempts.ts';
import { transaction } from '../store/database.ts';
import { saveEvent } from '../store/events.ts';
import { findFiles, type Reading, saveFiles, saveReadingsIfReceived } from '../store/readings.ts';
import { markVirusesDue } from '../store/viruses.ts';
import { type AttemptDeps, attemptMessages, type Failure } from './attempt.ts';
import { checkFiles, type VirusDeps } from './viruses.ts';

export interface DissectedMessage {
  body: string;
  links: SentLink[];
  /** A message of more parts than are kept. */
  cut: boolean;
  /** Null: it is not the report of a mail server. */
  deliveryReport: DeliveryReport | null;
  attachments: FileEntry[];
}

/** What a file is, and the words that the log finds it by (searchWords). */
export interface InspectedFile {
  facts: FileFacts;
  words: string[] | null;
}

/** Takes bytes apart where they can do no harm: in a thread that is killed when it takes too long. */
export interface Reader {
  /** Parses messages and archives their attachments. Errors: of any of them. */
  dissect(sha256s: string[]): Promise<DissectedMessage[]>;
  /**
   * Tells what each of these files is, in their order, and archives what lies inside them; a file that kills its reader is
   * told as one.
   */
  inspect(sha256s: string[]): Promise<InspectedFile[]>;
}

export interface ReadDeps extends AttemptDeps, VirusDeps {
  bells: Bells;
  reader: Reader;
}

/** Time to come back that a virus scanner is given (ms). */
const CLAMD_AWAY = 30_000;

/** Archives in archives, mails in mails: no honest dossier is deeper. */
const DEEPEST = 5;
/** Files in one message, those inside others too. */
const MOST_FILES = 1_000;
/** Bytes unpacked from one message; one level more may be unpacked before this is noticed. */
const MOST_UNPACKED = 1024 ** 3;

export async function read(deps: ReadDeps, ids: number[]): Promise<Failure[]> {
  const { done, failures } = await attemptMessages(deps, 'received', ids, (claimed) =>
    readAll(deps, claimed),
  );
  await deps.bells.ring('register', done.flat());
  return failures;
}

/** Returns the numbers of those that nobody else has read meanwhile. */
async function readAll(deps: ReadDeps, claimed: Claimed[]): Promise<number[]> {
  const { db, now } = deps;
  const dissected = await deps.reader.dissect(claimed.map(({ sha256 }) => sha256));
  const messages = claimed.map(({ id }, at) => ({ id, ...(dissected[at] as DissectedMessage) }));
  const known = await inspectAll(
    deps,
    messages.map(({ attachments }) => attachments),
  );
  const checked = await checkFiles(deps, [...known.keys()]);
  const readings = messages.map((message) => readingOf(message, known));
  return transaction(db, async (tx) => {
    const saved = await saveReadingsIfReceived(tx, readings, now());
    for (const { id, cut } of messages.filter((message) => saved.includes(message.id))) {
      if (!checked) await markVirusesDue(tx, id, new Date(now().getTime() + CLAMD_AWAY));
      if (cut) await saveEvent(tx, { what: 'parts-left-out', messageId: id }, now());
    }
    return saved;
  });
}

function readingOf(
  { id, body, links, deliveryReport, attachments }: DissectedMessage & { id: number },
  known: Map<string, FileFacts>,
): Reading {
  const files = unfold(attachments, known);
  const facts = [...new Set(files.map(({ sha256 }) => sha256 ?? ''))].flatMap(
    (sha256) => known.get(sha256) ?? [],
  );
  const sent = [...links, ...nestedLinks(facts)].slice(0, MOST_LINKS);
  return { messageId: id, body: withoutQuotes(body), links: sent, deliveryReport, files };
}

const MOST_LINKS = 50;

/** A forwarded mail may send its documents by link, too. */
function nestedLinks(files: FileFacts[]): SentLink[] {
  const messages = files.filter(({ type }) => type === 'eml' || type === 'msg' || type === 'tnef');
  return messages.flatMap(({ text }) => findLinks(withoutQuotes(text ?? ''), []));
}

/** Facts of the attachments of messages and of what lies inside them, level by level, within the limits of each message. */
async function inspectAll(deps: ReadDeps, messages: FileEntry[][]): Promise<Map<string, FileFacts>> {
  const known = new Map<string, FileFacts>();
  let levels = messages.map((files) => ({ files, seen: 0, unpacked: 0 }));
  for (let depth = 0; depth <= DEEPEST && levels.length > 0; depth++) {
    await inspectNew(
      deps,
      levels.flatMap(({ files }) => files),
      known,
    );
    levels = levels.map((level) => inside(level, known)).filter(isWithinLimits);
  }
  return known;
}

/** Files of one message at one depth, with what was met above them. */
interface Level {
  files: FileEntry[];
  seen: number;
  unpacked: number;
}

function inside({ files, seen, unpacked }: Level, known: Map<string, FileFacts>): Level {
  const entries = files.flatMap(({ sha256 }) => (sha256 === null ? [] : (known.get(sha256)?.entries ?? [])));
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  return { files: entries, seen: seen + files.length, unpacked: unpacked + bytes };
}

function isWithinLimits({ files, seen, unpacked }: Level): boolean {
  return files.length > 0 && seen + files.length <= MOST_FILES && unpacked <= MOST_UNPACKED;
}

/** Files whose facts are collected before they are saved. */
const AT_ONCE = 20;

/** Facts are kept by content, so a file that came before is not read again. */
async function inspectNew(
  { db, reader, now }: ReadDeps,
  files: FileEntry[],
  known: Map<string, FileFacts>,
): Promise<void> {
  const sizes = new Map<string, number>();
  for (const { sha256, size } of files) if (sha256 !== null && !known.has(sha256)) sizes.set(sha256, size);
  for (const [sha256, facts] of await findFiles(db, [...sizes.keys()])) {
    known.set(sha256, facts);
    sizes.delete(sha256);
  }
  const unread = [...sizes].map(([sha256, size]) => ({ sha256, size }));
  for (let at = 0; at < unread.length; at += AT_ONCE) {
    const some = unread.slice(at, at + AT_ONCE);
    const found = await reader.inspect(some.map(({ sha256 }) => sha256));
    const read = some.map((file, place) => ({ ...file, ...(found[place] as InspectedFile) }));
    await saveFiles(db, read, now());
    for (const { sha256, facts } of read) known.set(sha256, facts);
  }
}
