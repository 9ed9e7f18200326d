// Takes in mail from files: .eml, .mbox, and folders of them, on the same path as mail from a server.
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault } from '../core/fault.ts';
import { readMbox } from '../mail/mbox.ts';
import { takeImported } from '../steps/take-in.ts';
import { enterMailbox, IMPORTED } from '../store/mailboxes.ts';
import type { Intake } from './service.ts';

export interface Imported {
  stored: number;
  known: number;
}

/** @param onFile called before each file with how many are done and how many there are */
export async function importFiles(
  intake: Intake,
  paths: string[],
  onFile: (done: number, total: number) => void,
): Promise<Imported> {
  const files = (await Promise.all(paths.map(findFiles))).flat();
  const mailbox = await enterMailbox(intake.db, IMPORTED, intake.now());
  const imported: Imported = { stored: 0, known: 0 };
  for (const [done, file] of files.entries()) {
    onFile(done, files.length);
    for await (const raw of messagesIn(file)) {
      const { how } = await takeImported(intake, mailbox.id, raw);
      imported[how === 'stored' ? 'stored' : 'known']++;
    }
  }
  onFile(files.length, files.length);
  return imported;
}

/** Errors: Fault file-unreadable. */
async function findFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Fault('file-unreadable', { transient: false, detail: path, cause });
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && ['.eml', '.mbox'].includes(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function* messagesIn(file: string): AsyncGenerator<Buffer | Readable> {
  if (extname(file).toLowerCase() === '.mbox') yield* readMbox(file);
  else yield createReadStream(file);
}
