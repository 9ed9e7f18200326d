// What staff decide, on a real database with real letters: it stands, it tells the unit, it can be undone, and nobody is overwritten.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { type Mail, makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { runSteps } from '../../src/app/run.ts';
import { openService, type Service } from '../../src/app/service.ts';
import type { Decided, DossierDecision, MessageDecision } from '../../src/core/decision.ts';
import type { Intent } from '../../src/core/decisions.ts';
import { dueBy } from '../../src/core/retry.ts';
import { takeImported } from '../../src/steps/take-in.ts';
import { editLetter, resendLetter } from '../../src/store/letter-changes.ts';
import { pauseLetters } from '../../src/store/letter-decisions.ts';
import { countDue } from '../../src/store/log.ts';
import { enterMailbox, IMPORTED } from '../../src/store/mailboxes.ts';
import { findUntrueEntries } from '../support/entries.ts';
import { eventually } from '../support/eventually.ts';
import { LOG, type Office, openOffice } from '../support/service.ts';

let office: Office;
let service: Service;
const stop = new AbortController();
let running: Promise<void>;
beforeAll(async () => {
  office = await openOffice();
  service = await openService(office.settings, requireMail(office.settings));
  running = runSteps(service, ['read', 'register', 'reply', 'sweep'], 1, LOG, stop.signal);
  await service.db.query(
    `insert into staff (username, name, role, created_at) values ('can-bo', 'Cán bộ tiếp nhận', 'officer', now())`,
  );
});
// Whatever was decided, the log's own table says what the others say.
afterEach(async () => expect(await findUntrueEntries(office.database.url)).toEqual([]));
afterAll(async () => {
  stop.abort();
  await running;
  await service.close();
  await office.close();
});

const unitOf = (place: string) => ({
  letterhead: ['ỦY BAN MTTQ VIỆT NAM', `XÃ ${place.toUpperCase()}`, 'BAN THƯỜNG TRỰC'],
  place,
});

/** Papers of one unit; `title` tells its initiative. */
async function papers(place: string, title: string) {
  const order = { ...toTrinh(unitOf(place)), number: `Số: ${title.length}/TTr-MTTQ` };
  const report = baoCaoMoTa(unitOf(place), title);
  return {
    orderWord: { name: 'Tờ trình.docx', content: await makeDocx(order) },
    orderScan: { name: 'Tờ trình.pdf', content: await makePdf(order) },
    reportWord: { name: 'Báo cáo.docx', content: await makeDocx(report) },
    reportScan: { name: 'Báo cáo.pdf', content: await makePdf(report) },
  };
}

/** Every message is registered and every letter that may go has gone. */
async function idle(): Promise<void> {
  await eventually('nothing to be due', async () => {
    const { messages, letters } = await countDue(service.db, dueBy(new Date()));
    return messages + letters === 0;
  });
}

let sent = 0;
/** Takes a mail in and works until nothing is due; returns its row in the log. */
async function take(mail: Partial<Mail> & Pick<Mail, 'from'>) {
  sent += 1;
  const messageId = `<decisions-${sent}@example.vn>`;
  const raw = await makeMail({
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ đề nghị công nhận sáng kiến',
    text: 'Kính gửi Ban Thường trực hồ sơ sáng kiến.',
    messageId,
    ...mail,
  });
  const mailbox = await enterMailbox(service.db, IMPORTED, new Date(0));
  await takeImported(service, mailbox.id, raw);
  await idle();
  return entryOf(messageId);
}

async function entryOf(messageId: string) {
  const entry = (await office.log()).find(({ message }) => message.messageId === messageId);
  if (!entry) throw new Error(`${messageId} is not in the log`);
  return entry;
}

const SEND_ALL: Intent['send'] = [
  'receipt',
  'receipt-checking',
  'missing-documents',
  'supplement-complete',
  'supplement-missing',
  'unknown-unit',
  'refusal',
];

interface Row {
  id: number;
  version: number;
  status: string;
  [column: string]: unknown;
}

async function dossier(code: string): Promise<Row> {
  const { rows } = await service.db.query<Row>('select * from dossiers where code = $1', [code]);
  if (!rows[0]) throw new Error(`no dossier ${code}`);
  return rows[0];
}

async function decide(
  code: string,
  decision: DossierDecision,
  send: Intent['send'] = SEND_ALL,
): Promise<Decided> {
  const { version } = await dossier(code);
  return service.decisions.onDossier(code, version, decision, { actor: 'can-bo', send });
}

const onMessage = (id: number, state: string, decision: MessageDecision, send: Intent['send'] = SEND_ALL) =>
  service.decisions.onMessage(id, state, decision, { actor: 'can-bo', send });

const kindsOf = (decided: Decided) =>
  decided.how === 'done' ? decided.letters.map(({ kind }) => kind) : decided.how;

async function events(code: string): Promise<string[]> {
  const { rows } = await service.db.query<{ told: string }>(
    `select actor || ' ' || what as told from events e join dossiers d on d.id = e.dossier_id where d.code = $1 order by e.id`,
    [code],
  );
  return rows.map(({ told }) => told);
}

