// What staff decide of a dossier, on a real database with real letters: it stands, it tells the unit, and it can be undone.
import { beforeAll, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { editLetter } from '../../src/store/letter-changes.ts';
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

describe('a dossier whose unit nobody could tell', () => {
  it('shows the letter first and changes nothing; then it is the unit’s, which hears of it, and its address is known', async () => {
    const { orderWord } = await papers('Gia Phú', 'Sáng kiến không rõ đơn vị');
    const plain = {
      ...orderWord,
      content: await makeDocx({ ...toTrinh(unitOf('Gia Phú')), letterhead: ['KÍNH GỬI'] }),
    };
    const { dossier: found } = await take({ from: 'Ai do <nguoi-la@example.vn>', attachments: [plain] });
    const code = found?.code ?? '';
    if (found?.unit) throw new Error('the program knows the unit: this test needs another mail');
    const before = await state();
    const decision = { what: 'set-unit', unit: 'MTTQ-GIAPHU', learn: true } as const;
    const preview = await decide(code, decision, 'preview');
    expect(kindsOf(preview)).toEqual(['missing-documents']);
    expect(await state()).toEqual(before);
    const { version } = await dossier(code);
    const done = await decide(code, decision);
    expect(done).toMatchObject({ how: 'done', dossier: code });
    expect(preview.how === 'done' && done.how === 'done' && preview.letters).toEqual(
      done.how === 'done' && done.letters,
    );
    expect(await dossier(code)).toMatchObject({ unit_code: 'MTTQ-GIAPHU', status: 'awaiting-documents' });
    expect(await service.decisions.onDossier(code, version, decision, { actor: 'can-bo', send: [] })).toEqual(
      { how: 'changed' },
    );
    await idle();
    expect(office.smtp.received.at(-1)?.to).toEqual(['nguoi-la@example.vn']);
    const { rows } = await service.db.query(
      `select unit_code, confirmed_by from unit_addresses where address = 'nguoi-la@example.vn'`,
    );
    expect(rows).toEqual([{ unit_code: 'MTTQ-GIAPHU', confirmed_by: 'can-bo' }]);
    expect(await events(code)).toContain('can-bo set-unit');
  });
});

describe('what staff say a file is', () => {
  it('stands when more comes, and tells the unit once the dossier is complete', async () => {
    const { orderWord, orderScan, reportWord, reportScan } = await papers(
      'Sơn Hà',
      'Mô hình ánh sáng an ninh',
    );
    const unclear = {
      ...reportScan,
      name: 'anh 01.pdf',
      content: await makePdf({ ...baoCaoMoTa(unitOf('Sơn Hà'), 'x'), title: ['ẢNH CHỤP'], paragraphs: [] }),
    };
    const entry = await take({
      from: 'sonha@example.vn',
      subject: 'Hồ sơ sáng kiến xã Sơn Hà',
      attachments: [orderWord, orderScan, reportWord, unclear],
    });
    const code = entry.dossier?.code ?? '';
    expect(entry.dossier?.status).not.toBe('complete');
    const id = await attachment(code, 'anh 01.pdf');
    const type = entry.documents.find(({ name }) => name === 'Báo cáo.docx')?.type ?? null;
    const wrong = await decide(code, {
      what: 'set-document',
      attachment: 999_999,
      type,
      form: 'signed',
      item: null,
    });
    expect(wrong).toEqual({ how: 'refused', why: 'no-such-document' });
    const done = await decide(code, {
      what: 'set-document',
      attachment: id,
      type,
      form: 'signed',
      item: 'Mô hình ánh sáng an ninh',
    });
    expect(kindsOf(done)).toEqual([expect.stringMatching(/receipt|supplement-complete/)]);
    expect(await dossier(code)).toMatchObject({ status: 'complete' });
    const later = await take({
      from: 'sonha@example.vn',
      subject: `[${code}] Gửi thêm ảnh`,
      attachments: [
        {
          name: 'phu luc.pdf',
          content: await makePdf({ ...toTrinh(unitOf('Sơn Hà')), title: ['PHỤ LỤC'], number: 'x' }),
        },
      ],
    });
    expect(later).toMatchObject({ outcome: 'supplement', dossier: { code, status: 'complete' } });
    const { rows } = await service.db.query(
      'select type, form, evidence from documents where attachment_id = $1',
      [id],
    );
    expect(rows).toEqual([{ type, form: 'signed', evidence: [{ source: 'staff', quote: '' }] }]);
  });
});

describe('what staff decide of a dossier', () => {
  let code = '';
  const letters = () => office.smtp.received.filter(({ to }) => to.includes('xuanquang@example.vn'));
  beforeAll(async () => {
    const { orderWord } = await papers('Xuân Quang', 'Máy tách hạt ngô');
    code =
      (await take({ from: 'xuanquang@example.vn', subject: 'Hồ sơ xã Xuân Quang', attachments: [orderWord] }))
        .dossier?.code ?? '';
  });

  it('is complete when they say so, tells the unit, and stays so when more comes', async () => {
    expect(await decide(code, { what: 'forward' })).toEqual({ how: 'refused', why: 'complete-first' });
    const before = letters().length;
    expect(kindsOf(await decide(code, { what: 'complete' }))).toEqual(['supplement-complete']);
    await idle();
    expect(letters()).toHaveLength(before + 1);
    const { reportWord } = await papers('Xuân Quang', 'Máy tách hạt ngô');
    const later = await take({
      from: 'xuanquang@example.vn',
      subject: `[${code}] bổ sung`,
      attachments: [reportWord],
    });
    expect(later).toMatchObject({
      dossier: { code, status: 'complete' },
      letters: [{ kind: 'supplement-complete' }],
    });
  });

  it('is forwarded, can be called back with a reason, and is refused with one that the unit reads', async () => {
    expect(kindsOf(await decide(code, { what: 'forward' }))).toEqual([]);
    expect(await dossier(code)).toMatchObject({ status: 'forwarded', forwarded_at: expect.any(Date) });
    expect(await decide(code, { what: 'refuse', reason: 'x' })).toEqual({
      how: 'refused',
      why: 'decided-already',
    });
    expect(await decide(code, { what: 'reopen', reason: ' ' })).toEqual({
      how: 'refused',
      why: 'reason-needed',
    });
    await decide(code, { what: 'reopen', reason: 'Thẩm định trả lại' });
    expect(await dossier(code)).toMatchObject({ status: 'complete', forwarded_at: null });
    const refusal = await decide(code, {
      what: 'refuse',
      reason: 'Nội dung không thuộc phạm vi của kế hoạch',
    });
    expect(refusal.how === 'done' && refusal.letters[0]?.text).toContain(
      'Nội dung không thuộc phạm vi của kế hoạch',
    );
    await idle();
    expect(letters().at(-1)?.raw.toString()).toContain('Subject:');
    const later = await take({
      from: 'xuanquang@example.vn',
      subject: `[${code}] gửi lại`,
      attachments: [(await papers('Xuân Quang', 'Bản khác')).reportScan],
    });
    expect(later.dossier).toMatchObject({ code, status: 'refused' });
    expect(later.letters).toMatchObject([{ state: 'held', reason: 'decided-by-staff' }]);
  });

  it('asks nobody to act once somebody has worked on its letter', async () => {
    const { id } = await dossier(code);
    const [letter] = (
      await service.db.query<{ id: number; version: number }>(
        `select id, version from letters where dossier_id = $1 and state = 'held'`,
        [id],
      )
    ).rows;
    const acting = async () =>
      (
        await service.db.query(`select from log_entries where dossier_id = $1 and action_at < 'infinity'`, [
          id,
        ])
      ).rowCount;
    expect(await acting()).toBe(1);
    const words = { subject: `[${code}] Về hồ sơ`, text: 'Đã nhận thư.', html: '<p>Đã nhận thư.</p>' };
    expect(letter && (await editLetter(service.db, letter, words, 'can-bo', new Date()))).toBe(true);
    expect(await acting()).toBe(0);
  });

  it('keeps the letter that waits for staff when all that is decided is a note', async () => {
    await decide(code, { what: 'note', text: 'Chờ ý kiến.' });
    await decide(code, { what: 'note', text: '' });
    const { rows } = await service.db.query(
      `select state from letters l join dossiers d on d.id = l.dossier_id where d.code = $1 and state = 'held'`,
      [code],
    );
    expect(rows).toEqual([{ state: 'held' }]);
  });

  it('has a paper copy, somebody in charge and a note, of which no unit hears; all of it can be undone', async () => {
    const before = await state();
    expect(await decide(code, { what: 'record-paper', sets: 1, receivedOn: '2999-01-01' })).toEqual({
      how: 'refused',
      why: 'paper-in-future',
    });
    const undo: number[] = [];
    for (const decision of [
      { what: 'record-paper', sets: 2, receivedOn: '2022-08-11' },
      { what: 'assign', to: 'can-bo' },
      { what: 'note', text: 'Đã gọi điện.' },
    ] as const) {
      const done = await decide(code, decision);
      expect(kindsOf(done)).toEqual([]);
      if (done.how === 'done' && done.undo) undo.push(done.undo);
    }
    expect(await dossier(code)).toMatchObject({
      paper_sets: 2,
      paper_recorded_by: 'can-bo',
      assignee: 'can-bo',
      note: 'Đã gọi điện.',
    });
    expect(await decide(code, { what: 'assign', to: 'khong-co' })).toEqual({
      how: 'refused',
      why: 'no-such-account',
    });
    expect(await service.decisions.undo(undo[0] ?? 0, 'can-bo')).toEqual({
      how: 'refused',
      why: 'undone-or-old',
    });
    expect(await service.decisions.undo(undo[2] ?? 0, 'can-bo')).toMatchObject({ how: 'done' });
    expect(await dossier(code)).toMatchObject({ note: '', assignee: 'can-bo' });
    await decide(code, { what: 'assign', to: null });
    await decide(code, { what: 'remove-paper' });
    expect(await state()).toEqual(before);
  });

  it('goes to one of two who decide at the same time', async () => {
    const { version } = await dossier(code);
    const both = await Promise.all(
      ['a', 'b'].map((text) =>
        service.decisions.onDossier(code, version, { what: 'note', text }, { actor: 'can-bo', send: [] }),
      ),
    );
    expect(both.map(({ how }) => how).sort()).toEqual(['changed', 'done']);
  });
});

describe('an undo', () => {
  it('takes back nothing that others did meanwhile: a note on what was merged before, a mail that was placed elsewhere', async () => {
    const codes: string[] = [];
    for (const [at, title] of ['Nhà sạch', 'Vườn đẹp', 'Ngõ sáng'].entries()) {
      const { reportWord } = await papers('Tằng Loỏng', title);
      const mail = {
        from: `tangloong-${at}@example.vn`,
        subject: 'Hồ sơ xã Tằng Loỏng',
        attachments: [reportWord],
      };
      codes.push((await take(mail)).dossier?.code ?? '');
      if (at < 2) continue;
      const again = await take({ ...mail, text: 'Gửi lại.' });
      expect(again).toMatchObject({ outcome: 'duplicate' });
      const [a = '', b = '', c = ''] = codes;
      expect(new Set(codes).size).toBe(3);
      await decide(a, { what: 'merge', into: b });
      const merged = await decide(b, { what: 'merge', into: c });
      if (merged.how !== 'done') throw new Error(JSON.stringify(merged));
      await decide(a, { what: 'note', text: 'Giữ lại.' });
      const register = { what: 'register', kind: 'initiative', unit: 'MTTQ-TANGLOONG' } as const;
      const placed = await onMessage(again.message.id, 'duplicate', register, []);
      expect(placed).toMatchObject({ how: 'done' });
      expect(await service.decisions.undo(merged.undo ?? 0, 'can-bo')).toMatchObject({ how: 'done' });
      expect(await dossier(a)).toMatchObject({ note: 'Giữ lại.', merged_into: (await dossier(b)).id });
      expect((await entryOf(again.message.messageId ?? '')).dossier?.code).toBe(
        placed.how === 'done' ? placed.dossier : '',
      );
    }
  });
});
