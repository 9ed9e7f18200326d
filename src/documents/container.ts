// What every container has to be asked: how much it unpacks to, and whether the names inside lead out of it.
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FileEntry } from '../core/facts.ts';
import type { Reason } from '../core/reasons.ts';

export interface Unpacked {
  entries: FileEntry[];
  /** Subject, sender and words, where it is a message. */
  text: string | null;
  problem: Reason | null;
}

/** Keeps the bytes; it must read them to their end. Its errors are not the container's. */
export type Keep = (content: Readable) => Promise<{ sha256: string; size: number }>;

export interface UnpackLimits {
  entries: number;
  /** Bytes unpacked in all. */
  bytes: number;
  /** Unpacked to packed, asked only of what is larger than `ratioFrom` bytes. */
  ratio: number;
  ratioFrom: number;
}

/** An entry as the container lists it. */
export interface Listed {
  name: string;
  /** Bytes unpacked, as told. */
  size: number;
  /** Why it is not taken out. */
  problem: Reason | null;
}

/** Absolute, with a drive, or climbing out: what 7-Zip, tar and careless programs would write anywhere. */
export function isUnsafeName(name: string): boolean {
  return /^[\\/]|^[a-z]:/i.test(name) || name.split(/[\\/]/).includes('..') || name.includes('\0');
}

export async function isBeyondLimits(listed: Listed[], path: string, limits: UnpackLimits): Promise<boolean> {
  const unpacked = listed.reduce((sum, { size }) => sum + size, 0);
  return listed.length > limits.entries || unpacked > limits.bytes || (await isBomb(path, unpacked, limits));
}

async function isBomb(path: string, unpacked: number, { ratio, ratioFrom }: UnpackLimits): Promise<boolean> {
  return unpacked > ratioFrom && unpacked / Math.max((await stat(path)).size, 1) > ratio;
}

export function entryOf({ name, size, problem }: Listed): FileEntry {
  return { nameAsSent: name, declaredType: '', shownInBody: false, sha256: null, size, problem };
}

export function refused(problem: Reason): Unpacked {
  return { entries: [], text: null, problem };
}

/** Keeps what is in memory already. */
export async function keepBytes(
  name: string | null,
  declaredType: string,
  content: Uint8Array,
  keep: Keep,
): Promise<FileEntry> {
  const kept = await keep(Readable.from([Buffer.from(content)]));
  return { nameAsSent: name, declaredType, shownInBody: false, ...kept, problem: null };
}
