// What staff read of alarms: one notice for everything that is to be told at a time.
import { ALARMS, mendOf } from './alarm-codes.ts';
import type { Alarm, Telling } from './alarm-course.ts';

export interface Owed {
  alarm: Alarm;
  telling: Telling;
}

export interface AlarmNotice {
  subject: string;
  text: string;
}

/** @param owed at least one */
export function writeNotice(owed: Owed[]): AlarmNotice {
  const of = (telling: Telling) => owed.filter((one) => one.telling === telling).map(({ alarm }) => alarm);
  const parts = [
    part('SỰ CỐ MỚI', of('raised').map(standing)),
    part('SỰ CỐ CHƯA KHẮC PHỤC', of('reminder').map(standing)),
    part('ĐÃ KHẮC PHỤC', of('recovered').map(over)),
  ];
  const text = ['Dịch vụ tiếp nhận hồ sơ thông báo:', ...parts.flat()].join('\n\n');
  return { subject: `[Tiếp nhận hồ sơ] ${subjectOf(owed)}`, text: `${text}\n` };
}

function subjectOf(owed: Owed[]): string {
  const [first] = owed;
  if (owed.length === 1 && first) return `${KINDS[first.telling]}: ${first.alarm.cause}`;
  const counts = (['raised', 'reminder', 'recovered'] as const).map((telling) => ({
    telling,
    count: owed.filter((one) => one.telling === telling).length,
  }));
  const said = counts.filter(({ count }) => count > 0);
  return said.map(({ telling, count }) => `${KINDS[telling]} (${count})`).join(', ');
}

const KINDS = { raised: 'Sự cố', reminder: 'Sự cố chưa khắc phục', recovered: 'Đã khắc phục' } as const;

function part(heading: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [[heading, ...lines.map((line, at) => `${at + 1}. ${line}`)].join('\n')];
}

const SEVERITIES = { critical: 'Nghiêm trọng', warning: 'Cảnh báo' } as const;

function standing(alarm: Alarm): string {
  const { severity } = ALARMS[alarm.code];
  return `[${SEVERITIES[severity]}] ${alarm.cause} Từ ${timeOf(alarm.since)}.\n   Cần làm: ${mendOf(alarm)}`;
}

function over({ cause, since, seenAt }: Alarm): string {
  return `${cause} Từ ${timeOf(since)} đến ${timeOf(seenAt)}.`;
}

/** Vietnam's time: UTC+7 all year. */
function timeOf(at: Date): string {
  const [day = '', time = ''] = new Date(at.getTime() + 7 * 3600_000).toISOString().split('T');
  return `${time.slice(0, 5)} ngày ${day.split('-').reverse().join('/')}`;
}
