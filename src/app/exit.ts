// How a process ends: the sentence for the operator, and the exit code.
import { Fault } from '../core/fault.ts';

export const DONE = 0;
export const FAILED = 1;
export const WRONG_USE = 2;

/** Says on stderr what went wrong and how to mend it; returns the exit code. */
export function explain(error: unknown): number {
  if (error instanceof Fault) {
    process.stderr.write(`${error.message}\n${error.mend}\n`);
    return error.code === 'settings-invalid' || error.code === 'template-invalid' ? WRONG_USE : FAILED;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return FAILED;
}
