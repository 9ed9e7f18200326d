// The folder of an export: every file is durable when it is written, and has its line in SHA256SUMS.
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { Fault } from '../../core/fault.ts';

export interface PackageFolder {
  /** @param path inside the package, with slashes; returns the sha256 of what was written */
  write(path: string, content: AsyncIterable<Buffer | string> | Buffer | string): Promise<string>;
  /** Writes what `fill` writes. */
  fill(path: string, fill: (out: Writable) => Promise<void>): Promise<void>;
  /** A CSV file that Excel opens, row by row. */
  table(path: string, columns: string[]): Promise<PackageTable>;
  /** Makes the folders durable in which files were written since it was last called. */
  settle(): Promise<void>;
  /** Ends the tables; the list of checksums appears last, so a package that has one is whole. */
  finish(): Promise<void>;
}

export interface PackageTable {
  add(cells: (string | number | null)[]): Promise<void>;
}

const SUMS = 'SHA256SUMS';

/** @param bytes about as much as will be written. Errors: Fault export-folder, export-space, file-unwritable. */
export async function openPackage(folder: string, bytes: number): Promise<PackageFolder> {
  await prepare(folder, bytes).catch(refuse);
  const unsettled = new Set<string>([folder]);
  const tables: FileSum[] = [];
  const sums = await open(join(folder, `${SUMS}.part`), 'wx', 0o600).catch(refuse);

  const begin = async (path: string) => {
    const file = join(folder, path);
    for (let at = dirname(file); at.length >= folder.length; at = dirname(at)) unsettled.add(at);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return new FileSum(path, await open(file, 'wx', 0o600));
  };
  const end = async (file: FileSum) => {
    const sha256 = await file.end();
    await sums.appendFile(`${sha256}  ${file.path}\n`);
    return sha256;
  };
  const write: PackageFolder['write'] = async (path, content) => {
    const file = await begin(path);
    try {
      const chunks = typeof content === 'string' || Buffer.isBuffer(content) ? [content] : content;
      for await (const chunk of chunks) await file.add(chunk);
    } catch (error) {
      await file.abandon();
      await rm(join(folder, path), { force: true });
      throw error;
    }
    return end(file);
  };
  const settle = async () => {
    for (const one of unsettled) await syncFolder(one);
    unsettled.clear();
  };
  return {
    write: (path, content) => write(path, content).catch(refuse),
    async fill(path, fill) {
      const out = new PassThrough();
      const written = write(path, out);
      await Promise.all([written, fill(out).finally(() => out.end())]).catch(refuse);
    },
    async table(path, columns) {
      const file = await begin(path).catch(refuse);
      tables.push(file);
      await file.add(`\ufeff${csvLine(columns)}`);
      return { add: (cells) => file.add(csvLine(cells)).catch(refuse) };
    },
    settle,
    async finish() {
      for (const table of tables) await end(table).catch(refuse);
      await settle();
      await sums.sync();
      await sums.close();
      await rename(join(folder, `${SUMS}.part`), join(folder, SUMS));
      await syncFolder(folder);
    },
  };
}

/** No cell is taken for a formula. */
function csvLine(cells: (string | number | null)[]): string {
  return stringify([cells], { escape_formulas: true, record_delimiter: 'windows' });
}

/** One file, hashed as it is written. */
class FileSum {
  readonly path: string;
  private readonly file: FileHandle;
  private readonly hash = createHash('sha256');

  constructor(path: string, file: FileHandle) {
    this.path = path;
    this.file = file;
  }

  async add(chunk: Buffer | string): Promise<void> {
    this.hash.update(chunk);
    await this.file.appendFile(chunk);
  }

  async end(): Promise<string> {
    await this.file.sync();
    await this.file.close();
    return this.hash.digest('hex');
  }

  async abandon(): Promise<void> {
    await this.file.close();
  }
}

async function prepare(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new Fault('export-folder', { transient: false, detail: folder });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    const detail = `about ${bytes} bytes are needed, ${bavail * bsize} are free`;
    throw new Fault('export-space', { transient: false, detail });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function refuse(cause: unknown): never {
  if (cause instanceof Fault || !(cause instanceof Error) || !('syscall' in cause)) throw cause;
  throw new Fault('file-unwritable', { transient: false, detail: cause.message, cause });
}
