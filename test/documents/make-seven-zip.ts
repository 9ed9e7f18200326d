// Makes 7z archives by 7-Zip itself; without times, so that the same entries make the same bytes.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SevenZipModuleFactory } from '7z-wasm';

const SevenZip = createRequire(import.meta.url)('7z-wasm') as SevenZipModuleFactory;

interface SevenZipEntry {
  name: string;
  content: Buffer | string;
  /** A symbolic link to the content. */
  link?: boolean;
}

/** @param password encrypts the files; with `hidesNames` the listing too. @param more arguments of 7-Zip: "-mx0" stores */
export async function makeSevenZip(
  entries: SevenZipEntry[],
  { password = '', hidesNames = false, more = [] as string[] } = {},
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'make-7z-'));
  try {
    for (const { name, content, link } of entries) {
      const path = join(folder, 'files', name);
      await mkdir(dirname(path), { recursive: true });
      if (link) await symlink(content.toString(), path);
      else await writeFile(path, content);
    }
    const program = await SevenZip({ print: () => {}, printErr: () => {} });
    program.FS.mkdir('/work');
    program.FS.mount(program.NODEFS, { root: folder }, '/work');
    program.FS.chdir('/work/files');
    const secret = password ? [`-p${password}`, `-mhe=${hidesNames ? 'on' : 'off'}`] : [];
    program.callMain(['a', '-snl', '-mtm-', ...secret, ...more, '/work/made.7z', '.']);
    return await readFile(join(folder, 'made.7z'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
