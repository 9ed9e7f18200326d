// Who is named where in a message, and what each place is worth: letterheads, subject, words, names of files and senders.
import { withoutAddressee } from './addressee.ts';
import type { AttachmentFacts, MessageFacts, Unit } from './facts.ts';
import { letterheadOf } from './letterhead.ts';
import { type Mention, mentionsIn, type Registry } from './mention.ts';
import { matchAny, phrases, type Word, wordsOf } from './words.ts';

/** Where a name was found, strongest first, and what a full mention (body and place) is worth there. */
export const WEIGHTS = {
  address: 0.95,
  letterhead: 0.9,
  subject: 0.85,
  body: 0.75,
  forwarded: 0.7,
  'file-name': 0.6,
  sender: 0.5,
} as const;
type UnitSource = keyof typeof WEIGHTS;

/** What becomes of a letterhead that OCR read, and of one that only accompanies the order. */
const SCANNED = 0.75 / WEIGHTS.letterhead;
const ACCOMPANYING = 0.6 / WEIGHTS.letterhead;

/** Enough to name the unit in a letter. */
export const ENOUGH = 0.7;

export interface UnitEvidence {
  unit: string;
  source: UnitSource | 'staff';
  quote: string;
  confidence: number;
}

export interface Hit extends UnitEvidence {
  provisional: Unit | null;
}

export interface Found {
  hits: Hit[];
  /** Units that stand above the issuer in a letterhead. */
  superiors: Superior[];
}

export interface Superior {
  unit: string;
  issuer: string;
}

/** @param speaking for each attachment, whether it speaks for the whole dossier, as Tờ trình and Danh sách do */
export function findEvidence(message: MessageFacts, registry: Registry, speaking: boolean[]): Found {
  const { envelope, attachments, body } = message;
  const letterheads = findLetterheads(attachments, registry, speaking);
  const found = (source: UnitSource, lines: Word[][]) =>
    lines.flatMap((line) => mentionsIn(withoutAddressee(line), registry).map((one) => hit(one, source)));
  const names = attachments.flatMap(({ path }) =>
    path.split('/').map((name) => wordsOf(name.slice(0, LONGEST_NAME))),
  );
  return {
    hits: [
      ...letterheads.hits,
      ...findInSubject(envelope.subject, registry),
      ...findInProse(body, 'body', registry),
      ...attachments.flatMap(({ file }) =>
        file.type === 'eml' || file.type === 'msg' ? findInProse(file.text ?? '', 'forwarded', registry) : [],
      ),
      ...found('file-name', names),
      ...found('sender', [wordsOf((envelope.from?.name ?? '').slice(0, LONGEST_NAME))]),
    ],
    superiors: letterheads.superiors,
  };
}

function hit({ unit, provisional, quote, strength }: Mention, source: UnitSource, weight = 1): Hit {
  return { unit, provisional, quote, source, confidence: WEIGHTS[source] * strength * weight };
}

/** Letterheads of the order and the list say who submits; those of the papers with them, only where these are silent. */
function findLetterheads(attachments: AttachmentFacts[], registry: Registry, speaking: boolean[]): Found {
  const all = attachments
    .filter(({ file }) => file.type !== 'eml' && file.type !== 'msg')
    .map((attachment) => ({
      ...issuerIn(attachment, registry),
      speaks: speaking[attachments.indexOf(attachment)],
    }));
  const isOpen = !all.some(
    ({ speaks, hits }) => speaks && hits.some(({ confidence }) => confidence >= ENOUGH),
  );
  const weighed = all.flatMap(({ hits, speaks }) =>
    hits.map((one) => (isOpen || speaks ? one : { ...one, confidence: one.confidence * ACCOMPANYING })),
  );
  return { hits: weighed, superiors: all.flatMap(({ superiors }) => superiors) };
}

/** The lower body of a letterhead is the issuer, the one above it its superior. */
function issuerIn({ file }: AttachmentFacts, registry: Registry): Found {
  const { words, scanned } = letterheadOf(file);
  const mentions = mentionsIn(words, registry);
  const bodies = mentions.filter(({ strength }) => strength >= ENOUGH);
  const issuer = bodies.at(-1);
  const superiors = bodies.filter(({ unit }) => issuer && unit !== issuer.unit);
  return {
    hits: (issuer ? [issuer] : mentions).map((one) => hit(one, 'letterhead', scanned ? SCANNED : 1)),
    superiors: superiors.map(({ unit }) => ({ unit, issuer: issuer?.unit ?? '' })),
  };
}

