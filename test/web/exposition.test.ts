// The text that Prometheus reads, and what a process measures of itself.
import { describe, expect, it } from 'vitest';
import { expose, gauge } from '../../src/web/exposition.ts';
import { openMeter } from '../../src/web/meter.ts';

describe('expose', () => {
  it('writes families with labels that are escaped', () => {
    const text = expose([
      gauge('a', 'Help.', [
        { labels: { mailbox: 'x"\\\n' }, value: 1.5 },
        { value: Number.POSITIVE_INFINITY },
      ]),
      gauge('b', 'Nothing to say.', []),
    ]);
    expect(text).toBe('# HELP a Help.\n# TYPE a gauge\na{mailbox="x\\"\\\\\\n"} 1.5\na +Inf\n');
  });
});

describe('a meter', () => {
  it('counts times into buckets that add up, and failures by fault', () => {
    const meter = openMeter();
    for (const seconds of [0.005, 0.3, 0.5, 400]) meter.observe('read', seconds, null);
    meter.observe('read', 2, 'archive-full');
    const lines = expose(meter.families()).split('\n');
    const value = (start: string) => Number(lines.find((line) => line.startsWith(start))?.split(' ')[1]);
    const bucket = (le: string) =>
      value(`tiepnhan_step_seconds_bucket{step="read",outcome="done",le="${le}"}`);
    expect(['0.01', '0.1', '0.5', '300', '+Inf'].map(bucket)).toEqual([1, 1, 3, 3, 4]);
    expect(value('tiepnhan_step_seconds_count{step="read",outcome="done"}')).toBe(4);
    expect(value('tiepnhan_step_seconds_sum{step="read",outcome="done"}')).toBeCloseTo(400.805);
    expect(value('tiepnhan_step_seconds_bucket{step="read",outcome="failed",le="5"}')).toBe(1);
    expect(value('tiepnhan_failures_total{step="read",fault="archive-full"}')).toBe(1);
  });
});
