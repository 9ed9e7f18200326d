// The geometry of charts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, dayNumber, dayOf, niceStep, percent, ticksTo } from '../../src/web/overview/scale.ts';

describe('steps', () => {
  it.each([
    [0, 1],
    [3, 1],
    [7, 2],
    [12, 5],
    [40, 10],
    [90, 50],
    [1_000_000, 500_000],
  ])('up to %i in fours', (top, step) => {
    expect(niceStep(top, 4)).toBe(step);
  });

  it('reach the top, rise evenly, and are few', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (top) => {
        const ticks = ticksTo(top);
        const [, step = 0] = ticks;
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(top);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every((tick, at) => tick === at * step && Number.isInteger(tick))).toBe(true);
      }),
    );
  });
});

describe('shares', () => {
  it('are percents, and none of nothing', () => {
    expect([percent(1, 3), percent(2, 2), percent(0, 0)]).toEqual([33.33, 100, 0]);
  });
});

describe('columns', () => {
  it('stand for days, from the first to the last that is marked', () => {
    const { width, columns, endOf } = columnsOf(
      [
        { day: '2022-07-31', count: 2 },
        { day: '2022-08-02', count: 1 },
      ],
      ['2022-08-03'],
    );
    expect(width).toBe(1);
    expect(columns).toEqual([
      { from: '2022-07-31', count: 2, total: 2 },
      { from: '2022-08-01', count: 0, total: 2 },
      { from: '2022-08-02', count: 1, total: 3 },
      { from: '2022-08-03', count: 0, total: 3 },
    ]);
    expect([endOf('2022-07-31'), endOf('2022-08-03')]).toEqual([25, 100]);
  });

  it('become weeks, months and years before they are too many', () => {
    const widths = [1, 119, 120, 839, 840, 3359, 3360].map((days) => {
      const last = dayOf(dayNumber('2022-01-01') + days);
      return columnsOf([{ day: '2022-01-01', count: 1 }], [last]).width;
    });
    expect(widths).toEqual([1, 1, 7, 7, 28, 28, 364]);
  });

  it('lose nobody, whatever came when', () => {
    const days = fc.array(fc.record({ at: fc.integer({ min: 10_000, max: 30_000 }), count: fc.nat(50) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(days, fc.integer({ min: 10_000, max: 30_000 }), (found, marked) => {
        const counts = found.map(({ at, count }) => ({ day: dayOf(at), count }));
        const { columns, endOf } = columnsOf(counts, [dayOf(marked)]);
        expect(columns.length).toBeLessThanOrEqual(120);
        const all = counts.reduce((sum, { count }) => sum + count, 0);
        expect(columns.at(-1)?.total).toBe(all);
        expect(endOf(dayOf(marked))).toBeGreaterThanOrEqual(0);
        expect(endOf(dayOf(marked))).toBeLessThanOrEqual(100);
      }),
    );
  });
});
