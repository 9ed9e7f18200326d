// Step 2, read: a message's bytes become facts: its words, its attachments and what lies inside them, file by file.
import type { DeliveryReport } from '../core/delivery.ts';
import type { FileEntry, FileFacts, SentLink } from '../core/facts.ts';
import { findLinks } from '../core/links.ts';
import { withoutQuotes } from '../core/quote.ts';
import { unfold } from '../core/unfold.ts';
import type { Bells } from '../queue/bells.ts';
import { transaction } from '../store/database.ts';
import { saveEvent } from '../store/events.ts';
import { findFiles, saveDeliveryReport, saveFiles, saveReadingIfReceived } from '../store/readings.ts';
import { markVirusesDue } from '../store/viruses.ts';
import { type AttemptDeps, attemptMessage } from './attempt.ts';
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

/** Takes bytes apart where they can do no harm: in a thread that is killed when it takes too long. */
export interface Reader {
  /** Parses a message and archives its attachments. */
  dissect(sha256: string): Promise<DissectedMessage>;
  /**
   * Tells what each of these files is, in their order, and archives what lies inside them; a file that kills its reader is
   * told as one.
   */
  inspect(sha256s: string[]): Promise<FileFacts[]>;
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

export async function read(deps: ReadDeps, id: number): Promise<void> {
  const done = await attemptMessage(deps, 'received', id, async ({ sha256 }) => {
    const { body, links, cut, deliveryReport, attachments } = await deps.reader.dissect(sha256);
    const known = await inspectAll(deps, attachments);
    const checked = await checkFiles(deps, [...known.keys()]);
    const sent = [...links, ...nestedLinks([...known.values()])].slice(0, MOST_LINKS);
    return transaction(deps.db, async (tx) => {
      const files = unfold(attachments, known);
      const saved = await saveReadingIfReceived(tx, id, withoutQuotes(body), sent, files, deps.now());
      if (saved && deliveryReport) await saveDeliveryReport(tx, id, deliveryReport);
      if (saved && !checked) await markVirusesDue(tx, id, new Date(deps.now().getTime() + CLAMD_AWAY));
      if (saved && cut) await saveEvent(tx, { what: 'parts-left-out', messageId: id }, deps.now());
      return saved;
    });
  });
  if (done) await deps.bells.ring('register', [id]);
}

const MOST_LINKS = 50;

/** A forwarded mail may send its documents by link, too. */
function nestedLinks(files: FileFacts[]): SentLink[] {
  const messages = files.filter(({ type }) => type === 'eml' || type === 'msg' || type === 'tnef');
  return messages.flatMap(({ text }) => findLinks(withoutQuotes(text ?? ''), []));
}

/** Facts of the attachments and of what lies inside them, level by level, within the limits. */
async function inspectAll(deps: ReadDeps, attachments: FileEntry[]): Promise<Map<string, FileFacts>> {
  const known = new Map<string, FileFacts>();
  let level = attachments;
  let unpacked = 0;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    await inspectNew(deps, level, known);
    level = level.flatMap(({ sha256 }) => (sha256 === null ? [] : (known.get(sha256)?.entries ?? [])));
    unpacked += level.reduce((sum, { size }) => sum + size, 0);
    if (known.size + level.length > MOST_FILES || unpacked > MOST_UNPACKED) break;
  }
  return known;
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
    const read = some.flatMap((file, place) => ({ ...file, facts: found[place] as FileFacts }));
    await saveFiles(db, read, now());
    for (const { sha256, facts } of read) known.set(sha256, facts);
  }
}
