// Compares the log with what a case wants; each difference is one line.
import type { LogDocument, LogEntry } from '../../src/store/log.ts';
import type { MissingLine, WantedDocument } from './case.ts';
import type { CaseResult, Result } from './run.ts';

export interface Difference {
  /** Mail of the case, from 1. */
  mail: number;
  what: string;
  wanted: string;
  got: string;
}

export function compareCase({ results }: CaseResult): Difference[] {
  return results.flatMap((result, at) =>
    compareMail(result, results).map((line) => ({ mail: at + 1, ...line })),
  );
}

type Line = Omit<Difference, 'mail'>;

function compareMail({ want, got, missing }: Result, results: Result[]): Line[] {
  if (!got) return [{ what: 'log', wanted: 'an entry', got: 'none' }];
  const { dossier } = got;
  const home = want.dossierOf === undefined ? undefined : String(results[want.dossierOf]?.got?.dossier?.code);
  const places: [string, string | string[] | null | undefined, string][] = [
    ['outcome', want.outcome, got.outcome],
    ['reason', want.reason, String(got.reason)],
    ['kind', want.kind, String(dossier?.kind)],
    ['unit', want.unit, String(dossier?.unit ?? null)],
    ['status', want.status, String(dossier?.status)],
    ['deadline', want.deadline, String(dossier?.deadline)],
    ['dossier', home, String(dossier?.code)],
    ['items', want.items?.join(' | '), (dossier?.items ?? []).map((item) => item.title).join(' | ')],
    ['letters', want.letters && [...want.letters].sort().join(', '), lettersOf(got)],
  ];
  return [
    ...places.flatMap(([what, wanted, found]) =>
      wanted === undefined || [wanted].flat().map(String).includes(found)
        ? []
        : [{ what, wanted: [wanted].flat().join(' or '), got: found }],
    ),
    ...(want.notUnit && want.notUnit === dossier?.unit
      ? [{ what: 'unit', wanted: `not ${want.notUnit}`, got: want.notUnit }]
      : []),
    ...compareMissing(want.missing, missing),
    ...(want.documents ?? []).flatMap((document) => compareDocument(document, got.documents)),
  ];
}

/** Reasons are compared where the case gives them. */
function compareMissing(wanted: MissingLine[] | undefined, got: Required<MissingLine>[]): Line[] {
  if (!wanted) return [];
  const isSame = (one: MissingLine, other: MissingLine) =>
    missingText([one]) === missingText([other]) && (one[3] === undefined || one[3] === other[3]);
  const same = wanted.length === got.length && wanted.every((one) => got.some((other) => isSame(one, other)));
  return same ? [] : [{ what: 'missing', wanted: reasonedText(wanted), got: reasonedText(got) }];
}

function compareDocument(wanted: WantedDocument, documents: LogDocument[]): Line[] {
  const found = findDocument(wanted, documents);
  if (!found) {
    const names = documents.map(({ path }) => path).join(', ');
    return [{ what: `file ${wanted.name}`, wanted: 'listed', got: names || 'no files' }];
  }
  return (['type', 'form', 'verdict', 'reason'] as const).flatMap((field) =>
    wanted[field] === undefined || wanted[field] === found[field]
      ? []
      : [{ what: `${field} of ${wanted.name}`, wanted: String(wanted[field]), got: String(found[field]) }],
  );
}

export function findDocument({ name }: WantedDocument, documents: LogDocument[]): LogDocument | undefined {
  return documents.find((one) => (name.includes('/') ? one.path : one.name) === name);
}

export function missingText(lines: MissingLine[]): string {
  return lines
    .map(([document, form, item]) => `${document}/${form}${item === null ? '' : `/${item}`}`)
    .sort()
    .join(', ');
}

function reasonedText(lines: MissingLine[]): string {
  return (
    lines
      .map((line) => missingText([line]) + (line[3] ? ` (${line[3]})` : ''))
      .sort()
      .join(', ') || 'nothing'
  );
}

function lettersOf({ letters }: LogEntry): string {
  return letters
    .map((letter) => letter.kind)
    .sort()
    .join(', ');
}

/** Asked for although the unit has sent it, or may have: what the letters must never do. */
export function falseMissing({ want, missing }: Result): MissingLine[] {
  if (!want.missing) return [];
  const owed = new Set(want.missing.flatMap(formsOf));
  return missing.filter((line) => formsOf(line).some((form) => !owed.has(form)));
}

function formsOf([document, form, item]: MissingLine): string[] {
  const forms = form === 'any' ? ['signed', 'editable'] : [form];
  return forms.map((one) => `${document}/${one}/${item}`);
}
