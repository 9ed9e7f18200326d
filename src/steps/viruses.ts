// Beside the path: files are checked for viruses as they are read; while clamd is away they wait, and are judged again if need be.
import type { Archive } from '../archive/archive.ts';
import { Fault } from '../core/fault.ts';
import { dueBy, nextAttemptAt } from '../core/retry.ts';
import type { VirusScanner } from '../documents/clamd.ts';
import type { Database } from '../store/database.ts';
import {
  beginVirusCheck,
  findUnchecked,
  findUncheckedOf,
  markVirusCheck,
  saveVirusVerdict,
} from '../store/viruses.ts';
import { type RegisterDeps, registerAgain } from './register.ts';

export interface VirusDeps {
  db: Database;
  archive: Archive;
  /** Null: the office has no clamd, and nothing is checked. */
  viruses: VirusScanner | null;
  now: () => Date;
}

/** Checks files that nobody has looked at; false where clamd could not be asked, and some of them wait. */
export async function checkFiles(deps: VirusDeps, sha256s: string[]): Promise<boolean> {
  if (!deps.viruses) return true;
  try {
    for (const sha256 of await findUnchecked(deps.db, sha256s)) await checkFile(deps, deps.viruses, sha256);
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'clamd-unreachable') return false;
    throw error;
  }
}

/** True for an infected file. */
async function checkFile(
  { db, archive, now }: VirusDeps,
  viruses: VirusScanner,
  sha256: string,
): Promise<boolean> {
  const verdict = await viruses.check(await archive.open(sha256));
  await saveVirusVerdict(db, sha256, verdict, now());
  return verdict.verdict === 'infected';
}

/** Files that could not be checked when they were read; a message with an infected one is judged once more. */
export async function checkLater(deps: RegisterDeps & VirusDeps, id: number): Promise<void> {
  const { db, claims, viruses, now } = deps;
  if (!viruses) return;
  await claims.holding('viruses', id, async () => {
    const attempts = await beginVirusCheck(db, id, dueBy(now()));
    if (attempts === null) return;
    try {
      let infected = false;
      for (const sha256 of await findUncheckedOf(db, id)) {
        infected = (await checkFile(deps, viruses, sha256)) || infected;
      }
      if (infected) await deps.bells.ring('reply', await registerAgain(deps, id, 'virus'));
      await markVirusCheck(db, id, null);
    } catch (error) {
      await markVirusCheck(db, id, nextAttemptAt(attempts, Number.POSITIVE_INFINITY, now()));
      throw error;
    }
  });
}
