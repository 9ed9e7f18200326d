// Dates, times and counts as Vietnamese offices write them; Intl's long Vietnamese forms are not those.
import { type LocalTime, localTime } from './local-time.ts';

export interface Times {
  /** "ngày 06 tháng 4 năm 2022" */
  longDate(at: Date): string;
  /** "06/4/2022" */
  shortDate(at: Date): string;
  /** "09 giờ 15 phút, ngày 08 tháng 8 năm 2022" */
  longTime(at: Date): string;
  /** "08/08/2022 09:15" */
  tableTime(at: Date): string;
}

/** @param timeZone IANA zone in which the office reckons */
export function timesIn(timeZone: string): Times {
  return {
    longDate: (at) => dateInWords(localTime(at, timeZone)),
    shortDate(at) {
      const { year, month, day } = localTime(at, timeZone);
      return `${count(day)}/${monthInWords(month)}/${year}`;
    },
    longTime(at) {
      const time = localTime(at, timeZone);
      return `${count(time.hour)} giờ ${count(time.minute)} phút, ${dateInWords(time)}`;
    },
    tableTime(at) {
      const { year, month, day, hour, minute } = localTime(at, timeZone);
      return `${count(day)}/${count(month)}/${year} ${count(hour)}:${count(minute)}`;
    },
  };
}

function dateInWords({ year, month, day }: LocalTime): string {
  return `ngày ${count(day)} tháng ${monthInWords(month)} năm ${year}`;
}

/** The month has two digits in January and February only, so that nobody can add one (NĐ 30/2020, Phụ lục I). */
function monthInWords(month: number): string {
  return month <= 2 ? count(month) : String(month);
}

/** "03": at least two digits. */
export function count(value: number): string {
  return String(value).padStart(2, '0');
}
