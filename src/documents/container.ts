// What every container has to be asked: how much it unpacks to, and whether the names inside lead out of it.
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

interface Amount {
  entries: number;
  /** Bytes. */
  unpacked: number;
  packed: number;
}

export function isBeyond({ entries, unpacked, packed }: Amount, limits: UnpackLimits): boolean {
  if (entries > limits.entries || unpacked > limits.bytes) return true;
  return unpacked > limits.ratioFrom && unpacked / Math.max(packed, 1) > limits.ratio;
}

export function amountOf(listed: Listed[], packed: number): Amount {
  return { entries: listed.length, unpacked: listed.reduce((sum, { size }) => sum + size, 0), packed };
}

/** Nothing in it can be taken out, for want of a password. */
export function isLocked(listed: Listed[]): boolean {
  return (
    listed.some(({ problem }) => problem === 'encrypted') && listed.every(({ problem }) => problem !== null)
  );
}

/** Letters of a name that are kept, the last ones: ZIP has room for 64 KB of them. */
const LONGEST_NAME = 1_000;

export function entryOf({ name, size, problem }: Listed): FileEntry {
  const nameAsSent = name.slice(-LONGEST_NAME) || null;
  return { nameAsSent, declaredType: '', shownInBody: false, sha256: null, size, problem };
}

/** @param whole false if there may have been more in it */
export function unpacked(entries: FileEntry[], whole: boolean, text: string | null = null): Unpacked {
  const lost = entries.length > 0 && entries.every(({ problem }) => problem === 'damaged');
  if (lost || (entries.length === 0 && !whole)) return { ...refused('damaged'), text };
  return { entries, text, problem: whole ? null : 'damaged' };
}

export function refused(problem: Reason): Unpacked {
  return { entries: [], text: null, problem };
}

/** Keeps what is in memory already, if it may be. @param content null: it could not be read */
export async function keepBytes(told: FileEntry, content: Uint8Array | null, keep: Keep): Promise<FileEntry> {
  if (content === null) return { ...told, problem: 'damaged' };
  if (isUnsafeName(told.nameAsSent ?? '')) return { ...told, size: content.length, problem: 'unsafe-entry' };
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return { ...told, ...(await keep(Readable.from([bytes]))), problem: null };
}

/** The words of a message, as lines; null where it has none. */
export function textOf(subject: string, sender: string, body: string): string | null {
  if (!subject && !body) return null;
  return [`Subject: ${subject}`, `From: ${sender}`, body.trim()]
    .join('\n')
    .slice(0, LONGEST_TEXT)
    .toWellFormed();
}

/** Characters: letterhead, titles and names stand at the beginning. */
const LONGEST_TEXT = 60_000;
