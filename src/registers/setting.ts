// What registers have in common: who makes them, for which time and campaigns, and the names that campaigns give.
import type { Campaign } from '../core/campaign.ts';
import { issuerOf } from '../core/issuer.ts';
import { STATUSES } from '../core/labels.ts';
import type { BookedDossier } from '../core/register-facts.ts';
import type { DeadlineVerdict } from '../core/states.ts';
import { count, timesIn } from '../core/vietnamese.ts';
import type { Maker } from './register.ts';

export interface Setting {
  /** At least one; the first tells office and time zone. */
  campaigns: [Campaign, ...Campaign[]];
  /** Bounds of the time of receipt: the first moment of the first day, and the first one after the last; null: none. */
  from: Date | null;
  until: Date | null;
  now: Date;
}

export function makerOf({ campaigns: [{ office, timeZone }], now }: Setting): Maker {
  const { organ, body, place } = issuerOf(office.name);
  const { longDate } = timesIn(timeZone);
  const made = longDate(now);
  return {
    letterhead: body === null ? organ : [...organ, body],
    signer: body === null ? 'THỦ TRƯỞNG CƠ QUAN' : `TM. ${body}`,
    placeAndDate: place === null ? made.replace(/^n/, 'N') : `${place}, ${made}`,
    timeZone,
  };
}

/** "Từ ngày 01/8/2022 đến ngày 10/8/2022" */
export function periodOf({ campaigns: [{ timeZone }], from, until, now }: Setting): string {
  const { shortDate } = timesIn(timeZone);
  const last = shortDate(until ? new Date(until.getTime() - 1) : now);
  return from ? `Từ ngày ${shortDate(from)} đến ngày ${last}` : `Tính đến ngày ${last}`;
}

/** "Đề nghị xét, công nhận …"; null where several campaigns are meant. */
export function subtitleOf({ campaigns: [campaign, ...others] }: Setting): string | null {
  return others.length === 0 ? `Đề nghị ${campaign.title}` : null;
}

/** In the order of the office's numbers. */
export function inOrder<T extends BookedDossier>(dossiers: T[]): T[] {
  return dossiers.toSorted(
    (a, b) =>
      a.office.localeCompare(b.office) || a.arrivalYear - b.arrivalYear || a.arrivalNumber - b.arrivalNumber,
  );
}

/** "Mô hình tổ tự quản và 02 nội dung khác"; the kind where no title is known. */
export function contentOf({ items, campaign, kind }: BookedDossier, { campaigns }: Setting): string {
  const of = campaigns.find(({ code }) => code === campaign);
  const name = of?.kinds.find(({ code }) => code === kind)?.name ?? kind;
  const first = items.find((title) => title !== '');
  if (first === undefined) return name;
  return items.length === 1
    ? `${name}: ${first}`
    : `${name}: ${first} và ${count(items.length - 1)} nội dung khác`;
}

const TIMELINESS: Record<DeadlineVerdict, string[]> = {
  'on-time': [],
  grace: ['Nộp trong thời gian ân hạn'],
  late: ['Nộp sau hạn'],
};

/** What a book remarks of a dossier. */
export function remarksOf(dossier: BookedDossier): string {
  const { deadline, mergedInto, statusReason, note, purgedAt } = dossier;
  return [
    ...TIMELINESS[deadline],
    ...(mergedInto ? [`Gộp vào hồ sơ ${mergedInto}`] : []),
    ...(statusReason ? [statusReason] : []),
    ...(note ? [note] : []),
    ...(purgedAt ? ['Đã hủy nội dung do hết thời hạn lưu'] : []),
  ].join('; ');
}

/** What a list remarks of a dossier that is not yet, or was not in time, what the list is of. */
export function shortcomingsOf({ status, deadline }: Pick<BookedDossier, 'status' | 'deadline'>): string {
  const done = status === 'complete' || status === 'forwarded';
  return [...(done ? [] : [STATUSES[status]]), ...TIMELINESS[deadline]].join('; ');
}

/** "14 hồ sơ" */
export function counted(number: number, what: string): string {
  return `${count(number)} ${what}`;
}

/** As people look names up: "Đ" after "D", whatever the capitals. */
export function byName(a: string, b: string): number {
  return a.localeCompare(b, 'vi');
}
