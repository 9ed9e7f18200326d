// The whole verdict, and the letters it owes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUnits } from '../../config/units.ts';
import { localDay } from '../../src/core/code.ts';
import { isWorkingDay, judgeDeadline, supplementDeadline } from '../../src/core/deadline.ts';
import { documentOf } from '../../src/core/dossier-document.ts';
import { judgeDossier } from '../../src/core/dossier-state.ts';
import { prepareRegistry } from '../../src/core/mention.ts';
import { decideLetters, type LetterRules } from '../../src/core/outbox.ts';
import type { Reason } from '../../src/core/reasons.ts';
import { holdOf, judgeMessage, type RegistrationFacts } from '../../src/core/registration.ts';
import { nextAttemptAt } from '../../src/core/retry.ts';
import type { DossierFacts } from '../../src/core/thread.ts';
import { attachment, campaign, message } from './facts.ts';

const registry = prepareRegistry(readUnits('config/units.yaml'));
const NOW = new Date('2022-08-08T02:20:00Z');
const HEAD = 'ỦY BAN MTTQ VIỆT NAM\nXÃ GIA PHÚ\n';
const order = (type: 'docx' | 'pdf') =>
  attachment({ name: `To trinh.${type}`, type, text: `${HEAD}TỜ TRÌNH\nV/v đề nghị công nhận sáng kiến` });
const report = (type: 'docx' | 'pdf') =>
  attachment({
    name: `Bao cao.${type}`,
    type,
    text: `${HEAD}BÁO CÁO MÔ TẢ SÁNG KIẾN\nTên sáng kiến: Mô hình`,
  });
const whole = () => [order('docx'), order('pdf'), report('docx'), report('pdf')];

const EXISTING: DossierFacts = {
  id: 1,
  code: 'DKST-BT-220808-0001',
  campaign: campaign.code,
  kind: 'initiative',
  unit: 'MTTQ-GIAPHU',
  addresses: ['mttq.giaphu@example.vn'],
  receivedAt: NOW,
  lastMessageAt: NOW,
  files: [],
};

function judge(
  change: Parameters<typeof message>[0] = {},
  { answered = [] as DossierFacts[], recent = [] as DossierFacts[], ...known }: Known = {},
) {
  const facts = message(change);
  const threads = { answered, named: [], sharing: [], recent, ...known.threads };
  const all: RegistrationFacts = {
    message: facts,
    automatic: null,
    authentication: 'none',
    foundInJunk: false,
    cut: false,
    isCopy: false,
    restoredAt: null,
    confirmedUnit: null,
    mergedUnits: new Map(),
    ...known,
    threads,
  };
  return { facts, verdict: judgeMessage(all, campaign, registry), hold: holdOf(all) };
}

interface Known extends Partial<Omit<RegistrationFacts, 'threads'>> {
  answered?: DossierFacts[];
  recent?: DossierFacts[];
  threads?: Partial<RegistrationFacts['threads']>;
}

function letters(
  change: Parameters<typeof message>[0],
  rules: Partial<LetterRules> = {},
  answered: DossierFacts[] = [],
  known: Known = {},
) {
  const { facts, verdict, hold } = judge(change, { answered, ...known });
  const documents = facts.attachments.flatMap((one, at) => {
    const judged = verdict.documents[at];
    return judged ? [documentOf(one, judged, facts, campaign)] : [];
  });
  const { dossier } = verdict;
  const links = facts.links.length;
  const state =
    dossier &&
    judgeDossier(documents, { kind: dossier.kind, unitKnown: dossier.unit.unit !== null, links }, campaign);
  const all: LetterRules = {
    mode: 'send',
    replySince: new Date(0),
    quietSeconds: 600,
    written: { toAddress: { hour: 0, day: 0 }, inAll: { hour: 0, day: 0 } },
    hold,
    foundVirus: false,
    scansPending: false,
    gone: [],
    withdrawn: [],
    ...rules,
  };
  return decideLetters(verdict, state, facts, all, campaign, NOW).map(
    ({ kind, dueAt, held }) => `${kind}${dueAt > NOW ? ' later' : ''}${held ? ` ${held}` : ''}`,
  );
}

