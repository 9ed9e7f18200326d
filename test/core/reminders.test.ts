import { describe, expect, it } from 'vitest';
import type { Campaign, SubmissionKind } from '../../src/core/campaign.ts';
import { workingDayAfter } from '../../src/core/deadline.ts';
import { currentPeriod, hindranceOf, periodsOf, remindBefore } from '../../src/core/reminders.ts';
import { mayResend, withoutRobots } from '../../src/core/resending.ts';
import { LETTER_STATES } from '../../src/core/states.ts';
import { sampleCampaign } from '../support/campaign.ts';

const campaign = sampleCampaign();
/** A moment in the office's zone. */
const at = (text: string) => new Date(`${text}+07:00`);
const standing = { addresses: ['xa@example.vn'], known: 1, remindedAt: null, told: true, mailWaits: false };

describe('working days', () => {
  it.each([
    // 2022-08-04 is a Thursday; 01/9 and 02/9 are holidays.
    ['2022-08-04T23:59', 1, '2022-08-05T00:00'],
    ['2022-08-04T00:00', 2, '2022-08-08T00:00'],
    ['2022-08-06T10:00', 1, '2022-08-08T00:00'],
    ['2022-08-31T10:00', 1, '2022-09-05T00:00'],
  ])('after %s, the %i-th begins at %s', (from, days, begins) => {
    expect(workingDayAfter(at(from), days, campaign)).toEqual(at(begins));
  });
});

describe('a reminder is in place', () => {
  it('when the deadline is within two working days, and when it is past', () => {
    const before = remindBefore(at('2022-08-04T09:00'), campaign);
    // Thursday: Friday and Monday are the two days.
    expect(at('2022-08-08T17:00') < before).toBe(true);
    expect(at('2022-08-09T17:00') < before).toBe(false);
  });

  it.each([
    ['nothing stands against it', {}, null],
    ['it was never told', { told: false, known: 0, addresses: [] }, 'never-told'],
    ['no address is known', { known: 0, addresses: [] }, 'no-address'],
    ['nobody reads at the address', { addresses: [] }, 'address-unread'],
    ['its mail waits to be sorted', { mailWaits: true }, 'mail-waits'],
    ['it was reminded today', { remindedAt: at('2022-08-04T08:00') }, 'reminded-lately'],
    ['it was reminded yesterday', { remindedAt: at('2022-08-03T08:00') }, 'reminded-lately'],
    ['it was reminded two working days ago', { remindedAt: at('2022-08-02T23:00') }, null],
  ])('or not: %s', (_, change, hindrance) => {
    expect(hindranceOf({ ...standing, ...change }, campaign, at('2022-08-04T09:00'))).toBe(hindrance);
  });
});

describe('periodic reports', () => {
  const period = (name: string, closes: string) => ({
    name,
    words: [],
    deadline: { closesAt: at(closes), graceUntil: null, wording: name },
  });
  const report: SubmissionKind = {
    code: 'report',
    name: 'Báo cáo',
    words: [],
    documents: [],
    handling: 'report',
    only: 'any',
    reason: 'kind-for-staff',
    periods: [period('6 tháng', '2022-06-09T23:59'), period('năm', '2022-11-19T23:59')],
  };
  const withReports: Campaign = { ...campaign, kinds: [...campaign.kinds, report] };

  it('stand in the order of the file', () => {
    expect(periodsOf(withReports).map((one) => one.period.name)).toEqual(['6 tháng', 'năm']);
    expect(periodsOf(campaign)).toEqual([]);
  });

  it.each([
    ['2022-01-01T00:00', 0],
    ['2022-08-01T00:00', 0],
    ['2022-11-10T00:00', 1],
    ['2023-02-01T00:00', 1],
  ])('on %s the %i-th is spoken of', (now, expected) => {
    expect(currentPeriod(withReports, at(now))).toBe(expected);
  });
});

describe('a letter once more', () => {
  it('is one that has left, or could not', () => {
    expect(LETTER_STATES.filter(mayResend)).toEqual(['sent', 'failed', 'bounced', 'unknown']);
  });

  it('goes to people', () => {
    const known = [
      'xa@example.vn',
      'hopthu@example.vn',
      'no-reply@example.vn',
      'mailer-daemon@example.vn',
      'scan@example.vn',
    ];
    expect(withoutRobots(known, new Set(['hopthu@example.vn']))).toEqual(['xa@example.vn']);
  });
});
