// Which unit submits: evidence from address, letterhead, subject, body and names, weighed; doubt goes to staff.
import type { AttachmentFacts, MessageFacts, Unit } from './facts.ts';
import { findMentions, type Registry } from './mention.ts';

/** Where a name was found, strongest first, and what a full mention (body and place) is worth there. */
const WEIGHTS = {
  address: 0.95,
  letterhead: 0.9,
  subject: 0.85,
  body: 0.75,
  'file-name': 0.6,
  sender: 0.5,
} as const;
export type UnitSource = keyof typeof WEIGHTS;

/** A sender names their unit in the first pages of a mail, or not at all (characters). */
const BODY_LIMIT = 20_000;
/** Enough to name the unit in a letter. */
const ENOUGH = 0.7;

export interface UnitEvidence {
  unit: string;
  source: UnitSource;
  quote: string;
  confidence: number;
}

export interface UnitVerdict {
  unit: string | null;
  reason: 'unit-unknown' | 'unit-conflict' | null;
  evidence: UnitEvidence[];
}

/**
 * @param confirmed the unit whose confirmed address the sender has, if any
 */
export function judgeUnit(message: MessageFacts, registry: Registry, confirmed: Unit | null): UnitVerdict {
  const evidence = collectEvidence(message, registry, confirmed);
  const strong = new Set(evidence.filter((one) => one.confidence >= ENOUGH).map((one) => one.unit));
  if (strong.size > 1) return { unit: null, reason: 'unit-conflict', evidence };
  const [best] = rank(evidence);
  if (!best || best.confidence < ENOUGH) return { unit: null, reason: 'unit-unknown', evidence };
  return { unit: best.unit, reason: null, evidence };
}

function collectEvidence(message: MessageFacts, registry: Registry, confirmed: Unit | null): UnitEvidence[] {
  const { envelope, attachments, body } = message;
  const texts: [UnitSource, string[]][] = [
    ['letterhead', attachments.map(letterhead)],
    ['subject', [envelope.subject]],
    ['body', body.slice(0, BODY_LIMIT).split('\n')],
    ['file-name', attachments.map((attachment) => attachment.name)],
    ['sender', [envelope.from?.name ?? '']],
  ];
  const found = texts.flatMap(([source, lines]) => evidenceFrom(source, lines, registry));
  if (!confirmed) return found;
  const quote = envelope.from?.address ?? '';
  return [{ unit: confirmed.code, source: 'address', quote, confidence: WEIGHTS.address }, ...found];
}

/** The best mention of each unit in one kind of place. */
function evidenceFrom(source: UnitSource, lines: string[], registry: Registry): UnitEvidence[] {
  const best = new Map<string, UnitEvidence>();
  for (const mention of lines.flatMap((line) => findMentions(line, registry))) {
    const confidence = WEIGHTS[source] * mention.strength;
    const known = best.get(mention.unit);
    if (!known || known.confidence < confidence) {
      best.set(mention.unit, { unit: mention.unit, source, quote: mention.quote, confidence });
    }
  }
  return [...best.values()];
}

/** Units by the joint weight of their sources: two weak hints that agree outweigh either. */
function rank(evidence: UnitEvidence[]): { unit: string; confidence: number }[] {
  const doubt = new Map<string, number>();
  for (const { unit, confidence } of evidence) doubt.set(unit, (doubt.get(unit) ?? 1) * (1 - confidence));
  return [...doubt]
    .map(([unit, left]) => ({ unit, confidence: 1 - left }))
    .sort((a, b) => b.confidence - a.confidence);
}

const LETTERHEAD_LINES = 14;
/** The letterhead ends where the letter begins. */
const LETTERHEAD_END = /^\s*(kính gửi|tờ trình|báo cáo|danh sách|đơn|phiếu|biên bản|kế hoạch|công văn)\b/iu;
/** The right-hand column, which text extraction mixes into the left one. */
const RIGHT_COLUMN =
  /cộng h(òa|oà) xã hội chủ nghĩa việt nam|độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc|đảng cộng sản việt nam/giu;

/** The issuer's block at the top of a document, as one line: body and place stand on lines of their own there. */
function letterhead({ file }: AttachmentFacts): string {
  if (!file.text) return '';
  const lines = file.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, LETTERHEAD_LINES);
  const end = lines.findIndex((line) => LETTERHEAD_END.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).join(' ').replaceAll(RIGHT_COLUMN, ' ');
}
