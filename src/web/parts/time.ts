// Times as staff read them, in the office's zone.

const format = (options: Intl.DateTimeFormatOptions) => {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at: Date, timeZone: string) => {
    const known = formats.get(timeZone) ?? new Intl.DateTimeFormat('vi-VN', { ...options, timeZone });
    formats.set(timeZone, known);
    return known.format(at);
  };
};

const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const DAY: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };
const OFFICE = 'Asia/Ho_Chi_Minh';

const timeOf = format(TIME);
const dayOf = format(DAY);
const dayTimeOf = format({ ...DAY, ...TIME });

/** "09:15 ngày 08/08" */
export const clock = (at: Date, timeZone = OFFICE): string =>
  `${timeOf(at, timeZone)} ngày ${dayOf(at, timeZone).slice(0, 5)}`;
/** "08/08/2022" */
export const day = (at: Date, timeZone = OFFICE): string => dayOf(at, timeZone);
/** "09:15 08/08/2022" */
export const dayTime = (at: Date, timeZone = OFFICE): string => dayTimeOf(at, timeZone);

/** "2022-08-08", as databases and forms have it, is "08/08/2022". */
export const dateText = (date: string): string => date.split('-').reverse().join('/');
