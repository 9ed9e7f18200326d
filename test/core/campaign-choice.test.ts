import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/core/campaign.ts';
import { chooseCampaign } from '../../src/core/campaign-choice.ts';
import { mayBeDossier } from '../../src/core/junk.ts';
import { nextConnectionIn } from '../../src/core/retry.ts';
import type { DossierFacts, ThreadFacts } from '../../src/core/thread.ts';
import { campaign, message } from './facts.ts';

const NONE: ThreadFacts = { answered: [], named: [], sharing: [], recent: [] };
const at = (day: string) => new Date(`${day}T09:00:00+07:00`);

function year(number: number, change: Partial<Campaign> = {}): Campaign {
  return {
    ...campaign,
    code: `dkst-${number}`,
    opensAt: at(`${number}-04-01`),
    deadline: { ...campaign.deadline, closesAt: at(`${number}-08-10`), graceUntil: null },
    ...change,
  };
}

const [older, newer] = [year(2022), year(2023)];
const poor: Campaign = {
  ...year(2022),
  code: 'vi-nguoi-ngheo',
  kinds: campaign.kinds
    .filter(({ handling }) => handling === 'dossier')
    .map((kind) => ({ ...kind, words: [/vi nguoi ngheo/], documents: [] })),
};

function chosen(campaigns: Campaign[], received: string, subject: string, threads = NONE): string {
  return chooseCampaign(message({ subject, receivedAt: at(received) }), threads, campaigns).code;
}

describe('chooseCampaign', () => {
  it('takes the only one there is, whatever comes', () => {
    expect(chosen([newer], '2020-01-01', 'Thư mời họp')).toBe('dkst-2023');
  });

  it('goes by the receipt time where the words fit several', () => {
    const both = [newer, older];
    expect(chosen(both, '2022-07-01', 'Hồ sơ sáng kiến')).toBe('dkst-2022');
    expect(chosen(both, '2023-07-01', 'Hồ sơ sáng kiến')).toBe('dkst-2023');
    // After the older one closed and before the newer one opens: late for the older.
    expect(chosen(both, '2022-12-01', 'Hồ sơ sáng kiến')).toBe('dkst-2022');
    // Both are over: the office's order.
    expect(chosen(both, '2023-12-01', 'Hồ sơ sáng kiến')).toBe('dkst-2023');
  });

  it('goes by the words where several are open', () => {
    expect(chosen([older, poor], '2022-07-01', 'Ủng hộ Vì người nghèo')).toBe('vi-nguoi-ngheo');
    expect(chosen([poor, older], '2022-07-01', 'Hồ sơ sáng kiến')).toBe('dkst-2022');
    expect(chosen([poor, older], '2022-07-01', 'Xin chào')).toBe('vi-nguoi-ngheo');
    // A word that one leaves to staff does not hide a dossier of the other.
    expect(chosen([older, poor], '2022-07-01', 'Thư mời họp Vì người nghèo')).toBe('vi-nguoi-ngheo');
  });

  it('stays with the dossier that the message answers, long after', () => {
    const dossier: DossierFacts = {
      id: 1,
      code: 'DKST-BT-220808-0001',
      campaign: 'dkst-2022',
      kind: 'initiative',
      unit: null,
      addresses: [],
      receivedAt: at('2022-08-08'),
      lastMessageAt: at('2022-08-08'),
      files: [],
    };
    const threads = { ...NONE, answered: [dossier] };
    expect(chosen([newer, older], '2023-07-01', 'Bổ sung', threads)).toBe('dkst-2022');
  });
});

it('mayBeDossier looks at who writes and at what files are called', () => {
  expect(mayBeDossier([], true)).toBe(true);
  expect(mayBeDossier(['logo.svg', 'Tờ trình.PDF '], false)).toBe(true);
  expect(mayBeDossier(['logo.gif', 'winmail.dat'], false)).toBe(false);
});

it('nextConnectionIn grows to a quarter of an hour, spread, and is never shorter than half the poll', () => {
  const waits = Array.from({ length: 12 }, (_, at) => nextConnectionIn(at + 1, 60, 1));
  expect(waits[0]).toBe(60_000);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBe(15 * 60_000);
  expect(nextConnectionIn(1, 60, 0)).toBe(30_000);
  expect(nextConnectionIn(9, 3600, 1)).toBe(3600_000);
});
