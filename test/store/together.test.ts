import { expect, it } from 'vitest';
import type { Queryable } from '../../src/store/database.ts';
import { shared, together } from '../../src/store/together.ts';

const [here, there] = [{}, {}] as [Queryable, Queryable];

it('what is asked of one connection side by side is one question, answered to each', async () => {
  const questions: [Queryable, number[]][] = [];
  const double = together<number, number>(async (db, numbers) => {
    questions.push([db, [...numbers]]);
    return numbers.map((number) => 2 * number);
  });
  const later = async (number: number) => double(here, await double(here, number));
  expect(await Promise.all([later(1), double(there, 5), later(2), double(here, 1)])).toEqual([4, 10, 8, 2]);
  expect(questions).toEqual([
    [here, [1, 2, 1]],
    [there, [5]],
    [here, [2, 4]],
  ]);
});

it('an error is everybody’s, and the next question is a new one', async () => {
  let asked = 0;
  const ask = shared(async () => {
    if (++asked === 1) throw new Error('no luck');
    return asked;
  });
  const both = await Promise.allSettled([ask(here), ask(here)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await Promise.all([ask(here), ask(here)])).toEqual([2, 2]);
});
