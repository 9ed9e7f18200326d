// How far a unit has got.
import { describe, expect, it } from 'vitest';
import { hasSubmitted, stateOf } from '../../src/core/expected.ts';
import type { DossierStatus } from '../../src/core/states.ts';

describe('the state of a unit', () => {
  it.each<[DossierStatus[], boolean, string, boolean]>([
    [[], false, 'silent', false],
    [[], true, 'nothing', false],
    [['complete'], true, 'complete', true],
    [['complete', 'forwarded'], false, 'complete', true],
    [['complete', 'awaiting-documents'], false, 'awaiting', true],
    [['complete', 'supplemented'], false, 'submitted', true],
    [['checking'], false, 'submitted', true],
    [['refused'], false, 'submitted', true],
  ])('%j, nothing to propose: %j: %s', (statuses, nothing, state, submitted) => {
    expect(stateOf(statuses, nothing)).toBe(state);
    expect(hasSubmitted(stateOf(statuses, nothing))).toBe(submitted);
  });
});
