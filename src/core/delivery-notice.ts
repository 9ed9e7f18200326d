// Reports of mail servers in free text: how they are known, and what they say.
import type { ReportedRecipient } from './delivery-report.ts';
import type { Envelope } from './facts.ts';
import { fold } from './fold.ts';

/** Passed: the message is on its way or has arrived, and nobody need know. */
export type DeliveryAction = 'failed' | 'delayed' | 'passed';

const SUBJECTS: [DeliveryAction, RegExp][] = [
  [
    'passed',
    /^(successful mail delivery|delivery status notification (success|relay)|delivered|relayed|da chuyen)\b/,
  ],
  [
    'delayed',
    /^(delayed mail|(mail |message )?delivery (is |has been )?delay(ed)?|message delayed|delivery status notification delay|warning (message .{1,60} delayed|could not send message|.{0,20}\bdelivery\b)|(canh bao )?thu (bi )?cham|cham (chuyen|gui|phat) thu)\b/,
  ],
  [
    'failed',
    /^(undeliver(able|ed)|non ?deliver(y|able|ed)|failure notice|returned mail|mail (delivery|system) (failed|failure|error)|mail failure|(message |permanent )?delivery (has )?(failed|failure|problem)|delivery status notification failure|delivery notification delivery has failed|message status undeliverable|(your )?(mail|message|email) .{0,60}(could not|couldn t|cannot|can t|not) (be )?delivered|khong (the )?(gui|chuyen|phat|phan phoi)|thu (gui )?(bi tra (lai|ve)|khong (gui|chuyen|phat) duoc|tra lai)|ваше сообщение не доставлено|недоставленное сообщение|не удается доставить)/,
  ],
];

/** Sentences by which servers say that they are about to tell of a delivery. */
const OPENINGS = new RegExp(
  [
    'this is the (qmail send program|mail system at host|postfix program at host)',
    '(message|mail|email) was (created|generated|sent) automatically by (the )?mail',
    'automatically generated delivery status notification',
    'delivery to the following (recipients?|addresse?s?) (has |have )?(failed|been delayed)',
    'delivery has failed to these recipients',
    'did not reach (some or all of the intended|the following) recipient',
    'original message was received at',
    'addresses had (permanent|transient|delivery)',
    '(message|mail|email)\\b.{0,200}\\b(could not|couldn t|can t|cannot|wasn t|was not|has not been|hasn t been|has not yet been) (be )?delivered',
    '(unable|wasn t able|not able) to deliver (your |the )?(message|mail|email)',
    'the attached (message|file) had (permanent|transient|the following undeliverable)',
    'running the courier mail server',
    '(message|mail) (that )?you sent (was undeliverable|could not be|has not been)',
    'this report relates to a message you sent',
    'address not found',
    'temporary problem (while )?delivering your message',
    'thu (cua ban|cua quy khach|ban gui|nay)?.{0,60}(khong|chua) (the |duoc )*(gui|chuyen|phat)',
    'khong (the )?(gui|chuyen|phat) (duoc )?(thu|email|tin nhan|den dia chi|toi dia chi)',
    'письмо создано автоматически',
    'не может быть доставлено',
  ].join('|'),
);

const STILL_TRYING =
  /do not need to resend|still being (retried|attempted)|has been delayed|has not yet been delivered|(attempts|delivery) will (continue|be retried)|will be retried|will (retry|keep trying|continue to try)|transient (non fatal )?(delivery )?errors|se tiep tuc (thu|gui)|bi cham/;

/** Those who write such reports, by local part and by name; "no-reply" is a shop whose parcel is late. */
const SERVER_ADDRESS =
  /^(mailer-daemon|postmaster|mdaemon|mail-daemon|mailerdaemon|microsoftexchange[0-9a-f]{20,})$/;
const SERVER_NAME = /\bmail (delivery|administrator)|\bmailer daemon\b|\bsystem administrator\b/;

/** How far into a text servers come to the point (characters): one that is known by its head, and one that is not. */
const NOTICE_LENGTH = 4_000;
const FIRST_WORDS = 300;