describe('judgeMessage', () => {
  it('registers a dossier', () => {
    expect(judge({ attachments: whole() }).verdict).toMatchObject({
      outcome: 'registered',
      reason: null,
      dossier: { existing: null, kind: 'initiative', unit: { unit: 'MTTQ-GIAPHU' }, deadline: 'on-time' },
    });
  });

  it.each([
    [
      'an invitation',
      { subject: 'Giấy mời họp giao ban', body: 'Kính mời' },
      'not-a-submission',
      'ordinary-mail',
    ],
    [
      'a dossier without files',
      { subject: 'Gửi hồ sơ đề nghị công nhận sáng kiến' },
      'unsorted',
      'no-attachment',
    ],
    [
      'an order for money',
      { attachments: [attachment({ text: `${HEAD}TỜ TRÌNH\nVề việc xin kinh phí sửa chữa trụ sở` })] },
      'unsorted',
      'kind-unclear',
    ],
    [
      'an invoice',
      {
        subject: 'Hóa đơn tiền điện',
        attachments: [attachment({ name: 'hoa don.pdf', type: 'pdf' as const })],
      },
      'unsorted',
      'ordinary-mail',
    ],
    [
      'a plan',
      { attachments: [attachment({ text: `${HEAD}KẾ HOẠCH\nHưởng ứng phong trào Đoàn kết sáng tạo` })] },
      'unsorted',
      'plan',
    ],
    [
      'a question',
      { subject: 'Hồ sơ sáng kiến', body: 'Cho em hỏi hồ sơ gồm những gì ạ?' },
      'unsorted',
      'enquiry',
    ],
    [
      'who has nothing to propose',
      { subject: 'Sáng kiến năm 2022', body: 'Năm nay đơn vị không có nội dung đề nghị xét, công nhận.' },
      'unsorted',
      'nothing-to-propose',
    ],
    [
      'an invitation to talk of initiatives',
      {
        subject: 'Giấy mời dự hội nghị tổng kết sáng kiến',
        attachments: [attachment({ name: 'GM 12.pdf' })],
      },
      'unsorted',
      'ordinary-mail',
    ],
  ])('leaves %s alone or to staff', (_, change, outcome, reason) => {
    expect(judge(change).verdict).toMatchObject({ outcome, reason, dossier: null });
  });

  it('registers a periodic report of its period, and says so', () => {
    const report = attachment({
      text: `${HEAD}BÁO CÁO\nKết quả thực hiện phong trào thi đua Đoàn kết sáng tạo 6 tháng đầu năm 2022`,
    });
    const change = {
      subject: 'Báo cáo',
      attachments: [report],
      receivedAt: new Date('2022-06-08T02:00:00Z'),
    };
    expect(judge(change).verdict).toMatchObject({
      outcome: 'registered',
      dossier: {
        kind: 'periodic-report',
        deadline: 'on-time',
        report: { period: '6 tháng đầu năm 2022', deadlineWording: 'trước ngày 10 tháng 6 năm 2022' },
      },
    });
    expect(judge({ ...change, receivedAt: new Date('2022-06-09T17:00:00Z') }).verdict.dossier).toMatchObject({
      deadline: 'late',
    });
    expect(letters(change)).toEqual(['report-receipt']);
  });

  const HOUR = 3600_000;
  const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
  it.each([
    ['a second report within a day', { receivedAt: later(20), attachments: [report('docx')] }, true],
    [
      'a report whose answer is to go elsewhere',
      {
        receivedAt: later(1),
        replyTo: { name: '', address: 'la@example.com' },
        attachments: [report('docx')],
      },
      false,
    ],
    [
      'a dossier with a tờ trình of nobody known',
      {
        receivedAt: later(1),
        attachments: [attachment({ text: 'TỜ TRÌNH\nV/v đề nghị công nhận sáng kiến' })],
      },
      false,
    ],
    ['a second report days later', { receivedAt: later(72), attachments: [report('docx')] }, false],
    [
      'a replacement days later',
      { subject: 'Gửi lại bản chuẩn', receivedAt: later(72), attachments: [report('docx')] },
      true,
    ],
    [
      'photos without a word',
      { receivedAt: later(1), attachments: [attachment({ name: 'IMG_1.jpg', type: 'jpg' as const })] },
      true,
    ],
    [
      'another kind of document',
      { receivedAt: later(1), attachments: [attachment({ name: 'a.docx', text: 'BÁO CÁO TUẦN' })] },
      false,
    ],
    [
      'the dossier of another unit',
      {
        receivedAt: later(1),
        attachments: [attachment({ text: `ỦY BAN MTTQ VIỆT NAM\nXÃ SƠN HÀ\nBÁO CÁO MÔ TẢ SÁNG KIẾN` })],
      },
      false,
    ],
  ])('joins mails of one sender: %s', (_, change, joins) => {
    const { verdict } = judge(change, { recent: [EXISTING] });
    expect(verdict.outcome === 'supplement' && verdict.dossier?.existing?.code === EXISTING.code).toBe(joins);
  });

  it('registers what came by link only', () => {
    const links = [{ service: 'Google Drive', url: 'https://drive.google.com/file/d/x' }];
    const change = {
      subject: 'MTTQ xã Gia Phú gửi hồ sơ đề nghị công nhận sáng kiến',
      links,
    };
    expect(judge(change).verdict).toMatchObject({ outcome: 'registered', documents: [] });
    expect(letters(change)).toEqual(['external-links']);
  });

  it('keeps a dossier of an unknown unit, and asks', () => {
    const anonymous = [attachment({ text: 'BÁO CÁO MÔ TẢ SÁNG KIẾN\nTên sáng kiến: A' })];
    expect(judge({ attachments: anonymous }).verdict).toMatchObject({
      outcome: 'unsorted',
      reason: 'unit-unknown',
      dossier: { existing: null },
    });
    expect(letters({ attachments: anonymous })).toEqual(['unknown-unit']);
  });
});

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

