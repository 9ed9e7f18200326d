// What staff decide of messages: where they belong, what they are, and what is brought by hand.
import { describe, expect, it } from 'vitest';
import { toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import {
  attachment,
  decide,
  dossier,
  entryOf,
  events,
  idle,
  kindsOf,
  office,
  onMessage,
  papers,
  service,
  state,
  take,
  unitOf,
  useDecidingOffice,
} from '../support/deciding.ts';

useDecidingOffice();

describe('a mail of two dossiers, and two mails of one', () => {
  it('is split, and is one again when that is undone', async () => {
    const first = await papers('Bản Cầm', 'Đường hoa kiểu mẫu');
    const second = await papers('Bản Cầm', 'Tổ tự quản vệ sinh môi trường');
    const { dossier: found } = await take({
      from: 'bancam@example.vn',
      subject: 'Hồ sơ xã Bản Cầm',
      attachments: [
        first.orderWord,
        first.reportWord,
        { ...second.orderWord, name: 'TT thu hai.docx' },
        { ...second.reportWord, name: 'BC thu hai.docx' },
      ],
    });
    const code = found?.code ?? '';
    const before = await state();
    const ids = [await attachment(code, 'TT thu hai.docx'), await attachment(code, 'BC thu hai.docx')];
    expect(await decide(code, { what: 'split', attachments: [999_999] })).toEqual({
      how: 'refused',
      why: 'no-such-document',
    });
    expect(await state()).toEqual(before);
    const done = await decide(code, { what: 'split', attachments: ids });
    if (done.how !== 'done') throw new Error(JSON.stringify(done));
    const other = done.dossier ?? '';
    expect(other).not.toBe(code);
    expect(await dossier(other)).toMatchObject({
      unit_code: 'MTTQ-BANCAM',
      status: 'awaiting-documents',
      received_at: (await dossier(code)).received_at,
    });
    expect(await events(other)).toEqual(['can-bo split-from']);
    const { rows } = await service.db.query(
      'select count(*) as count from documents o join dossiers d on d.id = o.dossier_id where d.code = $1',
      [other],
    );
    expect(rows).toEqual([{ count: 2 }]);
    await service.decisions.undo(done.undo ?? 0, 'can-bo');
    expect(await dossier(other)).toMatchObject({
      status: 'duplicate',
      merged_into: (await dossier(code)).id,
    });
    expect(await attachment(code, 'BC thu hai.docx')).toBe(ids[1]);
  });

  it('is merged: an answer to either letter finds the one that is left; undone, both stand as before', async () => {
    const first = await papers('Trì Quang', 'Vườn mẫu');
    const second = await papers('Trì Quang', 'Hố rác gia đình');
    const a =
      (
        await take({
          from: 'a.triquang@example.vn',
          subject: 'Hồ sơ xã Trì Quang',
          attachments: [first.orderWord],
        })
      ).dossier?.code ?? '';
    const b =
      (
        await take({
          from: 'b.triquang@example.vn',
          subject: 'Hồ sơ xã Trì Quang',
          attachments: [second.reportWord],
        })
      ).dossier?.code ?? '';
    expect(a).not.toBe(b);
    expect(await decide(b, { what: 'merge', into: b })).toEqual({ how: 'refused', why: 'same-dossier' });
    const before = await state();
    const merged = await decide(b, { what: 'merge', into: a });
    if (merged.how !== 'done') throw new Error(JSON.stringify(merged));
    expect(merged.dossier).toBe(a);
    expect(await dossier(b)).toMatchObject({ status: 'duplicate' });
    await service.decisions.undo(merged.undo ?? 0, 'can-bo');
    expect(await state()).toEqual(before);
    await decide(b, { what: 'merge', into: a });
    const answer = await take({
      from: 'b.triquang@example.vn',
      subject: `Re: [${b}] Đề nghị bổ sung`,
      attachments: [second.orderScan],
    });
    expect(answer).toMatchObject({ outcome: 'supplement', dossier: { code: a } });
    const id = await attachment(a, 'Báo cáo.docx');
    const c =
      (
        await take({
          from: 'c.thainien@example.vn',
          subject: 'Hồ sơ xã Thái Niên',
          attachments: [(await papers('Thái Niên', 'Cổng trường an toàn')).orderWord],
        })
      ).dossier?.code ?? '';
    expect(await decide(a, { what: 'move-documents', attachments: [id], to: c })).toMatchObject({
      how: 'done',
      dossier: c,
    });
    expect(await attachment(c, 'Báo cáo.docx')).toBe(id);
  });
});

describe('a message that no dossier holds', () => {
  it('is registered, joins a dossier, or is none', async () => {
    const unknown = {
      name: 'tai lieu.docx',
      content: await makeDocx({
        ...toTrinh(unitOf('Phú Nhuận')),
        letterhead: ['X'],
        title: ['VỀ VIỆC KHÁC'],
        paragraphs: [],
      }),
    };
    const { message, outcome } = await take({
      from: 'phunhuan@example.vn',
      subject: 'Gui anh chi',
      text: 'Em gui.',
      attachments: [unknown],
    });
    expect(outcome).toBe('unsorted');
    const none = await onMessage(message.id, 'unsorted', { what: 'not-a-submission' });
    expect(none).toMatchObject({ how: 'done', dossier: null });
    expect(await onMessage(message.id, 'unsorted', { what: 'not-a-submission' })).toEqual({ how: 'changed' });
    const register = { what: 'register', kind: 'initiative', unit: 'MTTQ-PHUNHUAN' } as const;
    expect(await onMessage(message.id, 'not-a-submission', { ...register, unit: 'KHONG-CO' })).toEqual({
      how: 'refused',
      why: 'no-such-unit',
    });
    expect(kindsOf(await onMessage(message.id, 'not-a-submission', register, 'preview'))).toHaveLength(1);
    const done = await onMessage(message.id, 'not-a-submission', register);
    if (done.how !== 'done') throw new Error(JSON.stringify(done));
    expect(await dossier(done.dossier ?? '')).toMatchObject({ unit_code: 'MTTQ-PHUNHUAN' });
    const second = await take({
      from: 'la@example.vn',
      subject: 'Tai lieu kem theo',
      text: 'Em gui.',
      attachments: [
        {
          ...unknown,
          content: await makePdf({
            ...toTrinh(unitOf('X')),
            letterhead: ['Y'],
            title: ['KHÁC'],
            paragraphs: [],
          }),
        },
      ],
    });
    expect(second.outcome).toBe('unsorted');
    expect(await onMessage(second.message.id, 'unsorted', { what: 'add-to', dossier: 'KHONG-CO' })).toEqual({
      how: 'refused',
      why: 'no-such-dossier',
    });
    expect(
      await onMessage(second.message.id, 'unsorted', { what: 'add-to', dossier: done.dossier ?? '' }),
    ).toMatchObject({ how: 'done', dossier: done.dossier });
    expect((await entryOf(second.message.messageId ?? '')).dossier?.code).toBe(done.dossier);
  });
});

describe('what is brought by hand', () => {
  it('becomes a dossier, and more of one, and is receipted only where an address is given', async () => {
    const { orderWord, orderScan, reportWord, reportScan } = await papers('Sơn Hải', 'Camera an ninh');
    const toFile = ({ name, content }: { name: string; content: Buffer }) => ({ name, bytes: content });
    const order = {
      dossier: null,
      campaign: 'dkst-2022',
      kind: 'initiative',
      unit: 'MTTQ-SONHAI',
      how: 'USB',
    };
    const id = await service.decisions.addByHand(order, [orderWord, reportWord].map(toFile), null, 'can-bo');
    await idle();
    const entry = (await office.log()).find(({ message }) => message.id === id);
    expect(entry).toMatchObject({
      outcome: 'registered',
      dossier: { unit: 'MTTQ-SONHAI', status: 'awaiting-documents' },
      letters: [],
    });
    const code = entry?.dossier?.code ?? '';
    await service.decisions.addByHand(
      { ...order, dossier: code },
      [orderScan, reportScan].map(toFile),
      'sonhai@example.vn',
      'can-bo',
    );
    await idle();
    expect(await dossier(code)).toMatchObject({ status: 'complete' });
    expect(office.smtp.received.at(-1)?.to).toEqual(['sonhai@example.vn']);
  });
});

describe('an address that is learned', () => {
  it('is the one that mails come from, by which they are known, not the one that letters go to', async () => {
    const learn = { what: 'set-unit', unit: 'MTTQ-BANPHIET', learn: true } as const;
    const unclear = async (title: string) => ({
      name: 'tt.docx',
      content: await makeDocx({ ...toTrinh(unitOf('Gia Phú')), letterhead: ['KÍNH GỬI'], number: title }),
    });
    const known = async () =>
      (
        await service.db.query<{ address: string }>(
          `select address from unit_addresses where unit_code = 'MTTQ-BANPHIET' and confirmed_by = 'can-bo'`,
        )
      ).rows.map(({ address }) => address);
    const first = await take({
      from: 'Ban Phiet <gui@example.vn>',
      headers: { 'Reply-To': 'tra-loi@example.vn' },
      attachments: [await unclear('Số: 71/TTr')],
    });
    await decide(first.dossier?.code ?? '', learn);
    expect(await known()).toEqual(['gui@example.vn']);
  });
});
