// Which letters have passed their check on this machine: it renders hundreds of samples, and most starts change nothing.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Checked } from '../letters/letters.ts';

/** Kept in DATA_DIR, a digest a line. Where it cannot be read or written, letters are checked at every start. */
export function openCheckedLetters(dataDir: string): Checked {
  const file = join(dataDir, 'letters-checked');
  const known = new Set(unlessRefused(() => readFileSync(file, 'utf8').split('\n')));
  return {
    has: (digest) => known.has(digest),
    add(digest) {
      known.add(digest);
      unlessRefused(() => {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        appendFileSync(file, `${digest}\n`, { mode: 0o600 });
      });
    },
  };
}

function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}
