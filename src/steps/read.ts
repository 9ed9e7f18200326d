// Step 2, read: a message's bytes become facts: its words, its attachments, and what each file is.
import type { FileFacts } from '../core/facts.ts';
import { repairName } from '../core/name.ts';
import { withoutQuotes } from '../core/quote.ts';
import type { Bells } from '../queue/bells.ts';
import { transaction } from '../store/database.ts';
import { findFiles, type ReadAttachment, saveFile, saveReadingIfReceived } from '../store/readings.ts';
import { type AttemptDeps, attemptMessage } from './attempt.ts';

export interface DissectedMessage {
  body: string;
  attachments: Omit<ReadAttachment, 'position' | 'parent' | 'path' | 'name'>[];
}

/** Takes bytes apart where they can do no harm: in a thread that is killed when it takes too long. */
export interface Reader {
  /** Parses a message and archives its attachments. */
  dissect(sha256: string): Promise<DissectedMessage>;
  /** Tells what a file is; a file that kills its reader is told as one. */
  inspect(sha256: string): Promise<FileFacts>;
}

export interface ReadDeps extends AttemptDeps {
  bells: Bells;
  reader: Reader;
}

export async function read(deps: ReadDeps, id: number): Promise<void> {
  const done = await attemptMessage(deps, 'received', id, async ({ sha256 }) => {
    const { body, attachments } = await deps.reader.dissect(sha256);
    const facts = await inspectAll(deps, attachments);
    const named = attachments.map((attachment, position) => {
      const name = repairName(
        attachment.nameAsSent,
        facts.get(attachment.sha256)?.type ?? 'unknown',
        position,
      );
      return { ...attachment, position, parent: null, path: name, name };
    });
    return transaction(deps.db, (tx) =>
      saveReadingIfReceived(tx, id, withoutQuotes(body), [], named, deps.now()),
    );
  });
  if (done) await deps.bells.ring('register', [id]);
}

/** Facts are kept by content, so a file that came before is not read again. */
async function inspectAll(
  { db, reader, now }: ReadDeps,
  attachments: { sha256: string; size: number }[],
): Promise<Map<string, FileFacts>> {
  const sizes = new Map(attachments.map((attachment) => [attachment.sha256, attachment.size]));
  const facts = await findFiles(db, [...sizes.keys()]);
  for (const [sha256, size] of sizes) {
    if (facts.has(sha256)) continue;
    const found = await reader.inspect(sha256);
    await saveFile(db, sha256, size, found, now());
    facts.set(sha256, found);
  }
  return facts;
}
