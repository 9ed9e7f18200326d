// Files of the archive as one ZIP, written while it is read: one of them is open at a time, whatever the ZIP holds.
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { PlacedFile } from '../core/handout.ts';
import { reasonForStaff } from '../core/reasons.ts';
import { uniqueName } from '../core/safe-name.ts';
import type { Archive } from './contract.ts';

type Bytes = Pick<Archive, 'open' | 'has'>;

/** What is withheld, or gone from the archive, is named in a text file. The stream fails where a file has changed its size. */
export async function zipFiles(files: PlacedFile[], archive: Bytes): Promise<Readable> {
  const missing = await findMissing(files, archive);
  const zip = new ZipFile();
  const out = new PassThrough();
  const source = new Source(archive, out);
  zip.on('error', (error) => out.destroy(error));
  for (const { path, sha256, size, withheld, receivedAt } of files) {
    if (sha256 === null || withheld || missing.has(sha256)) continue;
    // Scans, photos and Office's files are packed already.
    zip.addReadStreamLazy(path, { size, compress: false, mtime: receivedAt }, (pass) =>
      source.open(sha256, (stream) => pass(null, stream)),
    );
  }
  const left = leftOut(files, missing);
  if (left.length > 0) zip.addBuffer(Buffer.from(listOf(left)), nameOfList(files), { compress: false });
  zip.end();
  // Whoever downloads may go away: yazl would keep the file open for ever.
  pipeline(zip.outputStream, out, () => source.close());
  return out;
}

/** The one file that is open. */
class Source {
  readonly #archive: Bytes;
  readonly #out: PassThrough;
  #stream: Readable | null = null;

  constructor(archive: Bytes, out: PassThrough) {
    this.#archive = archive;
    this.#out = out;
  }

  open(sha256: string, pass: (stream: Readable) => void): void {
    const fail = (error: Error) => this.#out.destroy(error);
    this.#archive.open(sha256).then((stream) => {
      this.#stream = stream.on('error', fail);
      if (this.#out.destroyed) this.close();
      else pass(stream);
    }, fail);
  }

  close(): void {
    this.#stream?.destroy();
  }
}

async function findMissing(files: PlacedFile[], archive: Bytes): Promise<Set<string>> {
  const missing = new Set<string>();
  for (const { sha256 } of files) {
    if (sha256 !== null && !(await archive.has(sha256))) missing.add(sha256);
  }
  return missing;
}

function leftOut(files: PlacedFile[], missing: Set<string>): string[] {
  return files.flatMap(({ path, sha256, withheld }) => {
    if (withheld) return [`${path}: ${reasonForStaff(withheld)}`];
    return sha256 === null || missing.has(sha256) ? [`${path}: Không tìm thấy tệp trong kho lưu.`] : [];
  });
}

/** Notepad tells UTF-8 by its mark, and old ones know no other line end. */
function listOf(left: string[]): string {
  const lines = ['Các tệp sau đây không có trong gói tải về:', '', ...left.map((line) => `- ${line}`), ''];
  return `\ufeff${lines.join('\r\n')}`;
}

function nameOfList(files: PlacedFile[]): string {
  return uniqueName('Tệp không kèm theo.txt', new Set(files.map(({ path }) => path.toLowerCase())));
}
