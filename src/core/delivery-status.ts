// The fields of delivery-status parts (RFC 3464 §2), as honest and less honest servers write them.
import { type DeliveryAction, findStatus, oneLine, type ReportedRecipient } from './delivery.ts';

/** Our letters have one recipient each; a report on many more is about something else (characters, recipients). */
const LONGEST = 64 * 1024;
const MOST_RECIPIENTS = 50;

export function readStatuses(statuses: string[]): ReportedRecipient[] {
  const text = statuses.join('\n\n').slice(0, LONGEST);
  const groups = text.split(/\r?\n[ \t]*\r?\n/).flatMap(groupsOf);
  return groups.filter(isRecipient).slice(0, MOST_RECIPIENTS).map(recipientOf);
}

type Fields = Map<string, string>;

/** Fields unfolded; a second Final-Recipient opens another group, for some servers leave the empty line out. */
function groupsOf(paragraph: string): Fields[] {
  const groups: Fields[] = [new Map()];
  for (const line of paragraph.split(/\r?\n(?![ \t])/)) {
    const [, name = '', value = ''] = /^([\w-]{1,60})[ \t]*:(.*)$/s.exec(line) ?? [];
    const field = name.toLowerCase();
    if (field === 'final-recipient' && groups.at(-1)?.has(field)) groups.push(new Map());
    const group = groups.at(-1);
    if (field !== '' && group && !group.has(field)) group.set(field, value.trim());
  }
  return groups;
}

function isRecipient(fields: Fields): boolean {
  return ['final-recipient', 'original-recipient', 'action'].some((name) => fields.has(name));
}

function recipientOf(fields: Fields): ReportedRecipient {
  const field = (name: string) => fields.get(name) ?? '';
  const names = ['final-recipient', 'original-recipient', 'x-actual-recipient'];
  const diagnostic = field('diagnostic-code').replace(/^[\w-]{1,20}\s*;/, '');
  const said = findStatus(diagnostic);
  const written = findStatus(field('status'));
  // "5.0.0" tells nothing that the server's words do not tell better.
  const status = written === null || written.endsWith('.0.0') ? (said ?? written) : written;
  return {
    addresses: [...new Set(names.flatMap((name) => addressOf(field(name))))],
    action: actionOf(field('action'), written ?? status),
    status,
    words: oneLine(diagnostic),
  };
}

/** "rfc822; Ten@Example.vn", "utf-8;…", with brackets or without (RFC 3464 §2.3, RFC 6533 §3). */
function addressOf(value: string): string[] {
  const address = value
    .replace(/^[\w-]{1,20}\s*;/, '')
    .trim()
    .replace(/^<|>$/g, '')
    .toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(address) ? [address] : [];
}

/** A full mailbox that was given up is a bounce, whatever class its code has: the action decides, then the code. */
function actionOf(action: string, status: string | null): DeliveryAction {
  const [word = ''] = action.toLowerCase().match(/[a-z]+/) ?? [];
  if (/^fail/.test(word)) return 'failed';
  if (/^delay/.test(word)) return 'delayed';
  if (/^(deliver|relay|expand)/.test(word) || status?.startsWith('2')) return 'passed';
  return status?.startsWith('4') ? 'delayed' : 'failed';
}
