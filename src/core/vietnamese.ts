// Dates, times and counts as Vietnamese offices write them; Intl's long Vietnamese forms are not those.

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
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const read = (at: Date) => new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const longDate = (at: Date) => {
    const parts = read(at);
    return `ngày ${parts.get('day')} tháng ${monthInWords(Number(parts.get('month')))} năm ${parts.get('year')}`;
  };
  return {
    longDate,
    shortDate(at) {
      const parts = read(at);
      return `${parts.get('day')}/${monthInWords(Number(parts.get('month')))}/${parts.get('year')}`;
    },
    longTime(at) {
      const parts = read(at);
      return `${parts.get('hour')} giờ ${parts.get('minute')} phút, ${longDate(at)}`;
    },
    tableTime(at) {
      const parts = read(at);
      return `${parts.get('day')}/${parts.get('month')}/${parts.get('year')} ${parts.get('hour')}:${parts.get('minute')}`;
    },
  };
}

/** The month has two digits in January and February only, so that nobody can add one (NĐ 30/2020, Phụ lục I). */
function monthInWords(month: number): string {
  return month <= 2 ? count(month) : String(month);
}

/** "03": at least two digits. */
export function count(value: number): string {
  return String(value).padStart(2, '0');
}
