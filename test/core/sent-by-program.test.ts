// Mails that a program sent: which are dossiers all the same, and none is answered by itself.
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/core/reasons.ts';
import { attachment } from './facts.ts';
import { EXISTING, HEAD, judge, letters, order, whole } from './verdicts.ts';

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