describe('a mail that a program sent', () => {
  const machine = (reason: Reason = 'auto-submitted') => ({
    automatic: { reason, weight: 'machine' as const },
  });
  const hint = { automatic: { reason: 'mailing-list' as const, weight: 'hint' as const } };
  const certain = (reason: Reason) => ({ automatic: { reason, weight: 'certain' as const } });
  const paper = (scannedText: string | null = null) =>
    attachment({ name: 'SKM_C22722080815.pdf', type: 'pdf', scannedText });
  const bulletin = () =>
    attachment({ name: 'Ban tin thang 8.pdf', type: 'pdf', text: 'BẢN TIN\nSố 8 tháng 8' });
  const told = { subject: 'Hồ sơ đề nghị công nhận sáng kiến xã Gia Phú' };

  it.each(['own-message', 'delivery-report', 'auto-replied', 'read-receipt', 'robot-sender'] as const)(
    'is automatic whatever it brings: %s',
    (reason) => {
      const { verdict } = judge({ ...told, attachments: whole() }, certain(reason));
      expect(verdict).toMatchObject({ outcome: 'automatic', reason, dossier: null });
    },
  );

  it.each(['auto-submitted', 'null-return-path', 'mailing-list', 'bulk-precedence', 'robot-sender'] as const)(
    'is registered with its dossier, its letters held: %s',
    (reason) => {
      expect(judge({ attachments: whole() }, machine(reason)).verdict).toMatchObject({
        outcome: 'registered',
        dossier: { unit: { unit: 'MTTQ-GIAPHU' } },
      });
      expect(letters({ attachments: whole() }, {}, [], machine(reason))).toEqual(['receipt sent-by-machine']);
      expect(letters({ attachments: [order('docx')] }, {}, [], machine(reason))).toEqual([
        'receipt-checking sent-by-machine',
        'missing-documents later sent-by-machine',
      ]);
    },
  );

  it('is answered where people’s mail bears the mark, too, and it is a dossier', () => {
    expect(letters({ attachments: whole() }, {}, [], hint)).toEqual(['receipt']);
    expect(judge(told, hint).verdict).toMatchObject({ outcome: 'automatic', reason: 'mailing-list' });
  });

  it.each([
    ['nothing', told, machine()],
    [
      'a link only',
      { ...told, links: [{ service: 'Google Drive', url: 'https://drive.google.com/file/d/x' }] },
      machine(),
    ],
    ['only what cannot be opened', { ...told, attachments: [attachment({ problem: 'damaged' })] }, machine()],
    ['a statement', { subject: 'Sao kê tài khoản', attachments: [bulletin()] }, machine('robot-sender')],
    [
      'a newsletter’s PDF',
      { subject: 'Bản tin tháng 8', attachments: [bulletin()] },
      machine('mailing-list'),
    ],
    [
      'a PDF on initiatives',
      { subject: 'Bản tin: hồ sơ sáng kiến hay', attachments: [bulletin()] },
      machine('mailing-list'),
    ],
    [
      'a PDF on initiatives, without a list',
      { subject: 'Bản tin: hồ sơ sáng kiến hay', attachments: [bulletin()] },
      hint,
    ],
    ['an invitation', { subject: 'Giấy mời họp', attachments: [bulletin()] }, machine()],
    ['a newsletter’s poster', { subject: 'Khuyến mãi', attachments: [paper()] }, machine('mailing-list')],
  ])('stays automatic with %s', (_, change, known) => {
    const { verdict } = judge(change, known);
    expect(verdict).toMatchObject({ outcome: 'automatic', reason: known.automatic.reason, dossier: null });
  });

  it('is left to people while nobody knows what a copier’s paper is, and registered when OCR tells', () => {
    const subject = 'Message from KM_C227';
    expect(judge({ subject, attachments: [paper()] }, machine()).verdict).toMatchObject({
      outcome: 'unsorted',
      reason: 'kind-unclear',
    });
    const scannedText = `${HEAD}TỜ TRÌNH\nV/v đề nghị xét, công nhận sáng kiến`;
    const known = { subject, attachments: [paper(scannedText)] };
    expect(judge(known, machine()).verdict.outcome).toBe('registered');
    expect(letters(known, {}, [], machine()).every((one) => one.endsWith('sent-by-machine'))).toBe(true);
  });

  it('joins its dossier, and leaves a plan or a foreign code to people', () => {
    const added = judge({ attachments: [order('pdf')] }, { ...machine(), recent: [EXISTING] }).verdict;
    expect(added).toMatchObject({ outcome: 'supplement', dossier: { existing: EXISTING } });
    expect(letters({ attachments: whole() }, {}, [EXISTING], machine())).toEqual([
      'supplement-complete sent-by-machine',
    ]);
    const plan = attachment({ text: `${HEAD}KẾ HOẠCH\nHưởng ứng phong trào Đoàn kết sáng tạo` });
    expect(judge({ attachments: [plan] }, machine()).verdict).toMatchObject({
      outcome: 'unsorted',
      reason: 'plan',
    });
    const stranger = { ...EXISTING, unit: 'MTTQ-SONHA', addresses: ['sonha@example.vn'] };
    const claimed = judge({ attachments: [order('pdf')] }, { ...machine(), threads: { named: [stranger] } });
    expect(claimed.verdict).toMatchObject({ outcome: 'unsorted', reason: 'code-unfit' });
  });

  it('is told nothing when it sends the same once more', () => {
    const attachments = whole();
    const files = attachments.flatMap(({ sha256 }) => sha256 ?? []);
    const known = { threads: { sharing: [{ ...EXISTING, files }] } };
    expect(judge({ attachments }, { ...machine(), ...known }).verdict.outcome).toBe('duplicate');
    expect(letters({ attachments }, {}, [], { ...machine(), ...known })).toEqual([]);
    expect(letters({ attachments }, {}, [], known)).toEqual(['duplicate']);
  });

  it('is kept for people where only its beginning was, its letter held', () => {
    expect(judge({}, { ...machine(), cut: true }).verdict).toMatchObject({
      outcome: 'unsorted',
      reason: 'message-too-large',
    });
    expect(letters({}, {}, [], { ...machine(), cut: true })).toEqual(['message-too-large sent-by-machine']);
  });

  it('stays in Junk, to be judged when somebody moves it out', () => {
    const change = { subject: 'Message from KM_C227', attachments: [paper()] };
    expect(judge(change, { ...machine(), foundInJunk: true }).verdict).toMatchObject({
      outcome: 'not-a-submission',
      reason: 'junk',
    });
    expect(judge(change, { ...certain('auto-replied'), foundInJunk: true }).verdict.outcome).toBe(
      'automatic',
    );
  });

  it('waits for the gravest of the reasons', () => {
    const junk = { foundInJunk: true };
    expect(judge({}, { ...machine(), ...junk }).hold).toBe('sent-by-machine');
    expect(judge({}, { ...machine(), authentication: 'fail' }).hold).toBe('sender-unverified');
    expect(judge({}, junk).hold).toBe('found-in-junk');
    expect(judge({}, hint).hold).toBeNull();
  });

  it('is known by its words where it bears no mark, unless it brings documents', () => {
    const away = { subject: 'Trả lời tự động: Xác nhận tiếp nhận hồ sơ sáng kiến' };
    expect(judge(away).verdict).toMatchObject({ outcome: 'automatic', reason: 'auto-replied' });
    expect(judge({ ...away, attachments: whole() }).verdict.outcome).toBe('registered');
    expect(letters({ ...away, attachments: whole() })).toEqual(['receipt']);
  });
});

