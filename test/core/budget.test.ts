// Whose turn it is: budgets, the line that waits for them, and accounts the server has stopped.
import { describe, expect, it } from 'vitest';
import { decideTurn, type Standing, windowsOf } from '../../src/core/budget.ts';

const now = new Date('2022-08-08T09:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const ahead = (seconds: number) => new Date(now.getTime() + seconds * 1000);

/** Three a minute, after letters that were handed over so many seconds ago. */
function standing(handed: number[], due = 0, all = due): Standing {
  const [window] = windowsOf({ perMinute: 3, perDay: null });
  if (!window) throw new Error('one window');
  return { pausedUntil: null, ahead: { due, all }, windows: [{ window, handed: handed.map(ago) }] };
}

describe('decideTurn', () => {
  it.each([
    ['nothing was sent', standing([]), 'now'],
    ['there is room', standing([50, 10]), 'now'],
    ['the oldest has just left the window', standing([60, 20, 10]), 'now'],
    ['the window is full', standing([50, 20, 10]), 10],
    ['the window is full and one goes before', standing([50, 20, 10], 0, 1), 40],
    ['the window is full and two go before', standing([50, 20, 10], 0, 2), 50],
    ['a whole window goes before', standing([50, 20, 10], 0, 3), 70],
    ['five windows go before', standing([50, 20, 10], 0, 16), 340],
    ['the last place is for one whose turn has come', standing([20, 10], 1), 40],
    ['there is room behind one whose turn has come', standing([20], 1), 'now'],
    ['there is room before those whose turn has not come', standing([20, 10], 0, 5), 'now'],
    ['more was handed over than now allowed', standing([50, 40, 30]), 10],
  ])('%s', (_, where, turn) => {
    const expected = typeof turn === 'number' ? { dueAt: ahead(turn), reason: 'letter-budget' } : turn;
    expect(decideTurn(where, now)).toEqual(expected);
  });

  it('keeps both limits', () => {
    const windows = windowsOf({ perMinute: 2, perDay: 3 });
    const both = (handed: number[]): Standing => ({
      pausedUntil: null,
      ahead: { due: 0, all: 0 },
      windows: windows.map((window) => ({
        window,
        handed: handed
          .filter((seconds) => seconds * 1000 < window.length)
          .slice(-window.limit)
          .map(ago),
      })),
    });
    expect(decideTurn(both([7200, 3600]), now)).toBe('now');
    expect(decideTurn(both([30, 10]), now)).toMatchObject({ dueAt: ahead(30) });
    expect(decideTurn(both([7200, 30, 10]), now)).toMatchObject({ dueAt: ahead(86_400 - 7200) });
  });

  it('an account the server has stopped waits, whatever its budget', () => {
    const stopped = { ...standing([]), pausedUntil: ahead(600) };
    expect(decideTurn(stopped, now)).toEqual({ dueAt: ahead(600), reason: 'account-paused' });
    expect(decideTurn({ ...standing([]), pausedUntil: ago(1) }, now)).toBe('now');
  });

  it('without limits every letter goes at once', () => {
    expect(decideTurn({ pausedUntil: null, ahead: { due: 0, all: 9 }, windows: [] }, now)).toBe('now');
  });
});
