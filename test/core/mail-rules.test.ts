// Rules about mail itself: quotations, codes, threads.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePrefix, findCodes, formatCode } from '../../src/core/code.ts';
import { withoutQuotes } from '../../src/core/quote.ts';
import { type DossierFacts, judgeThread } from '../../src/core/thread.ts';
import { campaign } from './facts.ts';
import { EXISTING } from './verdicts.ts';

describe('withoutQuotes', () => {
  it.each([
    [
      'Gmail, Vietnamese',
      'Em gửi ạ\n\nVào Th 2, 8 thg 8, 2022 lúc 09:15 Bộ phận <h@example.vn> đã viết:\n> MTTQ xã Sơn Hà',
    ],
    [
      'Gmail, broken over two lines',
      'Em gửi ạ\n\nVào Th 2, 8 thg 8, 2022 lúc 09:15 Bộ phận tiếp nhận\n<h@example.vn> đã viết:\n> x',
    ],
    ['Gmail, English', 'Em gửi ạ\n\nOn Mon, Aug 8, 2022 at 9:15 AM Office <h@example.vn> wrote:\n> x'],
    ['Outlook, English', 'Em gửi ạ\n\n-----Original Message-----\nFrom: Office\nx'],
    ['Outlook, head only', 'Em gửi ạ\n\nFrom: Office <h@example.vn>\nSent: Monday, August 8, 2022\nTo: a\nx'],
    ['Outlook, Vietnamese', 'Em gửi ạ\n\nTừ: Bộ phận <h@example.vn>\nĐã gửi: 08 Tháng Tám 2022\nx'],
    ['marks only', 'Em gửi ạ\n> MTTQ xã Sơn Hà\n>> x'],
  ])('keeps the sender’s own words: %s', (_, body) => {
    expect(withoutQuotes(body)).toBe('Em gửi ạ');
  });

  it('leaves an ordinary mail whole', () => {
    const body = 'Từ: xã Gia Phú\nKính gửi ban tổ chức.\n\nVào ngày 05/8 đơn vị đã họp.';
    expect(withoutQuotes(body)).toBe(body);
  });
});

describe('dossier codes', () => {
  it('are made of program, office, the day in Vietnam and the order', () => {
    expect(codePrefix(campaign, new Date('2022-08-07T17:00:00Z'))).toBe('DKST-BT-220808');
    expect(codePrefix(campaign, new Date('2022-08-07T16:59:59Z'))).toBe('DKST-BT-220807');
    expect(formatCode('DKST-BT-220808', 3)).toBe('DKST-BT-220808-0003');
  });

  it.each([
    'Re: [DKST-BT-220808-0003] Đề nghị bổ sung',
    'dkst-bt-220808-0003',
    'Bổ sung hồ sơ DKST – BT – 220808 – 0003 xã Gia Phú',
    'FW:[ DKST_BT_220808_0003 ]',
  ])('are found in "%s"', (subject) => {
    expect(findCodes(subject)).toEqual(['DKST-BT-220808-0003']);
  });

  it('are found however they were typed, and nothing else is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('-', ' - ', '–', '_'), (order, dash) => {
        const code = formatCode('DKST-BT-220808', order);
        expect(findCodes(`x ${code.replaceAll('-', dash)} y`)).toEqual([code]);
      }),
    );
    expect(findCodes('102/KH-MTTQ-BTT ngày 06-04-2022, ĐT 0214-220808')).toEqual([]);
  });
});

describe('judgeThread', () => {
  const dossier: DossierFacts = { ...EXISTING, files: ['a', 'b'] };
  const none = { answered: [], named: [], sharing: [], recent: [] };
  const member = { address: 'mttq.giaphu@example.vn', replyTo: null, confirmedUnit: null, unit: null };
  const colleague = { address: 'canbo@example.vn', replyTo: null, confirmedUnit: null, unit: 'MTTQ-GIAPHU' };

  it('believes no From whose Reply-To leads elsewhere, listed address or not', () => {
    const forged = { ...member, replyTo: 'attacker@evil.example', confirmedUnit: 'MTTQ-GIAPHU' };
    expect(judgeThread({ ...none, named: [dossier] }, forged, ['c'], null)).toEqual({ kind: 'stranger' });
    const echoing = { ...forged, replyTo: forged.address };
    expect(judgeThread({ ...none, named: [dossier] }, echoing, ['c'], null)).toMatchObject({
      kind: 'supplement',
    });
  });

  it('tells nobody of a dossier for holding its files and naming its unit', () => {
    expect(judgeThread({ ...none, sharing: [dossier] }, colleague, ['a'], null)).toEqual({ kind: 'copy' });
    expect(judgeThread({ ...none, sharing: [dossier] }, member, ['a'], null)).toMatchObject({
      kind: 'duplicate',
    });
    // Who holds all of it learns nothing new.
    const all = judgeThread({ ...none, sharing: [dossier] }, colleague, ['b', 'a'], null);
    expect(all).toMatchObject({ kind: 'duplicate' });
  });

  const stranger = { address: 'la@example.com', replyTo: null, confirmedUnit: null, unit: 'MTTQ-SONHA' };
  const forger = { ...member, replyTo: 'la@example.com' };

  it.each([
    ['an answer by the sender', { ...none, answered: [dossier] }, member, ['c'], 'supplement'],
    [
      'an answer by a colleague of the unit',
      { ...none, answered: [dossier] },
      colleague,
      ['c'],
      'supplement',
    ],
    ['an answer by somebody else', { ...none, answered: [dossier] }, stranger, ['c'], 'stranger'],
    ['the code by the sender', { ...none, named: [dossier] }, member, ['c'], 'supplement'],
    [
      'the code by a confirmed address of the unit',
      { ...none, named: [dossier] },
      { ...colleague, confirmedUnit: 'MTTQ-GIAPHU' },
      ['c'],
      'supplement',
    ],
    ['the code by whoever claims the unit', { ...none, named: [dossier] }, colleague, ['c'], 'stranger'],
    [
      'the code by the sender, who wants the answer elsewhere',
      { ...none, named: [dossier] },
      forger,
      ['c'],
      'stranger',
    ],
    ['the code by a stranger', { ...none, named: [dossier] }, stranger, [], 'stranger'],
    ['the same files by the sender', { ...none, sharing: [dossier] }, member, ['a', 'b'], 'duplicate'],
    ['some of the files by the sender', { ...none, sharing: [dossier] }, member, ['a', 'c'], 'new'],
    ['the same files by a stranger', { ...none, sharing: [dossier] }, stranger, ['a'], 'new'],
    ['an answer with nothing new', { ...none, answered: [dossier] }, member, ['a'], 'duplicate'],
    ['an answer without files', { ...none, answered: [dossier] }, member, [], 'supplement'],
    ['nothing known', none, member, ['a'], 'new'],
  ])('takes %s', (_, facts, sender, files, kind) => {
    expect(judgeThread(facts, sender, files, null).kind).toBe(kind);
  });

  it('takes what goes on with an earlier mail for a supplement, unless it is all there already', () => {
    expect(judgeThread(none, member, ['c'], dossier).kind).toBe('supplement');
    expect(judgeThread({ ...none, sharing: [dossier] }, member, ['a'], dossier).kind).toBe('duplicate');
    expect(judgeThread({ ...none, named: [dossier] }, stranger, ['c'], dossier).kind).toBe('stranger');
  });
});