describe('deadlines', () => {
  const { deadline } = campaign;
  it('are judged to the second', () => {
    expect(judgeDeadline(new Date('2022-08-09T23:59:59+07:00'), deadline)).toBe('on-time');
    expect(judgeDeadline(new Date('2022-08-10T00:00:00+07:00'), deadline)).toBe('late');
    const graceUntil = new Date('2022-08-10T23:59:59+07:00');
    expect(judgeDeadline(new Date('2022-08-10T12:00:00+07:00'), { ...deadline, graceUntil })).toBe('grace');
    expect(judgeDeadline(new Date('2022-08-11T00:00:00+07:00'), { ...deadline, graceUntil })).toBe('late');
  });

  it.each([
    ['over a weekend', '2022-08-10T10:00:00+07:00', '2022-08-17T17:00:00+07:00'],
    ['over 2 September', '2022-08-29T10:00:00+07:00', '2022-09-07T17:00:00+07:00'],
    ['never before the campaign’s own', '2022-06-01T10:00:00+07:00', '2022-08-09T23:59:59+07:00'],
    ['from a Sunday', '2022-08-14T10:00:00+07:00', '2022-08-19T17:00:00+07:00'],
  ])('of supplements: %s', (_, notice, until) => {
    expect(supplementDeadline(new Date(notice), campaign)).toEqual(new Date(until));
  });
});

