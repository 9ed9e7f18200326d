// How many letters an outgoing account may send, and when the turn of one that must wait comes.

/** Null: no limit. */
export interface SendingLimits {
  perMinute: number | null;
  perDay: number | null;
}

/** So many letters in any stretch of this length (ms). */
export interface BudgetWindow {
  limit: number;
  length: number;
}

export interface Standing {
  /** The server has said that enough was sent. */
  pausedUntil: Date | null;
  /** Letters that wait for the budget and go before this one; `due`: those among them whose turn has come. */
  ahead: { due: number; all: number };
  /** Each window with the moments when its last letters were handed over, oldest first, at most `limit`. */
  windows: { window: BudgetWindow; handed: Date[] }[];
}

export type Turn = 'now' | { dueAt: Date; reason: 'letter-budget' | 'account-paused' };

export function windowsOf({ perMinute, perDay }: SendingLimits): BudgetWindow[] {
  return [
    ...(perMinute === null ? [] : [{ limit: perMinute, length: 60_000 }]),
    ...(perDay === null ? [] : [{ limit: perDay, length: 24 * 3600_000 }]),
  ];
}

export function decideTurn({ pausedUntil, ahead, windows }: Standing, now: Date): Turn {
  if (pausedUntil && pausedUntil > now) return { dueAt: pausedUntil, reason: 'account-paused' };
  const turnBehind = (count: number) =>
    Math.max(now.getTime(), ...windows.map((one) => turnIn(one, count, now)));
  if (turnBehind(ahead.due) <= now.getTime()) return 'now';
  return { dueAt: new Date(turnBehind(ahead.all)), reason: 'letter-budget' };
}

/** Each letter takes the place of one that leaves the window; who is behind more than a full window waits for the next. */
function turnIn({ window, handed }: Standing['windows'][number], ahead: number, now: Date): number {
  const { limit, length } = window;
  const within = handed.filter((at) => at.getTime() > now.getTime() - length);
  const leaving = within[within.length + (ahead % limit) - limit];
  const from = leaving ? leaving.getTime() + length : now.getTime();
  return from + Math.floor(ahead / limit) * length;
}

/** An account over the server's own limit is tried again after this long; Gmail's opens within a day (ms). */
const PAUSE = 3600_000;

export function pauseAfterLimit(now: Date): Date {
  return new Date(now.getTime() + PAUSE);
}
