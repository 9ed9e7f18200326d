import { describe, expect, it } from 'vitest';
import { findHeading, judgeAttachment } from '../../src/core/document.ts';
import type { FileType } from '../../src/core/facts.ts';
import { attachment, campaign } from './facts.ts';

const judge = (change: Parameters<typeof attachment>[0]) => judgeAttachment(attachment(change), campaign);

describe('judgeAttachment', () => {
  it('believes the heading more than the name', () => {
    const text = 'ỦY BAN MTTQ VIỆT NAM\nXÃ GIA PHÚ\nBÁO CÁO\nMô tả sáng kiến\nTên sáng kiến: Mô hình';
    expect(judge({ name: 'To trinh.docx', text })).toMatchObject({
      type: 'bao_cao_mo_ta',
      confidence: 0.9,
      evidence: [{ source: 'heading' }],
    });
    expect(judge({ name: 'To trinh.docx' })).toMatchObject({ type: 'to_trinh', confidence: 0.6 });
    expect(judge({ name: 'scan0001.pdf', type: 'pdf' })).toMatchObject({ type: null, form: 'signed' });
  });

  it.each([
    ['pdf', 'signed'],
    ['jpg', 'signed'],
    ['heic', 'signed'],
    ['doc', 'editable'],
    ['xlsx', 'editable'],
    ['mp4', 'other'],
    ['zip', 'other'],
  ] as [FileType, string][])('tells the form of %s by content: %s', (type, form) => {
    expect(judge({ name: 'to trinh.bin', type }).form).toBe(form);
  });

  it('tells nothing of what an unopened archive holds by its name', () => {
    expect(judge({ name: 'bao cao sang kien.rar', type: 'rar' })).toMatchObject({
      type: null,
      verdict: 'accepted',
    });
  });

  it.each(['~$ trinh.docx', 'Thumbs.db', 'desktop.ini', 'ATT00001.htm', 'smime.p7s', '.DS_Store'])(
    'ignores %s',
    (name) => {
      expect(judge({ name, type: 'unknown' })).toMatchObject({ verdict: 'ignored' });
    },
  );

  it('ignores a logo that the body shows, and keeps a photo that it does not show', () => {
    const logo = { name: 'image001.png', type: 'png' as const, size: 8_000 };
    expect(judge({ ...logo, shownInBody: true })).toMatchObject({
      verdict: 'ignored',
      reason: 'inline-image',
    });
    expect(judge(logo).verdict).toBe('accepted');
    expect(judge({ ...logo, shownInBody: true, size: 900_000 }).verdict).toBe('accepted');
  });

  it('refuses what cannot be used, and still says what it would have been', () => {
    expect(judge({ name: 'To trinh.pdf', type: 'pdf', problem: 'encrypted' })).toMatchObject({
      verdict: 'refused',
      reason: 'encrypted',
      type: 'to_trinh',
    });
  });
});

describe('findHeading', () => {
  it.each([
    ['TỜ TRÌNH\nVề việc đề nghị xét, công nhận danh sách trích ngang', 'to_trinh'],
    ['Số: 15/TTr\nTỜ TRÌNH\nV/v đề nghị công nhận sáng kiến', 'to_trinh'],
    ['BÁO CÁO\nMÔ TẢ SÁNG KIẾN', 'bao_cao_mo_ta'],
    ['DANH SÁCH TRÍCH NGANG', 'danh_sach'],
    ['BÁO CÁO\nKết quả thực hiện phong trào thi đua Đoàn kết sáng tạo', 'bao_cao_dinh_ky'],
    ['KẾ HOẠCH\nTriển khai phong trào', 'ke_hoach'],
  ])('reads "%s"', (text, type) => {
    expect(findHeading(text, campaign.documents)?.type).toBe(type);
  });

  it('does not look beyond the first page', () => {
    expect(findHeading(`${'nội dung\n'.repeat(60)}TỜ TRÌNH`, campaign.documents)).toBeNull();
  });
});
