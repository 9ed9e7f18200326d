// What letters and papers say alike: whom they address, which files they list, what they ask for, whether it was in time.

import { harmless, harmlessName } from './harmless.ts';
import type { Addressee, LetterFacts, MissingLine, UnusableFile } from './letter.ts';
import { type Reason, reasonForLetter } from './reasons.ts';
import type { DeadlineVerdict } from './states.ts';
import { count } from './vietnamese.ts';

export const DEADLINE_PHRASES: Record<DeadlineVerdict, string> = {
  'on-time': 'trong thời hạn',
  grace: 'trong thời gian ân hạn',
  late: 'sau thời hạn quy định',
};

export function addressed(unit: Addressee): { name: string; short_name: string; known: boolean } {
  return unit
    ? { name: harmless(unit.name), short_name: harmless(unit.shortName), known: true }
    : { name: 'Quý cơ quan, đơn vị', short_name: 'quý cơ quan, đơn vị', known: false };
}

/** @param between what stands between the forms of a document */
export function receivedLines(received: LetterFacts['received'], itemCount: number, between = ', ') {
  const label = itemLabels(itemCount);
  return received.map((line) => ({
    name: line.name,
    item: label(line.itemNumber, null),
    files: formsOf(line).join(between),
  }));
}

export function missingLines(missing: MissingLine[], itemCount: number) {
  const label = itemLabels(itemCount);
  return missing.map(({ name, form, itemNumber, itemTitle, reason }) => ({
    name,
    item: label(itemNumber, itemTitle),
    // The other copy came along: only this one can be behind the link.
    reason: `${reason === 'sent-by-link' ? FORMS[form] : ''}${reasonForLetter(reason)}`,
  }));
}

const FORMS = { signed: 'bản ký ', editable: 'bản mềm ', any: '' };

/** Tells one initiative's document from another's; where there is one initiative only, its title at most. */
function itemLabels(itemCount: number) {
  return (number: number | null, title: string | null): string => {
    const words = harmless(title ?? '');
    if (words !== '') return `"${words}"`;
    return number === null || itemCount < 2 ? '' : `(nội dung ${number})`;
  };
}

/** "bản ký (TO TRINH.pdf)", "bản mềm (TO TRINH.doc)" */
function formsOf({ signed, editable, other }: LetterFacts['received'][number]): string[] {
  const forms: [string, string[]][] = [
    ['bản ký', signed],
    ['bản mềm', editable],
    ['tệp', other],
  ];
  return forms
    .filter(([, names]) => names.length > 0)
    .map(([form, names]) => `${form} (${listNames(names)})`);
}

/** Files one cannot open, by what is wrong with them; an empty reason where it is not known. */
export function refusedLines(refused: UnusableFile[]): { files: string; reason: string }[] {
  const names = new Map<Reason | null, string[]>();
  for (const { name, reason } of refused) names.set(reason, [...(names.get(reason) ?? []), name]);
  return [...names].map(([reason, files]) => ({
    files: listNames(files),
    reason: reason ? reasonForLetter(reason) : '',
  }));
}

/** A mail may bring hundreds of photos; a letter names the first ones. */
const MOST_NAMES = 10;

export function listNames(names: string[]): string {
  const named = names.slice(0, MOST_NAMES).map(harmlessName).join('; ');
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${named} và ${count(more)} tệp khác` : named;
}
