// What a mail server reports of the delivery of a message: by the book (RFC 3464), or in its own words.
import { type DeliveryAction, isNotice, readNotice } from './delivery-notice.ts';
import { readStatuses } from './delivery-status.ts';
import type { Envelope } from './facts.ts';

/** What is known of a message that may be such a report. */
export interface ReportFacts {
  envelope: Envelope;
  /** All of its text, quotations too. */
  body: string;
  /** Its message/delivery-status parts. */
  statuses: string[];
  /** The beginnings of the messages it returns. */
  returned: string[];
}

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

/** Null: the message is no such report, whatever else it is; a person who forwards one is a person. */
export function readDeliveryReport(facts: ReportFacts): DeliveryReport | null {
  const { envelope, body } = facts;
  if (!isNotice(envelope, body, facts.statuses.length > 0)) return null;
  const notice = readNotice(envelope, body);
  const recipients = readStatuses(facts.statuses);
  const [only] = recipients;
  if (!only) return notice && { recipients: [notice], messageIds: findMessageIds(facts) };
  if (recipients.length === 1 && only.words === '') only.words = notice?.words ?? '';
  return { recipients, messageIds: findMessageIds(facts) };
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

const MOST_IDS = 10;
/** Programs that give a message a new Message-ID keep the old one under names of their own. */
const ID_FIELD =
  /^[ \t>]*(?:x-(?:google-|microsoft-)?)?(?:original-)?message-id[ \t]*:\s*[ \t>]*(<[^<>\s]{3,998}>)/gim;

/** The surest place that names any: what is returned, the report's fields, the quoted original, the thread. */
function findMessageIds({ returned, statuses, body, envelope }: ReportFacts): string[] {
  const sources = [returned.map(headOf), statuses, [body]];
  for (const texts of sources) {
    const ids = texts.flatMap((text) => [...text.matchAll(ID_FIELD)].map(([, id = '']) => id));
    if (ids.length > 0) return [...new Set(ids)].slice(0, MOST_IDS);
  }
  return envelope.inReplyTo.length > 0 ? envelope.inReplyTo.slice(0, 1) : envelope.references.slice(-1);
}

/** A returned message may itself return one: only its own head counts. */
function headOf(message: string): string {
  return message.trimStart().split(/\r?\n[ \t]*\r?\n/, 1)[0] ?? '';
}
