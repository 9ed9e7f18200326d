// Deadlines of the campaign and of supplements.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDay } from '../../src/core/code.ts';
import { isWorkingDay, judgeDeadline, supplementDeadline } from '../../src/core/deadline.ts';
import { campaign } from './facts.ts';

describe('deadlines', () => {
  const { deadline } = campaign;
  it('are judged to the second', () => {
    expect(judgeDeadline(new Date('2022-08-09T23:59:59+07:00'), deadline)).toBe('on-time');
    expect(judgeDeadline(new Date('2022-08-10T00:00:00+07:00'), deadline)).toBe('late');
    const graceUntil = new Date('2022-08-10T23:59:59+07:00');
    expect(judgeDeadline(new Date('2022-08-10T12:00:00+07:00'), { ...deadline, graceUntil })).toBe('grace');
    expect(judgeDeadline(new Date('2022-08-11T00:00:00+07:00'), { ...deadline, graceUntil })).toBe('late');
  });

  it.each([
    ['over a weekend', '2022-08-10T10:00:00+07:00', '2022-08-17T17:00:00+07:00'],
    ['over 2 September', '2022-08-29T10:00:00+07:00', '2022-09-07T17:00:00+07:00'],
    ['never before the campaign’s own', '2022-06-01T10:00:00+07:00', '2022-08-09T23:59:59+07:00'],
    ['from a Sunday', '2022-08-14T10:00:00+07:00', '2022-08-19T17:00:00+07:00'],
  ])('of supplements: %s', (_, notice, until) => {
    expect(supplementDeadline(new Date(notice), campaign)).toEqual(new Date(until));
  });
});

describe('deadlines, whenever the notice is written', () => {
  const notice = fc.date({
    min: new Date('2022-08-10T00:00:00Z'),
    max: new Date('2026-12-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const DAY = 86_400_000;
  const dayOf = (at: Date) => localDay(at, campaign.timeZone);

  it('end on a working day, at the hour the campaign says, after as many working days as it says', () => {
    fc.assert(
      fc.property(notice, (at) => {
        const end = supplementDeadline(at, campaign);
        expect(isWorkingDay(dayOf(end), campaign.supplement)).toBe(true);
        expect(end.toLocaleTimeString('en-GB', { timeZone: campaign.timeZone })).toBe('17:00:00');
        const days = Array.from({ length: 40 }, (_, after) =>
          dayOf(new Date(at.getTime() + (after + 1) * DAY)),
        );
        const until = days.findIndex((day) => JSON.stringify(day) === JSON.stringify(dayOf(end)));
        const counted = days
          .slice(0, until + 1)
          .filter((day) => isWorkingDay(day, campaign.supplement)).length;
        expect(counted).toBe(campaign.supplement.workingDays);
      }),
    );
  });

  it('never come nearer as the notice is written later', () => {
    fc.assert(
      fc.property(notice, notice, (a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        expect(+supplementDeadline(earlier, campaign)).toBeLessThanOrEqual(
          +supplementDeadline(later, campaign),
        );
      }),
    );
  });
});
