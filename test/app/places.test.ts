// Places: never more than there are, first come first served, and who only rests gives his up.
import { describe, expect, it } from 'vitest';
import { openPlaces, type Place } from '../../src/app/places.ts';
import { eventually } from '../support/eventually.ts';

const NEVER = new AbortController().signal;

/** Somebody who works until `end` is called. */
function visitor(places: ReturnType<typeof openPlaces>, stop = NEVER) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const state = { inside: false };
  const gone = places.within(stop, async () => {
    state.inside = true;
    await ended;
    state.inside = false;
  });
  return { state, end, gone };
}

/** Somebody who rests until he is asked to leave. */
function rester(places: ReturnType<typeof openPlaces>, rank: number) {
  const state = { resting: false, kept: null as boolean | null };
  const gone = places.within(NEVER, async (place: Place) => {
    state.resting = true;
    state.kept = await place.rest(rank, (wanted) => untilAborted(wanted));
    state.resting = false;
  });
  return { state, gone };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

const insideOf = (visitors: ReturnType<typeof visitor>[]) => visitors.map(({ state }) => state.inside);

describe('places', () => {
  it('are given first come first served, and never more than there are', async () => {
    const places = openPlaces(2);
    const visitors = Array.from({ length: 4 }, () => visitor(places));
    await eventually('two to be in', () => insideOf(visitors).join() === 'true,true,false,false');
    visitors[1]?.end();
    await eventually('the third to be in', () => insideOf(visitors).join() === 'true,false,true,false');
    for (const { end } of visitors) end();
    await Promise.all(visitors.map(({ gone }) => gone));
  });

  it('of those who rest, the one of the lowest rank leaves, and only when somebody needs it', async () => {
    const places = openPlaces(3);
    const [busy, quiet, quieter] = [rester(places, 9), rester(places, 0), rester(places, 0)];
    await eventually('all to rest', () => [busy, quiet, quieter].every(({ state }) => state.resting));
    const first = visitor(places);
    await eventually('the first to be in', () => first.state.inside);
    await quiet.gone;
    expect([busy, quiet, quieter].map(({ state }) => state.kept)).toEqual([null, false, null]);
    const others = [visitor(places), visitor(places)];
    await Promise.all([busy.gone, quieter.gone]);
    await eventually('the others to be in', () => insideOf(others).join() === 'true,true');
    for (const { end } of [first, ...others]) end();
    // Empty again: as many as ever may come in.
    const again = [visitor(places), visitor(places), visitor(places)];
    await eventually('three to be in', () => again.every(({ state }) => state.inside));
    for (const { end } of again) end();
  });

  it('who begins to rest while somebody waits is asked at once', async () => {
    const places = openPlaces(1);
    const working = visitor(places);
    const waiting = rester(places, 5);
    const behind = visitor(places);
    working.end();
    await waiting.gone;
    expect(waiting.state.kept).toBe(false);
    await eventually('the last to be in', () => behind.state.inside);
    behind.end();
  });

  it('who is stopped while he waits does nothing, and takes no place from those behind him', async () => {
    const places = openPlaces(1);
    const working = visitor(places);
    const stop = new AbortController();
    const stopped = visitor(places, stop.signal);
    const behind = visitor(places);
    stop.abort();
    await stopped.gone;
    working.end();
    await eventually('the one behind to be in', () => behind.state.inside);
    expect(stopped.state.inside).toBe(false);
    behind.end();
  });

  it('a fault frees the place and is thrown on', async () => {
    const places = openPlaces(1);
    const fault = places.within(NEVER, () => Promise.reject(new Error('away')));
    await expect(fault).rejects.toThrow('away');
    const next = visitor(places);
    await eventually('the next to be in', () => next.state.inside);
    next.end();
  });
});
