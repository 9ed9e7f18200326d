// Where a message that nobody could place may belong: what speaks loudest comes first.
import { expect, it } from 'vitest';
import { rankGuesses } from '../../src/core/guess.ts';
import type { DossierFacts, ThreadFacts } from '../../src/core/thread.ts';

const NOW = new Date('2022-08-08T02:20:00Z');
const dossier = (id: number, unit: string | null = null): DossierFacts => ({
  id,
  code: `DKST-BT-220808-000${id}`,
  campaign: 'c',
  kind: 'initiative',
  unit,
  addresses: [],
  receivedAt: NOW,
  lastMessageAt: NOW,
  files: [],
});
const guess = (threads: Partial<ThreadFacts>, recent: DossierFacts[] = [], unit: string | null = null) =>
  rankGuesses({ answered: [], named: [], sharing: [], recent: [], ...threads }, recent, unit).map(
    ({ id, signs }) => `${id} ${signs.join(' ')}`,
  );

it('puts the answer to a letter before the sender, the sender before a code, a code before a file', () => {
  const threads = { sharing: [dossier(1)], named: [dossier(2)], answered: [dossier(4)] };
  expect(guess(threads, [dossier(3)])).toEqual([
    '4 answers-letter',
    '3 same-sender',
    '2 names-code',
    '1 same-files',
  ]);
});

it('adds up what speaks for one dossier, its unit too, each sign once', () => {
  const threads = { sharing: [dossier(1, 'A'), dossier(1, 'A')], named: [dossier(2, 'B'), dossier(1, 'A')] };
  expect(guess(threads, [], 'A')).toEqual(['1 names-code same-files same-unit', '2 names-code']);
});

it('guesses nothing where nothing speaks, and a few at the most', () => {
  expect(guess({}, [], 'A')).toEqual([]);
  expect(guess({ sharing: [1, 2, 3, 4, 5, 6, 7].map((id) => dossier(id)) })).toHaveLength(5);
});
