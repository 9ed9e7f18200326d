// Unpacks RAR and 7z archives by 7-Zip itself, compiled to WebAssembly: into a folder of its own on disk, and only what
// its listing has shown to be harmless.
import { createReadStream } from 'node:fs';
import { lstat, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import type { SevenZipModuleFactory } from '7z-wasm';
import type { FileEntry } from '../core/facts.ts';
import {
  entryOf,
  isBeyondLimits,
  isUnsafeName,
  type Keep,
  type Listed,
  refused,
  type Unpacked,
  type UnpackLimits,
} from './container.ts';

/** The package is CommonJS, and its types say otherwise. */
const SevenZip = createRequire(import.meta.url)('7z-wasm') as SevenZipModuleFactory;

const PREFIX = 'tiepnhan-unpack-';
/** What a killed reader left behind is old by then (ms). */
const ABANDONED = 10 * 60_000;

export async function unpackSevenZip(path: string, keep: Keep, limits: UnpackLimits): Promise<Unpacked> {
  const listing = await run(['l', '-slt', '-p', inArchive(path)], { '/in': dirname(path) });
  if (isLocked(listing)) return refused('encrypted');
  const listed = parseListing(listing);
  if (!listed) return refused('damaged');
  if (await isBeyondLimits(listed, path, limits)) return refused('archive-limits');
  if (listed.length > 0 && listed.every(({ problem }) => problem === 'encrypted'))
    return refused('encrypted');
  await removeAbandoned();
  const folder = await realpath(await mkdtemp(join(tmpdir(), PREFIX)));
  try {
    const entries = await extract(path, folder, listed, keep);
    const lost = entries.length > 0 && entries.every(({ problem }) => problem === 'damaged');
    return lost ? refused('damaged') : { entries, text: null, problem: null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function extract(path: string, folder: string, listed: Listed[], keep: Keep): Promise<FileEntry[]> {
  const wanted = listed.filter(({ problem }) => problem === null);
  await writeFile(join(folder, 'wanted'), wanted.map(({ name }) => `${name}\n`).join(''));
  const switches = ['-o/out/files', '-y', '-spd', '-scsUTF-8', '-p', '-bd'];
  const said = await run(['x', ...switches, inArchive(path), '@/out/wanted'], {
    '/in': dirname(path),
    '/out': folder,
  });
  const entries: FileEntry[] = [];
  for (const told of listed) {
    entries.push(told.problem ? entryOf(told) : await take(join(folder, 'files'), told, said, keep));
  }
  return entries;
}

/** A file whose checksum was wrong is written all the same, and complained of. */
async function take(folder: string, told: Listed, said: string[], keep: Keep): Promise<FileEntry> {
  const path = join(folder, told.name);
  const found = await lstat(path).catch(() => null);
  const complaint = said.some((line) => line.startsWith('ERROR') && line.endsWith(`: ${told.name}`));
  const inside = (await realpath(dirname(path)).catch(() => '')).concat(sep).startsWith(folder + sep);
  if (!found?.isFile() || found.size !== told.size || complaint || !inside) {
    return { ...entryOf(told), problem: 'damaged' };
  }
  return { ...entryOf(told), ...(await keep(createReadStream(path))), problem: null };
}

function inArchive(path: string): string {
  return `/in/${basename(path)}`;
}

/** What 7-Zip printed, errors marked as such. */
async function run(args: string[], folders: Record<string, string>): Promise<string[]> {
  const lines: string[] = [];
  const say = (line: string) => {
    if (lines.length < MOST_LINES) lines.push(line);
  };
  const program = await SevenZip({
    print: say,
    printErr: (line) => say(line.startsWith('ERROR') ? line : `ERROR: ${line}`),
  });
  for (const [at, root] of Object.entries(folders)) {
    program.FS.mkdir(at);
    program.FS.mount(program.NODEFS, { root }, at);
  }
  try {
    program.callMain(args);
  } catch {
    // It ends with an exception that carries its exit code; what went wrong is in its words.
  }
  return lines;
}

/** Lines of a listing: a hundred thousand entries are seen to be too many before they are all told. */
const MOST_LINES = 40_000;

function isLocked(lines: string[]): boolean {
  return lines.some((line) => /^ERROR.*(encrypted|password)/i.test(line));
}

/** Blocks of "Key = value" after a line of dashes, one for each entry. */
function parseListing(lines: string[]): Listed[] | null {
  const start = lines.findIndex((line) => /^-{10,}$/.test(line));
  if (start === -1) return null;
  const blocks = lines
    .slice(start + 1)
    .join('\n')
    .split(/\n{2,}/);
  return blocks.flatMap((block) => {
    const values = new Map(
      block.split('\n').flatMap((line) => {
        const at = line.indexOf(' = ');
        return at > 0 ? [[line.slice(0, at), line.slice(at + 3)] as const] : [];
      }),
    );
    const name = values.get('Path');
    const attributes = values.get('Attributes') ?? '';
    if (name === undefined || values.get('Folder') === '+' || attributes.startsWith('D')) return [];
    return [
      { name, size: Number(values.get('Size') ?? 0) || 0, problem: problemOf(name, values, attributes) },
    ];
  });
}

function problemOf(name: string, values: Map<string, string>, attributes: string): Listed['problem'] {
  const link = ['Symbolic Link', 'Hard Link', 'Link'].some((key) => (values.get(key) ?? '') !== '');
  // " lrwxrwxrwx": a link as Unix tells it
  if (isUnsafeName(name) || name.includes('\n') || link || / [lbcps][rwx-]{9}/.test(` ${attributes}`)) {
    return 'unsafe-entry';
  }
  return values.get('Encrypted') === '+' ? 'encrypted' : null;
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    const made = await stat(path).catch(() => null);
    if (made && Date.now() - made.mtimeMs > ABANDONED) await rm(path, { recursive: true, force: true });
  }
}
