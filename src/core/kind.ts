// What kind of submission a message is, if it is one at all.
import type { Campaign, ReportPeriod, SubmissionKind } from './campaign.ts';
import type { DocumentVerdict } from './document.ts';
import type { MessageFacts } from './facts.ts';
import { fold } from './fold.ts';

/** A kind that files speak for, or that only words speak for; null: nothing of the campaign in this message. */
export interface KindVerdict {
  kind: SubmissionKind;
  quote: string;
}

/** Confidence of a type that a heading told. */
const HEADING = 0.9;
/** Text searched in each file: enough for letterhead, title and opening (characters). */
const OPENING = 4_000;

/**
 * Documents that belong to one kind tell that kind; else the campaign's words do, in subject, files, then body: a
 * tờ trình that asks for money is a tờ trình too, so it tells nothing by itself.
 */
export function judgeKind(
  message: MessageFacts,
  documents: DocumentVerdict[],
  campaign: Campaign,
): KindVerdict | null {
  const byType = findByType(documents, campaign.kinds);
  if (byType) return byType;
  const kinds = campaign.kinds.filter((kind) => mayBe(kind, documents, campaign));
  // Who asks, or has nothing to propose, names in the subject what it is about, and says so below.
  const [narrow, wide] = [
    kinds.filter(({ only }) => only !== 'any'),
    kinds.filter(({ only }) => only === 'any'),
  ];
  const texts = textsOf(message, documents);
  return findInTexts(texts, narrow) ?? findInTexts(texts, wide);
}

function findInTexts(texts: string[], kinds: SubmissionKind[]): KindVerdict | null {
  for (const text of texts) {
    const found = findByWords(text, kinds);
    if (found) return found;
  }
  return null;
}

/** The kind that most headings speak for; a file's name alone is too weak to make an ordinary mail a submission. */
function findByType(documents: DocumentVerdict[], kinds: SubmissionKind[]): KindVerdict | null {
  const votes = kinds.map((kind) => ({
    kind,
    telling: documents.filter(
      ({ type, confidence }) => type && confidence >= HEADING && kind.documents.includes(type),
    ),
  }));
  const best = votes.reduce((a, b) => (b.telling.length > a.telling.length ? b : a));
  const first = best.telling[0];
  return first ? { kind: best.kind, quote: first.evidence[0]?.quote ?? '' } : null;
}

function mayBe({ only }: SubmissionKind, documents: DocumentVerdict[], campaign: Campaign): boolean {
  const counted = documents.filter(({ verdict }) => verdict !== 'ignored');
  if (only === 'without-documents') return counted.length === 0;
  if (only === 'any') return true;
  const reports = campaign.documents.filter((type) => type.per === 'item' && type.required !== 'never');
  return !counted.some(({ type }) => reports.some(({ code }) => code === type));
}

function textsOf(message: MessageFacts, documents: DocumentVerdict[]): string[] {
  const counted = message.attachments.filter((_, at) => documents[at]?.verdict !== 'ignored');
  return [
    message.envelope.subject,
    ...counted.map((attachment) => attachment.name),
    ...counted.map(({ file }) => (file.text ?? file.scannedText ?? '').slice(0, OPENING)),
    message.body.slice(0, OPENING),
  ];
}

function findByWords(text: string, kinds: SubmissionKind[]): KindVerdict | null {
  const folded = fold(text);
  for (const kind of kinds) {
    const match = kind.words.map((pattern) => pattern.exec(folded)).find((found) => found !== null);
    if (match) return { kind, quote: match[0] };
  }
  return null;
}

/** The period that a report names, else the one whose deadline is nearest; null for kinds without periods. */
export function findPeriod(
  kind: SubmissionKind,
  message: MessageFacts,
  documents: DocumentVerdict[],
): ReportPeriod | null {
  if (kind.periods.length === 0) return null;
  const texts = textsOf(message, documents).map(fold);
  const named = texts
    .map((text) => kind.periods.find(({ words }) => words.some((pattern) => pattern.test(text))))
    .find((period) => period !== undefined);
  return named ?? nearest(kind.periods, message.receivedAt);
}

/** The period of a report that is registered; one whose period the campaign no longer names is told by its time. */
export function periodOf(
  { periods }: SubmissionKind,
  report: { period: string | null; receivedAt: Date },
): ReportPeriod | null {
  return periods.find(({ name }) => name === report.period) ?? nearest(periods, report.receivedAt);
}

function nearest(periods: ReportPeriod[], at: Date): ReportPeriod | null {
  const distance = ({ deadline }: ReportPeriod) => Math.abs(deadline.closesAt.getTime() - at.getTime());
  return periods.reduce<ReportPeriod | null>(
    (best, period) => (best && distance(best) <= distance(period) ? best : period),
    null,
  );
}
