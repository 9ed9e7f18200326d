// One reader thread: parses messages and inspects files of the archive. It holds no secrets and reaches no network.
import { workerData } from 'node:worker_threads';
import { openArchive } from '../archive/archive.ts';
import type { FileFacts } from '../core/facts.ts';
import { inspectFile } from '../documents/inspect.ts';
import { parseMessage } from '../mail/parse.ts';
import type { DissectedMessage } from '../steps/read.ts';

const archive = await openArchive((workerData as { archiveFolder: string }).archiveFolder);

export async function dissect({ sha256 }: { sha256: string }): Promise<DissectedMessage> {
  const { body, attachments } = await parseMessage(await archive.open(sha256), archive.put);
  return { body, attachments: attachments.map(({ kept, ...attachment }) => ({ ...attachment, ...kept })) };
}

export async function inspect({ sha256 }: { sha256: string }): Promise<FileFacts> {
  return inspectFile(await archive.localPath(sha256));
}