/** A sender names their unit in the first pages of a mail, or not at all (characters). */
const BODY_LIMIT = 20_000;
/** Mail programs break a sentence in lines of about 72 characters. */
const WRAPPED = 60;
const SIGNATURE_LINES = 6;

function findInProse(text: string, source: 'body' | 'forwarded', registry: Registry): Hit[] {
  const lines = paragraphsOf(text.slice(0, BODY_LIMIT));
  return lines.flatMap((line, at) => {
    const words = withoutAddressee(wordsOf(line));
    const closing = at >= lines.length - SIGNATURE_LINES;
    const mentions = mentionsIn(words, registry);
    const sent = mentions.some((one) => one.strength >= ENOUGH && acts(one, words));
    const alone = mentions.length === 1;
    return mentions.map((one) => hit(one, source, weightInProse(one, words, { sent, alone, closing })));
  });
}

/** Longer subjects and names are nobody's (characters). */
const LONGEST_NAME = 1000;

function findInSubject(subject: string, registry: Registry): Hit[] {
  const words = withoutAddressee(wordsOf(subject.slice(0, LONGEST_NAME)));
  const mentions = mentionsIn(words, registry);
  const sent = mentions.some((one) => one.strength >= ENOUGH && acts(one, words));
  return mentions.map((one) => hit(one, 'subject', sent && !acts(one, words) ? SPOKEN_OF : 1));
}

/** Lines that are not empty, those that a program broke joined again, and no lists of addressees. */
function paragraphsOf(text: string): string[] {
  const lines: string[] = [];
  let open = false;
  let list = false;
  for (const line of text.split('\n').map((one) => one.trim())) {
    list = ADDRESSEES.test(line) || (list && /^([-–+*•]|$)/.test(line));
    if (line !== '' && !list) {
      if (open) lines.push(`${lines.pop()} ${line}`);
      else lines.push(line);
    }
    open = !list && line.length >= WRAPPED && line.length < 2 * WRAPPED;
  }
  return lines;
}

/** The line above a list of addressees. */
const ADDRESSEES = /^((đồng )?kính gửi|nơi nhận)\s*:?\s*$|^nơi nhận\s*:/iu;

/** What a body is worth that is only spoken of. */
const SPOKEN_OF = 0.6;
const ACTS = phrases('gửi, nộp, xin, trình, kính gửi, đề nghị');
const FAR = 4;

interface Sentence {
  /** Somebody in it sends: "MTTQ xã Gia Phú gửi hồ sơ của Trường THCS Gia Phú"; who sends, submits. */
  sent: boolean;
  /** It names one body only. */
  alone: boolean;
  /** It stands in the last lines. */
  closing: boolean;
}

/** Anybody may be spoken of in a mail: a body that no registry lists must sign, or be the one that sends. */
function weightInProse(mention: Mention, words: Word[], { sent, alone, closing }: Sentence): number {
  if (acts(mention, words)) return 1;
  if (sent) return SPOKEN_OF;
  if (!mention.provisional || (alone && ownsDossier(words, mention.at))) return 1;
  return closing && signs(words, mention) ? 1 : SPOKEN_OF;
}

function acts({ at, length }: Mention, words: Word[]): boolean {
  const after = words.slice(at + length, at + length + FAR);
  return after.some((_, offset) => matchAny(words, at + length + offset, ACTS) > 0);
}

const OF = phrases('của');
const DOSSIER = phrases('hồ sơ, hs');
const REACH = 8;

/** "hồ sơ sáng kiến của Trường …" */
function ownsDossier(words: Word[], at: number): boolean {
  if (!matchAny(words, at - 1, OF)) return false;
  const before = Array.from({ length: REACH }, (_, back) => at - 2 - back);
  return before.some((start) => start >= 0 && matchAny(words, start, DOSSIER) > 0);
}

const ELSEWHERE = phrases('tại, ở, cho, với, áp dụng, dùng, đến, tới, của, về');
const MOST_BEFORE = 6;
const LONGEST_SIGNATURE = 18;

/** A line of a signature names little else than the body. */
function signs(words: Word[], { at, length }: Mention): boolean {
  if (at > MOST_BEFORE || words.length - length > LONGEST_SIGNATURE) return false;
  return !words.slice(0, at).some((_, start) => matchAny(words, start, ELSEWHERE) > 0);
}
