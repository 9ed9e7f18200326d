// Reports of mail servers in free text: how they are known, and what they say.
import { type DeliveryAction, findStatus, oneLine, type ReportedRecipient, STATUS } from './delivery.ts';
import type { Envelope } from './facts.ts';
import { fold } from './fold.ts';

const SUBJECTS: [DeliveryAction, string[]][] = [
  ['passed', ['successful mail delivery', 'delivery status notification (success|relay)']],
  [
    'delayed',
    [
      'delayed mail',
      '(mail |message )?delivery (is |has been )?delay',
      'message delayed',
      'delivery status notification (delay|warning)',
      '(returned mail )?warning (message .{1,60} delayed|(could not|cannot) send|.{0,20}delivery)',
      'canh bao .{0,20}cham',
      'thu (bi )?cham',
    ],
  ],
  [
    'failed',
    [
      'undeliver(able|ed)',
      'non ?deliver(y|able|ed)',
      'failure notice',
      'returned mail',
      'mail (delivery|system) (failed|failure|error)',
      'mail failure',
      '(message |permanent )?delivery (has )?(failed|failure|problem)',
      'delivery status notification (failure|error)',
      'delivery notification delivery has failed',
      'message status undeliverable',
      '(your )?(mail|message|email) .{0,60}(could not|couldn t|cannot|can t|not) (be )?delivered',
      'khong (the )?(gui|chuyen|phat|phan phoi)',
      'thu (gui )?(bi tra|tra lai|khong (gui|chuyen|phat) duoc)',
      'ваше сообщение не доставлено',
      'недоставленное сообщение',
      'не удается доставить',
    ],
  ],
];

/** Sentences that only programs write. */
const PROGRAMS = [
  'this is the (qmail send program|mail system at host|postfix program at host|mailer daemon)',
  '(message|mail|email) was (created|generated) automatically by (the )?mail',
  'automatically generated delivery status notification',
  'running the courier mail server',
  'this report relates to a message you sent',
  'письмо создано автоматически',
];

/** Sentences by which they tell of a delivery, and people might, too. */
const OPENINGS = [
  ...PROGRAMS,
  'delivery to the following (recipients?|addresse?s?) (has |have )?(failed|been delayed)',
  'delivery has failed to these recipients',
  'did not reach (some or all of the intended|the following) recipient',
  'original message was received at',
  'addresses had (permanent|transient|delivery)',
  '(message|mail|email)\\b.{0,200}\\b((could|was|has|had) not|couldn t|can t|cannot|wasn t|hasn t) (yet )?(been |be )?delivered',
  '(unable|wasn t able|not able|while attempting) to deliver (your |the |a )?(message|mail|email)',
  'the attached (message|file) had (permanent|transient|the following undeliverable)',
  '(message|mail) (that )?you sent (was undeliverable|could not be|has not been)',
  'address not found',
  'temporary problem (while )?delivering your message',
  'thu (cua ban|cua quy khach|ban gui|nay)?.{0,60}(khong|chua) (the |duoc )*(gui|chuyen|phat)',
  'khong (the )?(gui|chuyen|phat) (duoc )?(thu|email|tin nhan|den dia chi|toi dia chi)',
  'не может быть доставлено',
];

const STILL_TRYING = [
  'do not need to resend',
  'still being (retried|attempted)',
  '(has been|is) delayed',
  'has not yet been delivered',
  '(attempts|delivery) will (continue|be retried)',
  'will (be retried|retry|keep trying|continue to try)',
  'transient (non fatal )?(delivery )?errors',
  'se tiep tuc (thu|gui)',
  'bi cham(?! dut)',
];

function anyOf(patterns: string[], start = ''): RegExp {
  return new RegExp(`${start}(?:${patterns.join('|')})`);
}

const SUBJECT_RULES = SUBJECTS.map(([action, patterns]) => ({ action, rule: anyOf(patterns, '^') }));
const PROGRAM_RULE = anyOf(PROGRAMS);
const OPENING_RULE = anyOf(OPENINGS);
const DELAY_RULE = anyOf(STILL_TRYING);

/** Those who write such reports, by local part and by name; "no-reply" is a shop whose parcel is late. */
const SERVER_ADDRESS =
  /^(mailer-daemon|postmaster|mdaemon|mail-daemon|mailerdaemon|microsoftexchange[0-9a-f]{20,})$/;
