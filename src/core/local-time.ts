// Clocks of time zones: an IANA zone's day and hour at an instant.

export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Making one takes longer than all that it is then asked. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a zone's clocks show at an instant. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { ...ALL, timeZone });
  clocks.set(timeZone, clock);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = clock
    .format(at)
    .split(/\D+/)
    .map(Number);
  return { year, month, day, hour, minute, second };
}

const ALL = { dateStyle: 'short', timeStyle: 'medium' } as const;
