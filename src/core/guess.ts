// Guesses for staff: to which dossiers a message that nobody could place may belong, the likeliest first.
import type { DossierFacts, ThreadFacts } from './thread.ts';

export interface Guess {
  /** The dossier. */
  id: number;
  code: string;
  signs: GuessSign[];
}

/** What speaks for a dossier, and how loudly: a letter's Message-ID is secret, a code can be read off a letter, a form is everybody's. */
const WEIGHTS = {
  'answers-letter': 8,
  'same-sender': 4,
  'same-unit': 3,
  'names-code': 3,
  'same-files': 2,
} as const;

export type GuessSign = keyof typeof WEIGHTS;

/** For staff. */
export const SIGNS: Record<GuessSign, string> = {
  'answers-letter': 'trả lời thư của hồ sơ',
  'same-sender': 'cùng người gửi',
  'same-unit': 'cùng đơn vị',
  'names-code': 'ghi mã hồ sơ',
  'same-files': 'trùng tệp',
};

/** Staff look at a few, not at a list. */
const MOST = 5;

/**
 * @param recent dossiers in which its sender wrote before; empty where the sender is not believed
 * @param unit the unit it speaks for, as far as that is known
 */
export function rankGuesses(
  { answered, named, sharing }: ThreadFacts,
  recent: DossierFacts[],
  unit: string | null,
): Guess[] {
  const found = new Map<number, { dossier: DossierFacts; signs: GuessSign[] }>();
  const note = (sign: GuessSign, dossiers: DossierFacts[]) => {
    for (const dossier of dossiers) {
      const signs = found.get(dossier.id)?.signs ?? [];
      if (!signs.includes(sign)) found.set(dossier.id, { dossier, signs: [...signs, sign] });
    }
  };
  note('answers-letter', answered);
  note('same-sender', recent);
  note('names-code', named);
  note('same-files', sharing);
  const known = [...found.values()].map(({ dossier }) => dossier);
  note('same-unit', unit === null ? [] : known.filter((dossier) => dossier.unit === unit));
  const guesses = [...found.values()].map(({ dossier: { id, code }, signs }) => ({ id, code, signs }));
  const weight = ({ signs }: Guess) => signs.reduce((sum, sign) => sum + WEIGHTS[sign], 0);
  return guesses.sort((a, b) => weight(b) - weight(a) || b.id - a.id).slice(0, MOST);
}