const SERVER_NAME = /\bmail (delivery|administrator)|\bmailer daemon\b|\bsystem administrator\b/;

/** How far into a text a server has come to the point: one known by its head, and one that is not (characters). */
const NOTICE_LENGTH = 4_000;
const FIRST_WORDS = 300;

/** Whether a mail server wrote this to tell what became of a message. */
export function isNotice(envelope: Envelope, body: string, hasStatus: boolean): boolean {
  const types = valuesOf(envelope, 'content-type');
  // RFC 8098, RFC 5965: receipts of readers and complaints are other reports.
  if (types.some((type) => /report-type\s{0,9}=\s{0,9}"?(disposition|feedback)/.test(type))) return false;
  const isReport = types.some((type) => /^(multipart\/report|message\/delivery-status)/.test(type));
  if (isReport || isServer(envelope)) return hasStatus || actionOf(envelope.subject, body) !== null;
  // Where no header says so, the subject and the very first words must: a person forwards and quotes such mails.
  return subjectAction(envelope.subject) !== null && PROGRAM_RULE.test(fold(body.slice(0, FIRST_WORDS)));
}

function isServer(envelope: Envelope): boolean {
  const { from, headers } = envelope;
  if (headers.some(({ name }) => name === 'x-failed-recipients')) return true;
  // RFC 5321 §4.5.5
  if (valuesOf(envelope, 'return-path').includes('<>')) return true;
  if (from === null) return valuesOf(envelope, 'from').some((value) => /^<>|mailer-daemon/.test(value));
  return SERVER_ADDRESS.test(from.address.split('@')[0] ?? '') || SERVER_NAME.test(fold(from.name));
}

function valuesOf({ headers }: Envelope, name: string): string[] {
  return headers.filter((line) => line.name === name).map(({ value }) => value.trim().toLowerCase());
}

/** What a notice says, as far as its words tell; null: nothing of a delivery. */
export function readNotice(envelope: Envelope, body: string): ReportedRecipient | null {
  const action = actionOf(envelope.subject, body);
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

function actionOf(subject: string, body: string): DeliveryAction | null {
  const said = subjectAction(subject);
  if (said !== null) return said;
  const text = fold(ownWords(body).slice(0, NOTICE_LENGTH));
  if (!OPENING_RULE.test(text)) return null;
  return DELAY_RULE.test(text) ? 'delayed' : 'failed';
}

function subjectAction(subject: string): DeliveryAction | null {
  const folded = fold(subject.slice(0, 200));
  return SUBJECT_RULES.find(({ rule }) => rule.test(folded))?.action ?? null;
}

/** The line with which the returned message begins, or the status part. */
const RETURNED =
  /^[ \t>*-]*(below this line is a copy|this is a copy of (the|your) message|(begin )?original message(?! (was|details))|unsent message|message header follows|returned message|the (body|headers?) of (your|the) message|copy of (the|your) message|thư gốc|(return-path|received|dkim-signature|reporting-mta|final-recipient|original-recipient):)/i;
const LONGEST_NOTICE = 16_000;

function ownWords(body: string): string {
  const lines = body.slice(0, LONGEST_NOTICE).split(/\r?\n/);
  const end = lines.findIndex((line) => RETURNED.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n');
}

const REPLY_CODE = /(?:^|[\s:'"(<#])[45][0-5]\d[ -](?! *[kmg]b\b)\S/i;

const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
/** Looks like an address and is none. */
const MESSAGE_ID = /message-id:\s{0,40}<[^<>\s]{1,998}>/gi;
const MOST_ADDRESSES = 50;
/** Whom such a notice names as the one to ask. */
const HELPER =
  /^(postmaster|mailer-daemon|mdaemon|abuse|support|admin|administrator|helpdesk|hostmaster|webmaster)@/;

/** Addresses of the notice, but for the reader's own and those of its writer. */
function namedAddresses(envelope: Envelope, text: string): string[] {
  const addressesOf = (words: string) => words.toLowerCase().match(ADDRESS) ?? [];
  const inHead = (name: string) => valuesOf(envelope, name).flatMap(addressesOf);
  const beside = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'from'].flatMap(inHead));
  const named = addressesOf(text.replace(MESSAGE_ID, ''));
  const failed = named.filter((address) => !beside.has(address) && !HELPER.test(address));
  return [...new Set([...inHead('x-failed-recipients'), ...failed])].slice(0, MOST_ADDRESSES);
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
