// How long what came in is kept: years from the end of the year, days from the moment, and nothing before its campaign ends.
import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/core/campaign.ts';
import { campaignEnd, purgeRules, refuseApproval } from '../../src/core/retention.ts';
import { sampleCampaign } from '../support/campaign.ts';

const campaign = sampleCampaign();
const at = (time: string) => new Date(time);
const rulesAt = (now: string, campaigns: Campaign[] = [campaign]) =>
  purgeRules([{ id: 1, campaigns }], at(now));

describe('periods', () => {
  it('keeps dossiers of 2022 to the end of 2032 on the office’s clock', () => {
    expect(rulesAt('2032-12-31T16:59:59Z').dossiers).toEqual([
      { campaign: 'dkst-2022', ends: campaign.deadline.closesAt, before: at('2021-12-31T17:00:00Z') },
    ]);
    expect(rulesAt('2032-12-31T17:00:00Z').dossiers[0]?.before).toEqual(at('2022-12-31T17:00:00Z'));
  });

  it('keeps ordinary mail for so many days', () => {
    const rules = rulesAt('2023-03-31T00:00:00Z').loose;
    expect(rules.map((rule) => [rule.class, rule.before.toISOString()])).toEqual([
      ['others', '2017-12-31T17:00:00.000Z'],
      ['ordinary', '2022-12-31T00:00:00.000Z'],
    ]);
  });
});

describe('campaignEnd', () => {
  it('is the last deadline of all, grace and reports among them', () => {
    const graceUntil = at('2022-08-12T17:00:00Z');
    expect(campaignEnd({ ...campaign, deadline: { ...campaign.deadline, graceUntil } })).toEqual(graceUntil);
    const deadline = { closesAt: at('2022-11-19T16:59:59Z'), graceUntil: null, wording: '' };
    const kinds = campaign.kinds.map((kind) => ({
      ...kind,
      periods: [{ name: 'năm 2022', words: [], deadline }],
    }));
    expect(campaignEnd({ ...campaign, kinds })).toEqual(deadline.closesAt);
  });
});

describe('several campaigns of one mailbox', () => {
  it('have a say from their opening on; mail older than all is kept as the first one says', () => {
    const first = { ...campaign, opensAt: at('2022-01-01T00:00:00Z') };
    const second = { ...campaign, code: 'dkst-2023', opensAt: at('2023-01-01T00:00:00Z') };
    const opens = rulesAt('2026-01-01T00:00:00Z', [second, first]).loose.map((rule) => rule.opens);
    expect(opens).toEqual([second.opensAt, second.opensAt, null, null]);
  });
});

describe('refuseApproval', () => {
  const plan = {
    id: 1,
    plannedAt: at('2026-01-01T00:00:00Z'),
    plannedBy: 'Cán bộ A',
    approvedAt: null,
    doneAt: null,
  };

  it.each([
    ['Cán bộ B', '2026-01-31T00:00:00Z', {}, null],
    ['cán bộ a ', '2026-01-02T00:00:00Z', {}, 'same-person'],
    ['Cán bộ B', '2026-01-31T00:00:01Z', {}, 'stale'],
    ['Cán bộ A', '2026-03-01T00:00:00Z', { approvedAt: at('2026-01-02T00:00:00Z') }, null],
    ['Cán bộ B', '2026-01-02T00:00:00Z', { doneAt: at('2026-01-02T00:00:00Z') }, 'done'],
  ])('%s at %s, %o: %s', (by, now, change, want) => {
    expect(refuseApproval({ ...plan, ...change }, by, at(now))).toBe(want);
  });
});
