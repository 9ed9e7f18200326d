// Messages in hand when a line broke: the guilty hold up none behind them, the innocent wait a minute.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openSuspects } from '../../src/app/suspects.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

function breakAt(suspects: ReturnType<typeof openSuspects>, uid: number | null): void {
  suspects.fetching(uid);
  suspects.broke();
}

it('a message in hand once is asked for again at once, singly', () => {
  const suspects = openSuspects();
  breakAt(suspects, 7);
  expect(suspects.singly).toBe(true);
  expect(suspects.avoids(7)).toBe(false);
});

it('a message in hand twice is left alone for a minute, and no other is', () => {
  const suspects = openSuspects();
  breakAt(suspects, 7);
  breakAt(suspects, null);
  breakAt(suspects, 7);
  expect(suspects.avoids(7)).toBe(true);
  expect(suspects.avoids(8)).toBe(false);
  vi.advanceTimersByTime(MINUTE);
  expect(suspects.avoids(7)).toBe(false);
});

it('each further break at it doubles the wait, up to an hour', () => {
  const suspects = openSuspects();
  breakAt(suspects, 7);
  const waits = [1, 2, 4, 8, 16, 32, 60, 60];
  for (const minutes of waits) {
    breakAt(suspects, 7);
    vi.advanceTimersByTime(minutes * MINUTE - 1);
    expect(suspects.avoids(7), `${minutes} minutes`).toBe(true);
    vi.advanceTimersByTime(1);
    expect(suspects.avoids(7), `${minutes} minutes`).toBe(false);
  }
});
