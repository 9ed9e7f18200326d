// What a template may use: the facts of a letter, made harmless, and the office's own words.
import type { Campaign } from '../core/campaign.ts';
import type { LetterFacts } from '../core/letter.ts';
import { type Reason, reasonForLetter } from '../core/reasons.ts';
import type { DeadlineVerdict } from '../core/states.ts';
import { harmless, harmlessName } from './harmless.ts';
import { count } from './vietnamese.ts';

const DEADLINE_PHRASES: Record<DeadlineVerdict, string> = {
  'on-time': 'trong thời hạn',
  grace: 'trong thời gian ân hạn',
  late: 'sau thời hạn quy định',
};

const UNKNOWN_UNIT = { name: 'Quý cơ quan, đơn vị', short_name: 'quý cơ quan, đơn vị', known: false };

/** Every variable is always there, so that a misspelt one is an error; texts and lists may be empty. */
export function variablesOf(facts: LetterFacts, campaign: Campaign): Record<string, unknown> {
  const { office } = campaign;
  const itemLabel = itemLabels(facts.items.length);
  return {
    code: facts.code ?? '',
    arrival_number: facts.arrivalNumber ?? '',
    unit: facts.unit
      ? { name: harmless(facts.unit.name), short_name: harmless(facts.unit.shortName), known: true }
      : UNKNOWN_UNIT,
    received_at: facts.receivedAt,
    first_received_at: facts.firstReceivedAt ?? facts.receivedAt,
    deadline: {
      wording: campaign.deadline.wording,
      phrase: DEADLINE_PHRASES[facts.deadline],
      late: facts.deadline === 'late',
    },
    supplement_deadline: facts.supplementDeadline,
    original_subject: harmless(facts.originalSubject),
    items: facts.items.map(({ number, title }) => ({ number, title: harmless(title) })),
    file_count: facts.fileCount,
    uncertain_count: facts.uncertainCount,
    received: facts.received.map((line) => ({
      name: line.name,
      item: itemLabel(line.itemNumber, null),
      files: formsOf(line),
    })),
    missing: facts.missing.map(({ name, itemNumber, itemTitle, reason }) => ({
      name,
      item: itemLabel(itemNumber, itemTitle),
      reason: reasonForLetter(reason),
    })),
    refused: refusedByReason(facts.refused),
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

/** Tells one initiative's document from another's; where there is one initiative only, its title at most. */
function itemLabels(itemCount: number) {
  return (number: number | null, title: string | null): string => {
    const words = harmless(title ?? '');
    if (words !== '') return `"${words}"`;
    return number === null || itemCount < 2 ? '' : `(nội dung ${number})`;
  };
}

/** "bản ký (TO TRINH.pdf), bản mềm (TO TRINH.doc)" */
function formsOf({ signed, editable, other }: LetterFacts['received'][number]): string {
  const forms: [string, string[]][] = [
    ['bản ký', signed],
    ['bản mềm', editable],
    ['tệp', other],
  ];
  return forms
    .filter(([, names]) => names.length > 0)
    .map(([form, names]) => `${form} (${listNames(names)})`)
    .join(', ');
}

function refusedByReason(refused: LetterFacts['refused']): { files: string; reason: string }[] {
  const names = new Map<Reason, string[]>();
  for (const { name, reason } of refused) names.set(reason, [...(names.get(reason) ?? []), name]);
  return [...names].map(([reason, files]) => ({ files: listNames(files), reason: reasonForLetter(reason) }));
}

/** A mail may bring hundreds of photos; a letter names the first ones. */
const MOST_NAMES = 10;

function listNames(names: string[]): string {
  const named = names.slice(0, MOST_NAMES).map(harmlessName).join('; ');
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${named} và ${count(more)} tệp khác` : named;
}
