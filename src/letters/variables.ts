// What a template may use: the facts of a letter and the office's own words, all of it harmless text.
import type { Campaign } from '../core/campaign.ts';
import type { LetterFacts } from '../core/letter.ts';
import { reasonForLetter } from '../core/reasons.ts';
import type { DeadlineVerdict } from '../core/states.ts';

const DEADLINE_PHRASES: Record<DeadlineVerdict, string> = {
  'on-time': 'trong thời hạn',
  grace: 'trong thời gian ân hạn',
  late: 'sau thời hạn quy định',
};

const UNKNOWN_UNIT = { name: 'Quý cơ quan, đơn vị', short_name: 'quý cơ quan, đơn vị', known: false };

/** Every variable is always there, so that a misspelt one is an error; lists may be empty. */
export function variablesOf(facts: LetterFacts, campaign: Campaign): Record<string, unknown> {
  const { office } = campaign;
  return {
    code: facts.code ?? '',
    arrival_number: facts.arrivalNumber ?? '',
    unit: facts.unit
      ? { name: harmless(facts.unit.name), short_name: harmless(facts.unit.shortName), known: true }
      : UNKNOWN_UNIT,
    received_at: facts.receivedAt,
    deadline: {
      wording: campaign.deadline.wording,
      phrase: DEADLINE_PHRASES[facts.deadline],
      late: facts.deadline === 'late',
    },
    items: facts.items.map(({ number, title }) => ({ number, title: harmless(title) })),
    received: facts.received.map(receivedLine),
    file_count: facts.fileCount,
    uncertain_count: facts.uncertainCount,
    refused: facts.refused.map(({ name, reason }) => ({
      name: harmless(name),
      reason: reasonForLetter(reason),
    })),
    missing: facts.missing.map(({ name, itemTitle, itemNumber, reason }) => ({
      name,
      item: itemName(itemNumber, itemTitle),
      reason: reasonForLetter(reason),
    })),
    supplement_deadline: facts.supplementDeadline,
    original_subject: harmless(facts.originalSubject) || 'không có tiêu đề',
    first_received_at: facts.firstReceivedAt ?? facts.receivedAt,
    office: {
      name: office.name,
      short_name: office.shortName,
      section: office.section,
      contact: office.contact,
      phone: office.phone,
    },
    campaign: { title: campaign.title, basis: campaign.basis },
    paper_note: campaign.paperNote ?? '',
  };
}

/** "bản ký (TO TRINH.pdf), bản mềm (TO TRINH.doc)" */
function receivedLine({ name, itemNumber, signed, editable, other }: LetterFacts['received'][number]) {
  const forms: [string, string[]][] = [
    ['bản ký', signed],
    ['bản mềm', editable],
    ['tệp', other],
  ];
  return {
    name,
    item: itemName(itemNumber, null),
    files: forms
      .filter(([, names]) => names.length > 0)
      .map(([form, names]) => `${form} (${names.map(harmless).join('; ')})`)
      .join(', '),
  };
}

function itemName(number: number | null, title: string | null): string {
  if (title) return `"${harmless(title)}"`;
  return number === null ? '' : `nội dung ${number}`;
}

const LONGEST = 120;
/** Controls, line ends, and marks that turn the direction of writing round. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** What mail programs would make a link of. */
const LINK = /\b(?:https?|ftp|mailto):(?:\/\/)?|\bwww\./giu;

/** Whatever a sender wrote, as words in a line: no controls, no links, not too long. */
export function harmless(text: string): string {
  const line = text.toWellFormed().replace(UNSAFE, ' ').replace(LINK, '').replace(/\s+/gu, ' ').trim();
  const letters = [...line];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : line;
}
