// What the corpus says of the program's judgement: shares, the confusion of types, each error, and what must be zero.
import { compareCase, falseMissing, findDocument, missingText } from './compare.ts';
import type { CaseResult, Result } from './run.ts';

export interface Report {
  text: string;
  /** Lines asked for although the dossier has, or may have, what they ask for. */
  falseMissing: number;
}

interface Judged {
  wanted: string;
  got: string;
}

export function writeReport(results: CaseResult[]): Report {
  const mails = results.flatMap((one) => one.results);
  const documents = mails.flatMap(judgedDocuments);
  const types = documents.flatMap(({ type }) => type ?? []);
  const shares: [string, Judged[]][] = [
    ['document type', types],
    ['form', documents.flatMap(({ form }) => form ?? [])],
    ['verdict', documents.flatMap(({ verdict }) => verdict ?? [])],
    ['unit', mails.flatMap(judgedUnit)],
    ['kind', mails.flatMap(judgedKind)],
    ['outcome', mails.flatMap(judgedOutcome)],
    ['missing list', mails.flatMap(judgedMissing)],
  ];
  const untrue = results.flatMap((one) =>
    one.results.flatMap((result, at) =>
      falseMissing(result).map((line) => `  ${one.case.name}, mail ${at + 1}: ${missingText([line])}`),
    ),
  );
  const lines = [
    `${results.length} cases, ${mails.length} mails, ${mails.reduce((sum, { got }) => sum + (got?.documents.length ?? 0), 0)} files`,
    '',
    ...shares.map(([what, judged]) => shareLine(what, judged)),
    '',
    `false "missing" lines: ${untrue.length}`,
    ...untrue,
    '',
    'types, wanted (down) and found (across):',
    ...confusion(types),
    '',
    ...errors(results),
  ];
  return { text: lines.join('\n'), falseMissing: untrue.length };
}

function shareLine(what: string, judged: Judged[]): string {
  const right = judged.filter(({ wanted, got }) => wanted === got).length;
  const share = judged.length === 0 ? '–' : `${((100 * right) / judged.length).toFixed(1)} %`;
  return `${what.padEnd(14)}${share.padStart(8)}   ${right} of ${judged.length}`;
}

function judgedDocuments({ want, got }: Result) {
  return (want.documents ?? []).map((wanted) => {
    const found = findDocument(wanted, got?.documents ?? []);
    const judge = (field: 'type' | 'form' | 'verdict'): Judged | null =>
      wanted[field] === undefined
        ? null
        : { wanted: wanted[field] ?? 'unknown', got: found ? (found[field] ?? 'unknown') : 'not found' };
    return { type: judge('type'), form: judge('form'), verdict: judge('verdict') };
  });
}

function judgedUnit({ want, got }: Result): Judged[] {
  const unit = got?.dossier?.unit ?? null;
  if (want.notUnit) return [{ wanted: 'another', got: unit === want.notUnit ? unit : 'another' }];
  return want.unit === undefined ? [] : [{ wanted: String(want.unit), got: String(unit) }];
}

/** Mail that is wanted not to be registered is of no kind. */
function judgedKind({ want, got }: Result): Judged[] {
  if (want.kind) return [{ wanted: want.kind, got: String(got?.dossier?.kind) }];
  const unregistered = [want.outcome].flat().includes('not-a-submission') || want.outcome === 'automatic';
  return unregistered ? [{ wanted: 'undefined', got: String(got?.dossier?.kind) }] : [];
}

function judgedOutcome({ want, got }: Result): Judged[] {
  const found = String(got?.outcome);
  const wanted = [want.outcome].flat();
  return [{ wanted: wanted.includes(found) ? found : (wanted[0] ?? ''), got: found }];
}

function judgedMissing({ want, missing }: Result): Judged[] {
  return want.missing ? [{ wanted: missingText(want.missing), got: missingText(missing) }] : [];
}

function confusion(types: Judged[]): string[] {
  const names = [...new Set(types.flatMap(({ wanted, got }) => [wanted, got]))].sort();
  const width = Math.max(...names.map((name) => name.length), 0) + 2;
  const head = names.map((_, at) => String(at + 1).padStart(4)).join('');
  const rows = names.map((wanted, at) => {
    const counts = names.map((got) => types.filter((one) => one.wanted === wanted && one.got === got).length);
    const cells = counts.map((count) => (count || '·').toString().padStart(4)).join('');
    return `${String(at + 1).padStart(3)} ${wanted.padEnd(width)}${cells}`;
  });
  return [`${' '.repeat(4 + width)}${head}`, ...rows];
}

function errors(results: CaseResult[]): string[] {
  const wrong = results.flatMap((one) => {
    const differences = compareCase(one);
    if (differences.length === 0) return [];
    const lines = differences.map(
      ({ mail, what, wanted, got }) => `  mail ${mail}, ${what}: wanted ${wanted}; got ${got}`,
    );
    return [[`${one.case.name}: ${one.case.why}`, ...lines].join('\n')];
  });
  return [`cases with errors: ${wrong.length} of ${results.length}`, ...wrong];
}