/** Whether a mail server wrote this to tell what became of a message. */
export function isNotice(envelope: Envelope, body: string, hasStatus: boolean): boolean {
  const types = valuesOf(envelope, 'content-type');
  // RFC 8098, RFC 5965: receipts of readers and complaints are other reports.
  if (types.some((type) => /report-type\s*=\s*"?(disposition|feedback)/.test(type))) return false;
  const speaks = actionOf(envelope.subject, body, NOTICE_LENGTH) !== null;
  if (types.some((type) => /^(multipart\/report|message\/delivery-status)/.test(type))) {
    return hasStatus || speaks;
  }
  if (isServer(envelope)) return hasStatus || speaks;
  // Without a head that says so, the subject and the very first words must.
  return (
    subjectAction(envelope.subject) !== null &&
    OPENINGS.test(fold(body.slice(0, FIRST_WORDS * 2)).slice(0, FIRST_WORDS))
  );
}

function isServer({ from, headers, ...envelope }: Envelope): boolean {
  const values = (name: string) => valuesOf({ ...envelope, from, headers }, name);
  if (headers.some(({ name }) => name === 'x-failed-recipients')) return true;
  if (values('return-path').some((path) => path === '<>')) return true;
  if (from === null) return values('from').some((value) => /^(<>|.*mailer-daemon)/.test(value));
  return SERVER_ADDRESS.test(from.address.split('@')[0] ?? '') || SERVER_NAME.test(fold(from.name));
}

function valuesOf({ headers }: Envelope, name: string): string[] {
  return headers.filter((line) => line.name === name).map(({ value }) => value.trim().toLowerCase());
}

/** What a notice says, as far as its words tell; null: nothing of a delivery. */
export function readNotice(envelope: Envelope, body: string): ReportedRecipient | null {
  const action = actionOf(envelope.subject, body, NOTICE_LENGTH);
  if (action === null) return null;
  const text = ownWords(body);
  const words = tellingWords(text);
  return {
    addresses: namedAddresses(envelope, text),
    action,
    status: findStatus(words) ?? findStatus(text),
    words: oneLine(words),
  };
}

function actionOf(subject: string, body: string, length: number): DeliveryAction | null {
  const said = subjectAction(subject);
  if (said !== null) return said;
  const text = fold(ownWords(body).slice(0, length));
  if (!OPENINGS.test(text)) return null;
  return STILL_TRYING.test(text) ? 'delayed' : 'failed';
}

function subjectAction(subject: string): DeliveryAction | null {
  const folded = fold(subject.slice(0, 200));
  return SUBJECTS.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** The line with which the returned message begins. */
const RETURNED =
  /^[ \t>*-]*(below this line is a copy|this is a copy of (the|your) message|(begin )?original message(?! (was|details))|unsent message|message header follows|returned message|the (body|headers?) of (your|the) message|copy of (the|your) message|thư gốc|(return-path|received|dkim-signature|message-id):)/i;
const LONGEST_NOTICE = 16_000;

function ownWords(body: string): string {
  const lines = body.slice(0, LONGEST_NOTICE).split(/\r?\n/);
  const end = lines.findIndex((line) => RETURNED.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n');
}

/** RFC 3463, and not the digits of a network address or a version. */
const STATUS = /(?<![\d.])[245]\.[0-7]\.\d{1,3}(?!\.?\d)/;
const REPLY_CODE = /(?:^|[\s:'"(<#])[45][0-5]\d[ -](?! *[kmg]b\b)\S/i;

export function findStatus(text: string): string | null {
  return STATUS.exec(text)?.[0] ?? null;
}

const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
const MOST_ADDRESSES = 50;
/** Whom such a notice names as the one to ask. */
const HELPER =
  /^(postmaster|mailer-daemon|mdaemon|abuse|support|admin|administrator|helpdesk|hostmaster|webmaster)@/;

/** Addresses of the notice, but for the reader's own and those of its writer. */
function namedAddresses(envelope: Envelope, text: string): string[] {
  const beside = ['to', 'delivered-to', 'x-original-to', 'envelope-to', 'from'];
  const own = beside.flatMap((name) => valuesOf(envelope, name)).join(' ');
  const failed = valuesOf(envelope, 'x-failed-recipients').flatMap((value) => value.match(ADDRESS) ?? []);
  const named = (text.toLowerCase().match(ADDRESS) ?? []).filter(
    (address) => !own.includes(address) && !HELPER.test(address),
  );
  return [...new Set([...failed, ...named])].slice(0, MOST_ADDRESSES);
}

/** The lines that give the reason: from the first with a code on, else those under the address, else the first. */
function tellingWords(text: string): string {
  const lines = text.split('\n');
  const find = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
  const coded = [find(STATUS), find(REPLY_CODE)].filter((at) => at !== -1);
  if (coded.length > 0) return paragraphAt(lines, Math.min(...coded));
  const address = lines.findIndex((line) => /\S@\S+\.\S/.test(line));
  if (address === -1) return paragraphAt(lines, 0);
  const [, rest = ''] = /@\S+?>?:\s+(.*)$/.exec(lines[address] ?? '') ?? [];
  return rest === '' ? paragraphAt(lines, address + 1) : [rest, paragraphAt(lines, address + 1)].join(' ');
}

function paragraphAt(lines: string[], at: number): string {
  const from = lines.findIndex((line, index) => index >= at && line.trim() !== '');
  if (from === -1) return '';
  const length = lines.slice(from).findIndex((line) => line.trim() === '');
  return lines.slice(from, length === -1 ? undefined : from + length).join(' ');
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
