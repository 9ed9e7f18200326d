import { expect, it } from 'vitest';
import { openGathered, sharesOf } from '../../src/queue/gathered.ts';
import { eventually } from '../support/eventually.ts';

function gather(hasEnough?: () => boolean) {
  const handed: number[][] = [];
  const gathered = openGathered(async (ids) => void handed.push(ids), hasEnough);
  return { handed, gathered };
}

it('hands over the first at once, and those that come soon after together', async () => {
  const { handed, gathered } = gather();
  for (const id of [1, 2, 3]) gathered.note([id]);
  expect(handed).toEqual([[1]]);
  await eventually('the others', () => handed.length > 1);
  expect(handed).toEqual([[1], [2, 3]]);
});

it('gathers while those who answer have enough, but not for long', async () => {
  let enough = true;
  const { handed, gathered } = gather(() => enough);
  gathered.note([1]);
  gathered.note([2]);
  expect(handed).toEqual([]);
  enough = false;
  gathered.look();
  await eventually('both', () => handed.length === 1);
  expect(handed).toEqual([[1, 2]]);
  enough = true;
  gathered.note([3]);
  await eventually('the third, though nobody could answer it', () => handed.length === 2);
});

it('hands over everything when it is asked to', async () => {
  const { handed, gathered } = gather(() => true);
  gathered.note([1]);
  gathered.note([2]);
  await gathered.flush();
  expect(handed).toEqual([[1, 2]]);
});

it('shares ids among so many jobs, of ten at most', () => {
  expect(sharesOf([1, 2, 3, 4, 5], 4)).toEqual([[1, 2], [3, 4], [5]]);
  expect(sharesOf([1, 2, 3], 1)).toEqual([[1, 2, 3]]);
  expect(
    sharesOf(
      Array.from({ length: 25 }, (_, at) => at),
      2,
    ).map(({ length }) => length),
  ).toEqual([10, 10, 5]);
  expect(sharesOf([], 4)).toEqual([]);
});

it('goes on when a queue never answers', async () => {
  const handed: number[][] = [];
  const gathered = openGathered(
    (ids) => {
      handed.push(ids);
      return handed.length === 1 ? new Promise(() => {}) : Promise.resolve();
    },
    undefined,
    50,
  );
  gathered.note([1]);
  gathered.note([2]);
  await gathered.flush();
  expect(handed).toEqual([[1], [2]]);
});
