// The corpus: each case's mails go through the real path, and the log must say what the case wants.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { THEMES } from './cases.ts';
import { compareCase } from './compare.ts';
import { tcvn3, vni } from './files.ts';
import { keepResult } from './keep.ts';
import { type CaseResult, mailOf, runCorpus } from './run.ts';

const CASES = Object.values(THEMES).flat();
let done: Map<string, CaseResult>;

beforeAll(async () => {
  const results = await runCorpus(CASES);
  done = new Map(results.map((result) => [result.case.name, result]));
}, 15 * 60_000);

describe.each(Object.entries(THEMES))('%s', (_, cases) => {
  it.each(cases)('$name', async ({ name, why }) => {
    const result = done.get(name);
    if (!result) throw new Error(`${name} was not run`);
    const differences = compareCase(result);
    const kept = differences.length > 0 ? await keepResult(result) : '';
    const told = differences.map(
      ({ mail, what, wanted, got }) => `  mail ${mail}, ${what}\n    wanted ${wanted}\n    got    ${got}`,
    );
    expect(differences.length, `${why}\n${told.join('\n')}\n  ${kept}`).toBe(0);
  });
});

describe('the corpus itself', () => {
  it('has a name for each case', () => {
    expect(new Set(CASES.map((one) => one.name)).size).toBe(CASES.length);
  });

  it('says what is missing from each dossier that is registered', () => {
    const silent = CASES.filter(({ mails }) =>
      mails.some(({ want }) => want.outcome === 'registered' && !want.missing),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('is written the same every time', async () => {
    const changed: string[] = [];
    for (const [at, one] of CASES.entries()) {
      // Writing takes longer than judging: some of each theme will do.
      if (at % 5 !== 0) continue;
      const sha256 = createHash('sha256')
        .update(await mailOf(one, 0))
        .digest('hex');
      if (done.get(one.name)?.results[0]?.got?.message.sha256 !== sha256) changed.push(one.name);
    }
    expect(changed).toEqual([]);
  }, 120_000);

  it('answers none of its robots, of which there are sixty systems at least', () => {
    const robots = THEMES.robots ?? [];
    expect(robots.length).toBeGreaterThanOrEqual(60);
    const got = robots.flatMap(({ name }) => done.get(name)?.results.map((result) => result.got) ?? []);
    expect(got).toHaveLength(robots.length);
    expect(got.filter((entry) => entry?.outcome !== 'automatic')).toEqual([]);
    expect(got.flatMap((entry) => entry?.letters)).toEqual([]);
    expect(got.filter((entry) => entry?.dossier)).toEqual([]);
  });

  it('has files of its own in each case', () => {
    const owners = new Map<string, Set<string>>();
    for (const { case: one, results } of done.values()) {
      for (const { sha256, size, verdict } of results.flatMap(({ got }) => got?.documents ?? [])) {
        if (verdict !== 'accepted' || size === 0) continue;
        owners.set(sha256, (owners.get(sha256) ?? new Set()).add(one.name));
      }
    }
    const shared = [...owners.values()]
      .filter((names) => names.size > 1)
      .map((names) => [...names].join(', '));
    expect(shared).toEqual([]);
  });

  it('writes the encodings of before Unicode as their programs do', () => {
    expect(tcvn3('Tờ trình đề nghị công nhận sáng kiến').text).toBe('Tê tr×nh ®Ò nghÞ c«ng nhËn s¸ng kiÕn');
    expect(vni('Tờ trình đề nghị').text).toBe('Tôø trình ñeà nghò');
  });
});
