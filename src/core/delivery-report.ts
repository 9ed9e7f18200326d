// What a mail server reports of the delivery of a message: by the book (RFC 3464), or in its own words.
import type { DeliveryReport } from './delivery.ts';
import { isNotice, readNotice } from './delivery-notice.ts';
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

const MOST_IDS = 10;
/** Programs that give a message a new Message-ID keep the old one under names of their own. */
const ID_FIELD =
  /^[ \t>]{0,20}(?:x-(?:google-|microsoft-)?)?(?:original-)?message-id[ \t]{0,20}:[\s>]{0,40}(<[^<>\s]{3,998}>)/gim;

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
