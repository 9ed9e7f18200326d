// What a letter is written from, gathered from the verdict on its message and from the dossier.
import { describe, expect, it } from 'vitest';
import { judgeDossier } from '../../src/core/dossier-state.ts';
import type { MessageFacts } from '../../src/core/facts.ts';
import { type LetterDossier, letterFacts } from '../../src/core/letter-facts.ts';
import type { RegistrationVerdict } from '../../src/core/registration.ts';
import { order, report } from './dossier.ts';
import { campaign, message } from './facts.ts';

const FIRST = new Date('2022-08-01T02:00:00Z');
const SECOND = new Date('2022-08-02T02:00:00Z');

/** The first mail brought an unreadable tờ trình and a report; the second brings what is given. */
function dossierOf(more: ReturnType<typeof order>[]): LetterDossier {
  const documents = [
    order('signed', { name: 'To trinh ky.pdf', usable: false }),
    order('editable'),
    report('editable', { title: 'Mô hình' }),
    ...more,
  ];
  return {
    code: 'DKST-BT-220801-0001',
    arrivalNumber: 1,
    unit: null,
    receivedAt: FIRST,
    deadline: 'on-time',
    supplementUntil: SECOND,
    documents,
    state: judgeDossier(documents, { kind: 'initiative', unitKnown: true, links: 0 }, campaign),
  };
}

const second = (change: Parameters<typeof message>[0] = {}): MessageFacts => ({
  ...message({ receivedAt: SECOND, ...change }),
  id: 2,
});

function supplement(unit: string | null): RegistrationVerdict {
  const existing = {
    id: 1,
    code: 'DKST-BT-220801-0001',
    campaign: campaign.code,
    kind: 'initiative',
    unit,
    addresses: [],
    receivedAt: FIRST,
    lastMessageAt: FIRST,
    files: [],
  };
  return {
    outcome: 'supplement',
    reason: null,
    documents: [],
    duplicateOf: null,
    guesses: [],
    dossier: {
      existing,
      kind: 'initiative',
      unit: { unit, reason: null, evidence: [], provisional: null },
      deadline: 'on-time',
      report: null,
    },
  };
}

describe('the facts of a letter on a supplement', () => {
  it.each([
    'receipt-checking',
    'unreadable-files',
    'external-links',
    'replacement',
    'supplement-missing',
  ] as const)('tell of the message: %s', (kind) => {
    const facts = letterFacts(kind, second(), supplement('MTTQ-GIAPHU'), dossierOf([]), campaign);
    expect(facts).toMatchObject({ supplement: true, receivedAt: SECOND, fileCount: 0, report: null });
  });

  it('tell of the whole dossier where it has just learned its unit and has had no receipt', () => {
    const facts = letterFacts('receipt-checking', second(), supplement(null), dossierOf([]), campaign);
    expect(facts).toMatchObject({ supplement: false, receivedAt: FIRST, fileCount: 2 });
  });

  it('list what cannot be opened of earlier messages until it is sent again', () => {
    const of = (more: ReturnType<typeof order>[]) =>
      letterFacts('supplement-missing', second(), supplement('MTTQ-GIAPHU'), dossierOf(more), campaign);
    expect(of([]).refused).toEqual([{ name: 'To trinh ky.pdf', reason: null }]);
    const again = of([order('signed', { name: 'To trinh ky.pdf', mail: 2 })]);
    expect(again.refused).toEqual([]);
    expect(again.replaced).toEqual([{ name: 'To trinh ky.pdf' }]);
  });

  it('list links by service and never by address', () => {
    const links = [{ service: 'Google Drive', url: 'https://drive.example/x' }];
    const facts = letterFacts('receipt', second({ links }), supplement('MTTQ-GIAPHU'), null, campaign);
    expect(facts.links).toEqual([{ service: 'Google Drive' }]);
  });

  it('name the report and its deadline where the verdict tells them', () => {
    const named = { period: 'năm 2022', deadlineWording: 'trước ngày 20 tháng 11 năm 2022' };
    const facts = letterFacts(
      'report-receipt',
      second(),
      supplement('MTTQ-GIAPHU'),
      dossierOf([]),
      campaign,
      named,
    );
    expect(facts.report).toEqual(named);
  });
});

it('a dossier with an archive nobody can open asks for it again in every later letter', () => {
  const archive = order('signed', {
    name: 'HO SO.rar',
    usable: false,
    opaque: true,
    type: null,
    form: 'other',
  });
  const facts = letterFacts(
    'unreadable-files',
    second(),
    supplement('MTTQ-GIAPHU'),
    dossierOf([archive]),
    campaign,
  );
  expect(facts.refused).toContainEqual({ name: 'HO SO.rar', reason: null });
  expect(facts.complete).toBe(false);
});
