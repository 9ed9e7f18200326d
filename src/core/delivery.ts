// What became of a message after it was sent, as mail servers report it.

/** Passed: the message is on its way or has arrived, and nobody need know. */
export type DeliveryAction = 'failed' | 'delayed' | 'passed';

export interface ReportedRecipient {
  /** Lower case; empty where nobody is named. */
  addresses: string[];
  action: DeliveryAction;
  /** RFC 3463: "5.1.1". */
  status: string | null;
  /** The server's own words, on one line. */
  words: string;
}

export interface DeliveryReport {
  recipients: ReportedRecipient[];
  /** Message-IDs of the message it is about. */
  messageIds: string[];
}

/**
 * What a report says of a message sent to this address alone; null: nothing.
 * @param recipient lower case
 */
export function judgeDelivery(report: DeliveryReport, recipient: string): ReportedRecipient | null {
  const { recipients } = report;
  const named = recipients.filter(({ addresses }) => addresses.includes(recipient));
  const meant = recipients.every(({ addresses }) => addresses.length === 0) ? recipients : named;
  const [worst] = [...meant].sort((a, b) => GRAVITY[b.action] - GRAVITY[a.action]);
  return worst ?? null;
}

const GRAVITY: Record<DeliveryAction, number> = { failed: 2, delayed: 1, passed: 0 };

/** RFC 3463, and not the digits of a network address or a version. */
export const STATUS = /(?<![\d.])[245]\.[0-7]\.\d{1,3}(?!\.?\d)/;

export function findStatus(text: string): string | null {
  return STATUS.exec(text)?.[0] ?? null;
}

const LONGEST_WORDS = 300;

/** Words of a stranger, as they may be shown: one line without links and invisible characters. */
export function oneLine(text: string): string {
  return (
    text
      .slice(0, 4 * LONGEST_WORDS)
      .replace(/\p{Cf}/gu, '')
      .replace(/\b(?:https?|ftp):\/\/\S+/gi, '')
      .replace(/[\p{C}\p{Z}]+/gu, ' ')
      // The lines of one answer each repeat its code (RFC 5321 §4.2.1).
      .replace(/(?<=\S )(?:[45]\d\d-)(?:[45]\.\d\.\d{1,3} )?/g, '')
      .trim()
      .slice(0, LONGEST_WORDS)
      .toWellFormed()
  );
}
