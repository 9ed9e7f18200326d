// What every archive does, be it a folder or a bucket: bytes are kept once, under their sha256.
import type { Readable } from 'node:stream';
import type { Remove } from './remove.ts';

export interface Kept {
  sha256: string;
  /** Bytes. */
  size: number;
}

export interface Archive {
  /**
   * Keeps the bytes and returns when they are durable. Errors: Fault archive-full, archive-unwritable; of a bucket also
   * archive-unreachable, archive-refused, archive-bucket-missing, as of everything below.
   */
  put(content: Readable | Buffer): Promise<Kept>;
  /** Errors: Fault archive-missing. */
  open(sha256: string): Promise<Readable>;
  has(sha256: string): Promise<boolean>;
  /**
   * Runs work that needs files of this machine: in the folder that it is given, laid out as a folder archive, stand the named
   * bytes, if the archive has them. What the work puts there is kept, durable, when this returns.
   */
  lend<T>(sha256s: string[], work: (folder: string) => Promise<T>): Promise<T>;
  /** Writes and removes a trial. Errors: as `put`. */
  check(): Promise<void>;
  /** Free bytes; null: there is no knowing, as of a bucket. */
  free(): Promise<number | null>;
  /** Reads the bytes again and says what they are now. Errors: Fault archive-missing; those of the disk. */
  digest(sha256: string): Promise<Kept>;
  /** Names that begin with these two hex digits: a 256th part of the archive. */
  list(prefix: string): Promise<string[]>;
  /** What writes and deletions that broke off have left. */
  countLeftovers(): Promise<number>;
  /**
   * Deletes bytes that were stored before then and that nobody wants, which is asked after they can no longer be taken for
   * what an interrupted deletion left. No two at a time. Errors: Fault archive-unwritable.
   */
  remove: Remove;
}
