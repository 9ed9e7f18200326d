import { expect, it } from 'vitest';
import { countIndependent } from '../../src/core/bearing.ts';
import type { RegistrationFacts } from '../../src/core/registration.ts';
import type { DossierFacts } from '../../src/core/thread.ts';

interface Asked {
  from?: string | null;
  replyTo?: string;
  files?: string[];
  dossier?: number;
  placed?: number;
}

function facts({ from = 'a@example.vn', replyTo, files = [], dossier, placed }: Asked): RegistrationFacts {
  const person = (address: string | null | undefined) => (address ? { name: '', address } : null);
  const dossiers = (id: number | undefined) => (id === undefined ? [] : [{ id } as DossierFacts]);
  const [existing = null] = dossiers(placed);
  return {
    message: {
      envelope: { from: person(from), replyTo: person(replyTo) },
      attachments: files.map((sha256) => ({ sha256 })),
    },
    threads: { answered: [], named: [], sharing: dossiers(dossier), recent: [] },
    placement: existing && { existing, kind: 'initiative', unit: null },
  } as unknown as RegistrationFacts;
}

const a = { from: 'a@example.vn', files: ['1', '2'], dossier: 1 };

it.each<[string, Asked, number]>([
  ['another sender with other files', { from: 'b@example.vn', files: ['3'], dossier: 2 }, 2],
  ['the same sender', { from: 'a@example.vn' }, 1],
  ['a sender who is answered there', { from: 'b@example.vn', replyTo: 'a@example.vn' }, 1],
  ['one of its files', { from: 'b@example.vn', files: ['3', '2'] }, 1],
  ['a dossier of its own', { from: 'b@example.vn', dossier: 1 }, 1],
  ['a dossier that staff put it in', { from: 'b@example.vn', placed: 1 }, 1],
])('a mail of %s', (_, other, count) => {
  expect(countIndependent([facts(a), facts(other)])).toBe(count);
});

it('mails of nobody bear on each other, and what comes after them waits', () => {
  const all = [a, { from: null }, { from: 'b@example.vn' }, { from: null }, { from: 'c@example.vn' }];
  expect(countIndependent(all.map(facts))).toBe(3);
  expect(countIndependent([])).toBe(0);
});