describe('deadlines, whenever the notice is written', () => {
  const notice = fc.date({
    min: new Date('2022-08-10T00:00:00Z'),
    max: new Date('2026-12-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const DAY = 86_400_000;
  const dayOf = (at: Date) => localDay(at, campaign.timeZone);

  it('end on a working day, at the hour the campaign says, after as many working days as it says', () => {
    fc.assert(
      fc.property(notice, (at) => {
        const end = supplementDeadline(at, campaign);
        expect(isWorkingDay(dayOf(end), campaign.supplement)).toBe(true);
        expect(end.toLocaleTimeString('en-GB', { timeZone: campaign.timeZone })).toBe('17:00:00');
        const days = Array.from({ length: 40 }, (_, after) =>
          dayOf(new Date(at.getTime() + (after + 1) * DAY)),
        );
        const until = days.findIndex((day) => JSON.stringify(day) === JSON.stringify(dayOf(end)));
        const counted = days
          .slice(0, until + 1)
          .filter((day) => isWorkingDay(day, campaign.supplement)).length;
        expect(counted).toBe(campaign.supplement.workingDays);
      }),
    );
  });

  it('never come nearer as the notice is written later', () => {
    fc.assert(
      fc.property(notice, notice, (a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        expect(+supplementDeadline(earlier, campaign)).toBeLessThanOrEqual(
          +supplementDeadline(later, campaign),
        );
      }),
    );
  });
});

describe('nextAttemptAt', () => {
  it('doubles the wait up to a limit, then gives up', () => {
    const waits = [1, 2, 3, 20].map((attempts) => Number(nextAttemptAt(attempts, 30, NOW)) - NOW.getTime());
    expect(waits).toEqual([30_000, 60_000, 120_000, 6 * 3600_000]);
    expect(nextAttemptAt(5, 5, NOW)).toBeNull();
  });
});
