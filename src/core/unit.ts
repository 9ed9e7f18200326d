// Which unit submits: evidence from address, letterheads, subject, body and names, weighed; doubt goes to staff.
import type { MessageFacts, Unit } from './facts.ts';
import type { Registry } from './mention.ts';
import { isProvisional } from './provisional.ts';
import {
  ENOUGH,
  type Found,
  findEvidence,
  type Hit,
  type Superior,
  type UnitEvidence,
  WEIGHTS,
} from './unit-evidence.ts';

export type { UnitEvidence } from './unit-evidence.ts';

export interface UnitVerdict {
  unit: string | null;
  reason: 'unit-unknown' | 'unit-conflict' | null;
  evidence: UnitEvidence[];
  /** The unit itself where no registry lists it: `unit` is then its code. */
  provisional: Unit | null;
}

/**
 * @param confirmed the unit whose confirmed address the sender has, if any
 * @param speaking for each attachment, whether it speaks for the whole dossier, as Tờ trình and Danh sách do
 * @param merged by code of a body found in a mail: the unit that it is, as staff have said
 */
export function judgeUnit(
  message: MessageFacts,
  registry: Registry,
  confirmed: Unit | null,
  speaking: boolean[] = [],
  merged: ReadonlyMap<string, string> = new Map(),
): UnitVerdict {
  const found = redirect(unify(findEvidence(message, registry, speaking), confirmed), merged);
  const evidence = [...addressEvidence(message, confirmed), ...bestOfEach(found.hits)];
  const verdict = (unit: string | null, reason: UnitVerdict['reason']): UnitVerdict => ({
    unit,
    reason,
    evidence,
    provisional: unit === null || !isProvisional(unit) ? null : unitOf(unit, found.hits, confirmed),
  });
  const strong = strongUnits(evidence, found.superiors);
  const [only] = strong;
  if (only && strong.length === 1) return verdict(only, null);
  const inside = confirmed && bodyInCommune(confirmed, strong, evidence, found.hits, registry);
  if (inside) return verdict(inside, null);
  if (strong.length > 1) return verdict(null, 'unit-conflict');
  const [best, second] = rank(evidence).filter(({ confidence }) => confidence >= ENOUGH);
  if (!best) return verdict(null, 'unit-unknown');
  return second ? verdict(null, 'unit-conflict') : verdict(best.unit, null);
}

function addressEvidence({ envelope }: MessageFacts, confirmed: Unit | null): UnitEvidence[] {
  const quote = envelope.from?.address ?? '';
  return confirmed ? [{ unit: confirmed.code, source: 'address', quote, confidence: WEIGHTS.address }] : [];
}

/**
 * One body under one code. In a text without capitals its name may have taken in the words after it: then the
 * shorter name is meant. Of several spellings the best stays, and what only one of them says: accents, the place.
 */
function unify({ hits, superiors }: Found, confirmed: Unit | null): Found {
  const found = hits.filter(({ provisional }) => provisional).map(({ unit }) => unit);
  const codes = [...new Set(confirmed ? [confirmed.code, ...found] : found)];
  const shortest = (code: string) =>
    codes
      .filter((one) => code === one || code.startsWith(`${one}-`))
      .reduce((best, one) => (one.length < best.length ? one : best), code);
  return {
    hits: hits.map((one) => (one.provisional ? { ...one, unit: shortest(one.unit) } : one)),
    superiors: superiors.map(({ unit, issuer }) => ({ unit: shortest(unit), issuer: shortest(issuer) })),
  };
}

/** What speaks for a body that staff have merged speaks for the unit it was merged into. */
function redirect({ hits, superiors }: Found, merged: ReadonlyMap<string, string>): Found {
  const target = (code: string) => merged.get(code) ?? code;
  return {
    hits: hits.map((one) =>
      merged.has(one.unit) ? { ...one, unit: target(one.unit), provisional: null } : one,
    ),
    superiors: superiors.map(({ unit, issuer }) => ({ unit: target(unit), issuer: target(issuer) })),
  };
}

function unitOf(code: string, hits: Hit[], confirmed: Unit | null): Unit | null {
  if (confirmed?.code === code) return confirmed;
  const spellings = hits
    .filter(({ provisional }) => provisional?.code === code)
    .sort((a, b) => accents(b) - accents(a) || b.confidence - a.confidence);
  const [best] = spellings.flatMap(({ provisional }) => provisional ?? []);
  const place = spellings.find(({ provisional }) => provisional?.place)?.provisional?.place ?? null;
  return best ? { ...best, place } : null;
}

function accents({ provisional }: Hit): number {
  return provisional?.name.normalize('NFD').match(/\p{M}/gu)?.length ?? 0;
}

/** The best evidence for each unit in each kind of place. */
function bestOfEach(hits: Hit[]): UnitEvidence[] {
  const best = new Map<string, UnitEvidence>();
  for (const { unit, source, quote, confidence } of hits) {
    const key = `${source} ${unit}`;
    if ((best.get(key)?.confidence ?? 0) < confidence) best.set(key, { unit, source, quote, confidence });
  }
  return [...best.values()];
}

/** Units that one source alone names clearly, without those that are only the superiors of another of them. */
function strongUnits(evidence: UnitEvidence[], superiors: Superior[]): string[] {
  const strong = new Set(evidence.filter((one) => one.confidence >= ENOUGH).map((one) => one.unit));
  const addressed = new Set(evidence.filter(({ source }) => source === 'address').map(({ unit }) => unit));
  return [...strong].filter(
    (unit) => addressed.has(unit) || !superiors.some((one) => one.unit === unit && strong.has(one.issuer)),
  );
}

/** A body of the commune that writes from the mailbox of the commune's Front: its letterhead says who submits. */
function bodyInCommune(
  confirmed: Unit,
  strong: string[],
  evidence: UnitEvidence[],
  hits: Hit[],
  registry: Registry,
): string | null {
  const others = strong.filter((unit) => unit !== confirmed.code);
  const [other] = others;
  if (!other || others.length > 1 || confirmed.place === null) return null;
  const unit = registry.units.get(other) ?? unitOf(other, hits, null);
  const byLetterhead = evidence.some(
    (one) => one.unit === other && one.source === 'letterhead' && one.confidence >= ENOUGH,
  );
  return byLetterhead && unit?.place === confirmed.place ? other : null;
}

/** Units by the joint weight of their sources: two weak hints that agree outweigh either. */
function rank(evidence: UnitEvidence[]): { unit: string; confidence: number }[] {
  const doubt = new Map<string, number>();
  for (const { unit, confidence } of evidence) doubt.set(unit, (doubt.get(unit) ?? 1) * (1 - confidence));
  return [...doubt]
    .map(([unit, left]) => ({ unit, confidence: 1 - left }))
    .sort((a, b) => b.confidence - a.confidence);
}
