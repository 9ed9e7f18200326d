// Does the archive still hold what the database names?

/** Missing: not there; damaged: other bytes than the name says; size: the bytes are right, a row says otherwise; unreadable: the disk refuses. */
export type KeptProblem = 'missing' | 'damaged' | 'size' | 'unreadable';

/** What a row says of a file. */
export interface NamedFile {
  sha256: string;
  /** Bytes; rows should agree. */
  sizes: number[];
}

export function judgeKept(
  { sha256, sizes }: NamedFile,
  found: { sha256: string; size: number } | null,
): KeptProblem | null {
  if (!found) return 'missing';
  if (found.sha256 !== sha256) return 'damaged';
  return sizes.every((size) => size === found.size) ? null : 'size';
}

export interface Verification {
  /** Looked at, and their bytes. */
  files: number;
  bytes: number;
  missing: number;
  damaged: number;
  /** Bytes that no row names, as a crash leaves them; null: not looked for. */
  orphans: number | null;
  /** Files of writes that broke off. */
  leftovers: number;
}
