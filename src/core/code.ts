// Dossier codes such as DKST-BT-220808-0003: program, office, day of receipt, order within the day.
import type { Campaign } from './campaign.ts';
import { localTime } from './local-time.ts';

/** Everything of the code but the order: the counter of a day runs under it. */
export function codePrefix(campaign: Campaign, receivedAt: Date): string {
  const { program, office } = campaign.dossierCode;
  const { year, month, day } = localDay(receivedAt, campaign.timeZone);
  return [program, office, `${twoDigits(year % 100)}${twoDigits(month)}${twoDigits(day)}`].join('-');
}

export function formatCode(prefix: string, order: number): string {
  return `${prefix}-${String(order).padStart(4, '0')}`;
}

/** As people type it, with whatever dash, spaces, case and brackets. */
const CODE =
  /(?<![A-Z0-9])([A-Z0-9]{2,8})\s*[-–—_]\s*([A-Z0-9]{2,8})\s*[-–—_]\s*(\d{6})\s*[-–—_]\s*(\d{4})(?!\d)/gi;

/** Codes named in a text, in standard form, each once. A code is a claim: who may use it is decided elsewhere. */
export function findCodes(text: string): string[] {
  const codes = [...text.matchAll(CODE)].map((match) => match.slice(1, 5).join('-').toUpperCase());
  return [...new Set(codes)];
}

export interface Day {
  year: number;
  month: number;
  day: number;
}

/** The calendar day of an instant in an IANA time zone. */
export function localDay(at: Date, timeZone: string): Day {
  const { year, month, day } = localTime(at, timeZone);
  return { year, month, day };
}

/** A day as ISO 8601 writes it, "2022-08-10"; null: it is none. */
export function parseDay(text: string): Day | null {
  const [year = 0, month = 0, day = 0] = /^([12]\d{3})-(\d\d)-(\d\d)$/.exec(text)?.slice(1).map(Number) ?? [];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? { year, month, day } : null;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
