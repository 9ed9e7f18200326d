// When things are tried again.
import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from '../../src/core/retry.ts';
import { NOW } from './verdicts.ts';

describe('nextAttemptAt', () => {
  it('doubles the wait up to a limit, then gives up', () => {
    const waits = [1, 2, 3, 20].map((attempts) => Number(nextAttemptAt(attempts, 30, NOW)) - NOW.getTime());
    expect(waits).toEqual([30_000, 60_000, 120_000, 6 * 3600_000]);
    expect(nextAttemptAt(5, 5, NOW)).toBeNull();
  });
});
