// The letters that a verdict owes, and within which limits.
import { describe, expect, it } from 'vitest';
import { attachment, campaign } from './facts.ts';
import { EXISTING, letters, NOW, order, report, whole } from './verdicts.ts';

describe('decideLetters', () => {
  it('sends a receipt for what is complete', () => {
    expect(letters({ attachments: whole() })).toEqual(['receipt']);
  });

  it('sends a receipt at once and the list later, or the list at once where no quiet is kept', () => {
    const some = { attachments: [order('docx'), report('docx')] };
    expect(letters(some)).toEqual(['receipt-checking', 'missing-documents later']);
    expect(letters(some, { quietSeconds: 0 })).toEqual(['missing-documents']);
  });

  it('asks for nothing while a file may be what seems to be missing', () => {
    const scan = attachment({ name: 'scan0001.pdf', type: 'pdf' });
    expect(letters({ attachments: [order('docx'), report('docx'), scan] })).toEqual(['receipt-checking']);
  });

  it('asks for what cannot be opened, not for what may be in it', () => {
    const locked = attachment({ name: 'ho so.rar', type: 'rar', problem: 'encrypted' });
    const subject = 'MTTQ xã Gia Phú gửi hồ sơ đề nghị công nhận sáng kiến';
    expect(letters({ subject, attachments: [locked] })).toEqual(['unreadable-files']);
  });

  it('waits a moment for scans, and follows a promise only', () => {
    const scan = attachment({ name: 'scan0001.pdf', type: 'pdf' });
    const some = { attachments: [order('docx'), report('docx'), scan] };
    expect(letters(some, { scansPending: true })).toEqual(['receipt-checking later']);
    expect(letters({ attachments: whole() }, { scansPending: true })).toEqual(['receipt']);
    const gone = { gone: ['receipt-checking' as const] };
    expect(letters({ attachments: whole() }, gone)).toEqual(['receipt']);
    expect(letters(some, gone)).toEqual([]);
    expect(letters({ attachments: whole() }, { gone: ['missing-documents'] })).toEqual([]);
  });

  it('answers supplements as such, and a dossier that has just learned its unit as new', () => {
    expect(letters({ attachments: whole() }, {}, [EXISTING])).toEqual(['supplement-complete']);
    expect(letters({ attachments: [order('docx')] }, {}, [EXISTING])).toEqual(['supplement-missing later']);
    expect(letters({ body: 'Cảm ơn' }, {}, [EXISTING])).toEqual([]);
    expect(letters({ attachments: whole() }, {}, [{ ...EXISTING, unit: null }])).toEqual(['receipt']);
  });

  it('holds, or writes nothing', () => {
    const all = { attachments: whole() };
    expect(letters(all, { mode: 'off' })).toEqual([]);
    expect(letters(all, { mode: 'review' })).toEqual(['receipt letter-review']);
    expect(letters(all, { replySince: NOW })).toEqual([]);
    expect(letters({ ...all, from: null })).toEqual([]);
  });
});

describe('limits', () => {
  const all = { attachments: whole() };
  const none = { hour: 0, day: 0 };
  const { lettersPerAddress: address, lettersInAll: inAll } = campaign;

  it.each([
    [
      'the last within both limits of an address',
      { toAddress: { hour: address.perHour - 1, day: address.perDay - 1 }, inAll: none },
      null,
    ],
    [
      'one more in an hour than an address may have',
      { toAddress: { hour: address.perHour, day: address.perHour }, inAll: none },
      'letter-cap',
    ],
    [
      'one more in a day than an address may have',
      { toAddress: { hour: 0, day: address.perDay }, inAll: none },
      'letter-cap',
    ],
    [
      'the last within both limits of a mailbox',
      { toAddress: none, inAll: { hour: inAll.perHour - 1, day: inAll.perDay - 1 } },
      null,
    ],
    [
      'one more in an hour than a mailbox may have',
      { toAddress: none, inAll: { hour: inAll.perHour, day: inAll.perHour } },
      'letter-flood',
    ],
    [
      'one more in a day than a mailbox may have',
      { toAddress: none, inAll: { hour: 0, day: inAll.perDay } },
      'letter-flood',
    ],
  ])('%s', (_, written, held) => {
    expect(letters(all, { written })).toEqual([held ? `receipt ${held}` : 'receipt']);
  });

  it('let the evening of 3,000 mails pass, each with two letters, and their backlog at once', () => {
    expect(inAll.perHour).toBeGreaterThan(2 * 3_000);
  });

  it('say so even where letters wait for review anyway', () => {
    const written = { toAddress: { hour: 99, day: 99 }, inAll: none };
    expect(letters(all, { written, mode: 'review' })).toEqual(['receipt letter-cap']);
  });
});
