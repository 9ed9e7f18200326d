// Dates, times and counts as Vietnamese offices write them; Intl's long Vietnamese forms are not those.

interface Clock {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

function clockOf(at: Date, timeZone: string): Clock {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/** "ngày 06 tháng 4 năm 2022": the day has two digits always, the month only in January and February (NĐ 30/2020, Phụ lục I). */
export function longDate(at: Date, timeZone: string): string {
  const { year, month, day } = clockOf(at, timeZone);
  return `ngày ${day} tháng ${Number(month) <= 2 ? month : Number(month)} năm ${year}`;
}

/** "09 giờ 15 phút, ngày 08 tháng 8 năm 2022" */
export function longTime(at: Date, timeZone: string): string {
  const { hour, minute } = clockOf(at, timeZone);
  return `${hour} giờ ${minute} phút, ${longDate(at, timeZone)}`;
}

/** "08/8/2022 09:15" would be prose; tables have "08/08/2022 09:15". */
export function tableTime(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = clockOf(at, timeZone);
  return `${day}/${month}/${year} ${hour}:${minute}`;
}

/** "03" */
export function count(value: number): string {
  return String(value).padStart(2, '0');
}
