// What kind of submission a message is, if it is one at all.
import type { Campaign, SubmissionKind } from './campaign.ts';
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
  for (const text of textsOf(message, documents)) {
    const found = findByWords(text, campaign.kinds);
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

function textsOf(message: MessageFacts, documents: DocumentVerdict[]): string[] {
  const counted = message.attachments.filter((_, at) => documents[at]?.verdict !== 'ignored');
  return [
    message.envelope.subject,
    ...counted.map((attachment) => attachment.name),
    ...counted.map((attachment) => attachment.file.text?.slice(0, OPENING) ?? ''),
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
