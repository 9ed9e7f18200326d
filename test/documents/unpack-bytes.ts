// Unpacks containers that tests have in memory, and what becomes of them when they are cut or changed.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Unpacked } from '../../src/documents/container.ts';
import { type Container, unpack } from '../../src/documents/unpack.ts';

type Limits = Parameters<typeof unpack>[3];

/** @param found the contents kept, by sha256 */
export async function unpackBytes(
  bytes: Buffer,
  type: Container,
  limits?: Limits,
  found = new Map<string, Buffer>(),
): Promise<Unpacked> {
  const folder = await mkdtemp(join(tmpdir(), 'container-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    const keep: Parameters<typeof unpack>[2] = async (content) => {
      const kept = await buffer(content);
      const sha256 = createHash('sha256').update(kept).digest('hex');
      found.set(sha256, kept);
      return { sha256, size: kept.length };
    };
    return await unpack(path, type, keep, limits);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Name and content of each entry, or the reason why there is none; or the reason for all. */
export async function contentsOf(bytes: Buffer, type: Container, limits?: Limits) {
  const found = new Map<string, Buffer>();
  const { entries, problem } = await unpackBytes(bytes, type, limits, found);
  if (entries.length === 0) return problem;
  return entries.map(({ nameAsSent, sha256, problem }) => [
    nameAsSent,
    sha256 === null ? `!${problem}` : `${found.get(sha256)}`,
  ]);
}

/** Cut at each tenth, then with a byte changed in many places: whatever came out whole is what was put in. */
export async function survives(bytes: Buffer, type: Container, contents: string[], changes = 150) {
  const check = async (broken: Buffer) => {
    const found = new Map<string, Buffer>();
    const { entries, problem } = await unpackBytes(broken, type, undefined, found);
    for (const { sha256, problem } of entries) {
      if ((sha256 === null) !== (problem !== null)) throw new Error('neither kept nor refused');
    }
    const wrong = [...found.values()].filter((content) => !contents.includes(content.toString()));
    return { wrong: wrong.length, refused: problem !== null || entries.some((one) => one.problem !== null) };
  };
  const cut = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    cut.push(await check(bytes.subarray(0, (bytes.length * tenth) / 10)));
  }
  const changed = [];
  let seed = 1;
  for (let count = 0; count < changes; count++) {
    const broken = Buffer.from(bytes);
    seed = (seed * 48_271) % 0x7fffffff;
    const at = seed % bytes.length;
    broken.writeUInt8(broken.readUInt8(at) ^ ((seed % 255) + 1), at);
    changed.push(await check(broken));
  }
  return { cut, changed };
}
