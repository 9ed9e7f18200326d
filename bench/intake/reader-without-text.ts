// The reader thread with text reading off: files are told by type, archives unpacked, and no document is read. What reading costs is the difference.
import { inspect as inspectWhole } from '../../src/app/reader-thread.ts';
import { answer, resultOf } from '../../src/app/thread-answer.ts';
import { archiveIn } from '../../src/archive/folder.ts';
import { openBytes } from '../../src/documents/bytes.ts';
import { type Sniffed, sniff } from '../../src/documents/sniff.ts';
import type { InspectedFile } from '../../src/steps/read.ts';

export { dissect } from '../../src/app/reader-thread.ts';

type Lent = Parameters<typeof inspectWhole>[0];

export const inspect = (lent: Lent) => answer(inspectAll(lent));

async function inspectAll({ folder, sha256s }: Lent): Promise<InspectedFile[]> {
  const { localPath } = archiveIn(folder);
  const files: InspectedFile[] = [];
  for (const sha256 of sha256s) {
    const found = await sniffAt(await localPath(sha256));
    const whole =
      HOLDING_FILES.has(found.type) && resultOf(await inspectWhole({ folder, sha256s: [sha256] }));
    files.push(...(whole || [withoutText(found)]));
  }
  return files;
}

const HOLDING_FILES = new Set<Sniffed['type']>(['zip', 'rar', '7z', 'tnef', 'msg', 'eml']);

async function sniffAt(path: string): Promise<Sniffed> {
  const file = openBytes(path);
  return sniff(file).finally(() => file.close());
}

function withoutText({ type, problem, macros }: Sniffed): InspectedFile {
  return {
    facts: { type, problem, macros, text: null, pages: null, scannedText: null, entries: [] },
    words: [],
  };
}
