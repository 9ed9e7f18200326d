// A decision of staff takes back what it makes untrue, and nothing else.
import { describe, expect, it } from 'vitest';
import { type After, type Before, letterAfter, untrueAfter } from '../../src/core/decided-letters.ts';
import type { DossierDecision } from '../../src/core/decision.ts';
import type { DossierStatus } from '../../src/core/states.ts';

const stood = (status: DossierStatus): Before => ({
  unit: 'MTTQ-GIAPHU',
  kind: 'initiative',
  status,
  missing: [],
  told: [],
});
const stands = (status: DossierStatus): After => ({
  unit: 'MTTQ-GIAPHU',
  kind: 'initiative',
  isReport: false,
  usable: true,
  state: {
    status,
    items: [],
    itemOf: new Map(),
    missing: [],
    uncertain: [],
    unreadable: [],
    supersededBy: new Map(),
    replaced: [],
  },
});

describe('letters that have not gone out', () => {
  it.each(['note', 'assign', 'record-paper', 'remove-paper'] as DossierDecision['what'][])(
    'stay when %s is all that was decided, however the dossier stands',
    (what) => {
      expect(untrueAfter(what, stood('supplemented'), stands('checking'), false)).toEqual([]);
      expect(untrueAfter(what, stood('refused'), stands('checking'), true)).toEqual([]);
    },
  );

  it('stay where the unit would be told the same', () => {
    expect(untrueAfter('set-document', stood('supplemented'), stands('checking'), false)).toEqual([]);
    expect(untrueAfter('forward', stood('complete'), stands('complete'), false)).toEqual([]);
    expect(untrueAfter('reopen', stood('forwarded'), stands('complete'), false)).toEqual(['refusal']);
  });

  it('go when they say what is not so any more: a reminder of a refused dossier, a refusal of one that is open again', () => {
    expect(untrueAfter('refuse', stood('awaiting-documents'), stands('checking'), true)).toContain(
      'supplement-reminder',
    );
    expect(untrueAfter('reopen', stood('refused'), stands('checking'), false)).toContain('refusal');
    expect(untrueAfter('set-document', stood('checking'), stands('complete'), false)).toContain(
      'receipt-checking',
    );
  });

  it('stay, and no list is sent again, where the same is missing, in whatever order its fields were kept', () => {
    const line = {
      document: 'to_trinh',
      name: 'Tờ trình',
      form: 'signed',
      item: null,
      reason: 'signed-none',
    } as const;
    const kept = {
      form: 'signed',
      item: null,
      name: 'Tờ trình',
      reason: 'signed-none',
      document: 'to_trinh',
    } as const;
    const before = { ...stood('awaiting-documents'), missing: [kept] };
    const after = stands('awaiting-documents');
    after.state.missing = [line];
    expect(untrueAfter('set-document', before, after, false)).toEqual([]);
    expect(letterAfter('set-document', before, after, false, [])).toBeNull();
    after.state.missing = [{ ...line, form: 'editable', reason: 'editable-none' }];
    expect(letterAfter('set-document', before, after, false, [])).toBe('missing-documents');
  });

  it('are followed by another one where they are taken back, whatever was decided', () => {
    const list = ['missing-documents'] as const;
    expect(letterAfter('set-document', stood('awaiting-documents'), stands('checking'), false, list)).toBe(
      'receipt-checking',
    );
    expect(letterAfter('set-document', stood('awaiting-documents'), stands('checking'), false, [])).toBe(
      null,
    );
    expect(letterAfter('reopen', stood('complete'), stands('checking'), false, ['receipt'])).toBe(
      'receipt-checking',
    );
    expect(letterAfter('reopen', stood('refused'), stands('checking'), false, ['refusal'])).toBe(null);
    expect(letterAfter('merge', stood('awaiting-documents'), stands('checking'), true, list)).toBe(null);
  });
});
