// Beside the path: every file that the database names is read again and held against its name.
import type { Archive } from '../archive/archive.ts';
import { Fault } from '../core/fault.ts';
import { judgeKept, type KeptProblem, type NamedFile, type Verification } from '../core/verification.ts';
import type { Database } from '../store/database.ts';
import {
  beginVerification,
  countNamed,
  endVerification,
  findHolders,
  findNamed,
  findNamedInside,
} from '../store/verifications.ts';
import { sideBySide } from './side-by-side.ts';

export interface VerifyDeps {
  db: Database;
  archive: Archive;
  now: () => Date;
}

export interface BadFile {
  sha256: string;
  problem: KeptProblem;
  /** Numbers of the messages concerned. */
  messages: number[];
}

export interface VerifyListener {
  onFile(done: number, total: number): void;
  onBad(bad: BadFile): void;
}

const FILES_AT_A_TIME = 2;

/** A 256th part of the archive at a time, so that a million names never stand in memory together. */
export async function verify(
  { db, archive, now }: VerifyDeps,
  since: Date | null,
  { onFile, onBad }: VerifyListener,
): Promise<Verification> {
  const run = await beginVerification(db, since, now());
  const total = await countNamed(db, since);
  const sum = { files: 0, bytes: 0, missing: 0, damaged: 0 };
  let orphans = 0;
  const inside = since === null ? await findNamedInside(db) : [];
  for (const prefix of PREFIXES) {
    const named = [
      ...(await findNamed(db, prefix, since)),
      ...inside.filter(({ sha256 }) => sha256.startsWith(prefix)),
    ];
    if (since === null) orphans += countUnnamed(await archive.list(prefix), named);
    await sideBySide(named, FILES_AT_A_TIME, async (file) => {
      const { problem, size } = await look(archive, file);
      const messages = problem && (await findHolders(db, file.sha256));
      if (problem && messages) {
        sum[problem === 'missing' ? 'missing' : 'damaged']++;
        onBad({ sha256: file.sha256, problem, messages });
      }
      sum.files++;
      sum.bytes += size;
      onFile(sum.files, Math.max(total, sum.files));
    });
  }
  const leftovers = await archive.countLeftovers();
  const verification = { ...sum, orphans: since === null ? orphans : null, leftovers };
  await endVerification(db, run, verification, now());
  return verification;
}

/** The first two hex digits of a sha256. */
const PREFIXES = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, '0'));

function countUnnamed(listed: string[], named: NamedFile[]): number {
  const names = new Set(named.map(({ sha256 }) => sha256));
  return listed.filter((name) => !names.has(name)).length;
}

async function look(
  archive: Archive,
  file: NamedFile,
): Promise<{ problem: KeptProblem | null; size: number }> {
  try {
    const found = await archive.digest(file.sha256);
    return { problem: judgeKept(file, found), size: found.size };
  } catch (error) {
    if (error instanceof Fault && error.code === 'archive-missing')
      return { problem: judgeKept(file, null), size: 0 };
    // One bad place on the disk is told like the others; whatever else fails is no verdict on a file.
    if (error instanceof Error && 'syscall' in error) return { problem: 'unreadable', size: 0 };
    throw error;
  }
}