const attachment = async (code: string, name: string) => {
  const { rows } = await service.db.query<{ id: number }>(
    `select a.id from attachments a join messages m on m.id = a.message_id left join documents o on o.attachment_id = a.id
       join dossiers d on d.id = coalesce(o.dossier_id, m.dossier_id)
     where d.code = $1 and a.name = $2 order by a.id desc limit 1`,
    [code, name],
  );
  return rows[0]?.id ?? 0;
};

const state = async () => {
  const { rows } = await service.db.query(
    `select (select jsonb_agg(to_jsonb(d) - 'version' order by id) from dossiers d) as dossiers,
       (select jsonb_agg(to_jsonb(o) order by id) from documents o) as documents,
       (select jsonb_agg(to_jsonb(m) - 'due_at' order by id) from messages m) as messages`,
  );
  return rows[0];
};

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

describe('letters that have not gone out when something is decided', () => {
  beforeAll(() => pauseLetters(service.db, true, 'can-bo', new Date()));

  const lettersOf = async (code: string) => {
    const { rows } = await service.db.query<{ id: number; kind: string; state: string; recipient: string }>(
      `select l.id, l.kind, l.state, l.recipient from letters l join dossiers d on d.id = l.dossier_id where d.code = $1
       order by l.id`,
      [code],
    );
    return rows;
  };
  const undoneBy = async (decided: Decided) => {
    if (decided.how !== 'done') throw new Error(JSON.stringify(decided));
    expect(await service.decisions.undo(decided.undo ?? 0, 'can-bo')).toMatchObject({ how: 'done' });
  };
  const intake = async (place: string, from: string, title: string) => {
    const { orderWord } = await papers(place, title);
    const { dossier } = await take({ from, subject: `Hồ sơ xã ${place}`, attachments: [orderWord] });
    return dossier?.code ?? '';
  };

  it('are put back as they stood by an undo: nobody approved what was held', async () => {
    const code = await intake('Xuân Giao', 'xuangiao@example.vn', 'Bếp đun tiết kiệm');
    await service.db.query(
      `update letters l set state = 'held', reason = 'letter-review', due_at = null from dossiers d
       where d.id = l.dossier_id and d.code = $1`,
      [code],
    );
    const before = await lettersOf(code);
    expect(before).toMatchObject([{ kind: 'missing-documents', state: 'held' }]);
    const done = await decide(code, { what: 'complete' });
    expect(await lettersOf(code)).toMatchObject([{ state: 'pending' }]);
    await undoneBy(done);
    expect(await lettersOf(code)).toEqual(before);
  });

  it('are left alone by the undo of a decision that did not write them', async () => {
    const code = await intake('Thái Niên', 'thainien@example.vn', 'Lò đốt rác');
    await service.db.query(
      `update letters l set state = 'sent', sent_at = now(), due_at = null from dossiers d
       where d.id = l.dossier_id and d.code = $1`,
      [code],
    );
    const [letter] = await lettersOf(code);
    const note = await decide(code, { what: 'note', text: 'Gửi lại thư.' });
    const again = { recipient: 'thainien@example.vn', messageId: '<again@example.vn>' };
    const shown = { id: letter?.id ?? 0, version: 1, state: 'sent' } as const;
    expect(await resendLetter(service.db, shown, again, 'can-bo', new Date())).not.toBeNull();
    await undoneBy(note);
    expect(await lettersOf(code)).toMatchObject([{ state: 'sent' }, { state: 'pending' }]);
  });

  it('go to whoever wrote, though the latest papers came on a stick', async () => {
    const code = await intake('Phong Niên', 'phongnien@example.vn', 'Máy gieo hạt');
    const { reportWord } = await papers('Phong Niên', 'Máy gieo hạt');
    const order = {
      dossier: code,
      campaign: 'dkst-2022',
      kind: 'initiative',
      unit: 'MTTQ-PHONGNIEN',
      how: 'USB',
    };
    const files = [{ name: reportWord.name, bytes: reportWord.content }];
    await service.decisions.addByHand(order, files, null, 'can-bo');
    await idle();
    expect(kindsOf(await decide(code, { what: 'complete' }, 'preview'))).toEqual(['supplement-complete']);
    await decide(code, { what: 'complete' });
    expect((await lettersOf(code)).at(-1)).toMatchObject({ recipient: 'phongnien@example.vn' });
  });

  it('do not ask for what a message of no dossier has just brought', async () => {
    const code = await intake('Phố Lu', 'pholu@example.vn', 'Tuyến đường tự quản');
    expect((await lettersOf(code)).map(({ kind }) => kind)).toEqual(['missing-documents']);
    const { message, outcome } = await take({
      from: 'la-2@example.vn',
      subject: 'Gui them',
      text: 'Em gui.',
      attachments: [
        {
          name: 'tai lieu.docx',
          content: await makeDocx({
            ...toTrinh(unitOf('X')),
            letterhead: ['Y'],
            title: ['VỀ VIỆC GỬI THÊM'],
            paragraphs: [],
          }),
        },
      ],
    });
    expect(outcome).toBe('unsorted');
    await onMessage(message.id, 'unsorted', { what: 'add-to', dossier: code });
    const waiting = (await lettersOf(code)).filter(({ state }) => state === 'pending');
    expect(waiting).toMatchObject([{ recipient: 'la-2@example.vn' }]);
  });
});
