// One reader thread: parses messages and inspects files of the archive. It holds no secrets and reaches no network.
import { archiveIn, type FolderArchive } from '../archive/folder.ts';
import { readDeliveryReport } from '../core/delivery-report.ts';
import type { FileFacts } from '../core/facts.ts';
import { searchWords } from '../core/search-words.ts';
import { inspectFile } from '../documents/inspect.ts';
import { unpack } from '../documents/unpack.ts';
import { readNested } from '../mail/nested.ts';
import { parseMessage } from '../mail/parse.ts';
import type { DissectedMessage, InspectedFile } from '../steps/read.ts';
import { answer } from './thread-answer.ts';

/** Files by name, in this folder: the archive, or as much of it as has been lent. */
interface Lent {
  folder: string;
  sha256s: string[];
}

export const dissect = (lent: Lent) => answer(each(lent, dissectFile));
export const inspect = (lent: Lent) => answer(each(lent, inspectFully));

async function each<T>(
  { folder, sha256s }: Lent,
  work: (archive: FolderArchive, sha256: string) => Promise<T>,
): Promise<T[]> {
  const archive = archiveIn(folder);
  const results: T[] = [];
  try {
    for (const sha256 of sha256s) results.push(await work(archive, sha256));
  } finally {
    await archive.settle();
  }
  return results;
}

async function dissectFile(archive: FolderArchive, sha256: string): Promise<DissectedMessage> {
  const { envelope, attachments, reportParts, ...message } = await parseMessage(
    await archive.open(sha256),
    archive.put,
  );
  return {
    ...message,
    deliveryReport: readDeliveryReport({ envelope, body: message.body, ...reportParts }),
    attachments: attachments.map(({ kept, ...part }) => ({ ...part, ...kept, problem: null })),
  };
}

async function inspectFully(archive: FolderArchive, sha256: string): Promise<InspectedFile> {
  const facts = await inspectWhole(archive, sha256);
  return { facts, words: searchWords(facts.text ?? '') };
}

/** What lies inside a file is archived, one level of it: its files are inspected by their own sha256. */
async function inspectWhole(archive: FolderArchive, sha256: string): Promise<FileFacts> {
  const path = await archive.localPath(sha256);
  const facts = await inspectFile(path);
  if (facts.problem) return facts;
  switch (facts.type) {
    case 'zip':
    case 'rar':
    case '7z':
    case 'tnef':
    case 'msg':
      return { ...facts, ...(await unpack(path, facts.type, archive.put)) };
    case 'eml':
      return { ...facts, ...(await readNested(await archive.open(sha256), archive.put)) };
    default:
      return facts;
  }
}
