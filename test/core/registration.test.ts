// The whole verdict on a mail.
import { describe, expect, it } from 'vitest';
import { attachment } from './facts.ts';
import { EXISTING, HEAD, judge, letters, NOW, report, whole } from './verdicts.ts';

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
