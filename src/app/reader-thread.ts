// One reader thread: parses messages and inspects files of the archive. It holds no secrets and reaches no network.
import { workerData } from 'node:worker_threads';
import { openArchive } from '../archive/archive.ts';
import { readDeliveryReport } from '../core/delivery-report.ts';
import type { FileFacts } from '../core/facts.ts';
import { inspectFile } from '../documents/inspect.ts';
import { unpack } from '../documents/unpack.ts';
import { readNested } from '../mail/nested.ts';
import { parseMessage } from '../mail/parse.ts';
import type { DissectedMessage } from '../steps/read.ts';
import { answer } from './thread-answer.ts';

const archive = await openArchive((workerData as { archiveFolder: string }).archiveFolder);

export const dissect = ({ sha256 }: { sha256: string }) => answer(dissectFile(sha256));
export const inspect = ({ sha256s }: { sha256s: string[] }) => answer(inspectEach(sha256s));

async function dissectFile(sha256: string): Promise<DissectedMessage> {
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

async function inspectEach(sha256s: string[]): Promise<FileFacts[]> {
  const facts: FileFacts[] = [];
  for (const sha256 of sha256s) facts.push(await inspectWhole(sha256));
  return facts;
}

/** What lies inside a file is archived, one level of it: its files are inspected by their own sha256. */
async function inspectWhole(sha256: string): Promise<FileFacts> {
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
