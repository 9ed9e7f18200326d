import { describe, expect, it } from 'vitest';
import { findHeading, judgeAttachment, scansWanted } from '../../src/core/document.ts';
import { documentOf } from '../../src/core/dossier-document.ts';
import type { FileEntry, FileType } from '../../src/core/facts.ts';
import { attachment, campaign } from './facts.ts';

type Change = Parameters<typeof attachment>[0];
const judge = (change: Change) => judgeAttachment(attachment(change), campaign);
const inDossier = (change: Change) => {
  const one = attachment(change);
  const message = { id: 1, receivedAt: new Date(0) };
  return documentOf(one, judgeAttachment(one, campaign), message, campaign);
};
const entry: FileEntry = {
  nameAsSent: 'To trinh.docx',
  declaredType: '',
  shownInBody: false,
  sha256: 'a'.repeat(64),
  size: 10,
  problem: null,
};

describe('the type of a document', () => {
  it('is what the heading says, rather than the name', () => {
    const text = 'ỦY BAN MTTQ VIỆT NAM\nXÃ GIA PHÚ\nBÁO CÁO\nMô tả sáng kiến\nTên sáng kiến: Mô hình';
    expect(judge({ name: 'To trinh.docx', text })).toMatchObject({
      type: 'bao_cao_mo_ta',
      confidence: 0.95,
      evidence: [{ source: 'heading', quote: 'Mô tả sáng kiến' }],
    });
    expect(judge({ name: 'To trinh.docx' })).toMatchObject({
      type: 'to_trinh',
      confidence: 0.6,
      evidence: [{ source: 'name', quote: 'To trinh.docx' }],
    });
    expect(judge({ name: 'scan0001.pdf', type: 'pdf' })).toMatchObject({
      type: null,
      form: 'signed',
      evidence: [{ source: 'type', quote: 'pdf' }],
    });
  });

  it.each([
    ['UBMTTQ XÃ GIA PHÚ\nSố: 15/TTr-MTTQ-BTT   Gia Phú, ngày 05 tháng 8 năm 2022', 'Doc1.docx', 'to_trinh'],
    ['Số:      /TTr-MTTQ', 'Bao cao mo ta.docx', 'to_trinh'],
    ['Số: 102 /KH-MTTQ-BTT', 'Doc1.docx', 'ke_hoach'],
    ['Số: 07/QĐ-UBND', 'Doc1.docx', 'quyet_dinh'],
    ['Số 12/BC-MTTQ', 'sk Sơn Hà.docx', 'bao_cao_mo_ta'],
    ['Số 12/BC-MTTQ', 'Doc1.docx', null],
    ['Số: 20/CV-MTTQ', 'Doc1.docx', 'to_trinh'],
    ['Số: 20/MTTQ-BTT\nV/v gửi kết quả', 'Doc1.docx', 'to_trinh'],
    ['BÁO CÁO\nV/v công tác', 'Doc1.docx', null],
    ['(Kèm theo Tờ trình\nsố: 15/TTr-MTTQ ngày 05/8/2022)', 'Doc1.docx', null],
    ['Căn cứ Quyết định\nSố: 07/QĐ-UBND', 'Doc1.docx', null],
  ])('is read from the number in "%s"', (text, name, type) => {
    const verdict = judge({ name, text });
    expect(verdict.type).toBe(type);
    if (type) expect(verdict).toMatchObject({ confidence: 0.75, evidence: [{ source: 'number' }] });
  });

  it('is told by OCR only where the name tells nothing', () => {
    const scannedText = '|\nỦY BAN MTTQ . XÃ GIA PHÚ\n~ T0 TRÌNH _\nVề việc đề nghị';
    expect(judge({ name: 'scan0001.pdf', type: 'pdf', scannedText })).toMatchObject({
      type: 'to_trinh',
      confidence: 0.75,
      evidence: [{ source: 'scan' }],
    });
    expect(judge({ name: 'Bao cao mo ta.pdf', type: 'pdf', scannedText })).toMatchObject({
      type: 'bao_cao_mo_ta',
      evidence: [{ source: 'name' }],
    });
    expect(judge({ name: 'IMG_1.jpg', type: 'jpg', scannedText: 'Số: 15/TTr-MTTQ' }).type).toBe('to_trinh');
    expect(judge({ name: 'IMG_1.jpg', type: 'jpg', scannedText: 'xq ~~ 1' }).type).toBeNull();
  });

  it('is evidence for a film, and unknown for a photo', () => {
    expect(judge({ name: 'VID_01.mp4', type: 'mp4' })).toMatchObject({ type: 'minh_chung', form: 'other' });
    expect(judge({ name: 'IMG_1234.HEIC', type: 'heic' })).toMatchObject({ type: null, form: 'signed' });
  });

  it.each([
    ['Tờ trình.signed.signed.signed.pdf', 'to_trinh'],
    ['15_TTr-MTTQ_signed_signed.pdf', 'to_trinh'],
    ['To trinh.docx.signed.pdf', 'to_trinh'],
  ])('is read from %s', (name, type) => {
    expect(judge({ name, type: 'pdf' })).toMatchObject({ type, form: 'signed' });
  });
});

describe('the form of a document', () => {
  it.each([
    ['pdf', 'signed'],
    ['jpg', 'signed'],
    ['heic', 'signed'],
    ['doc', 'editable'],
    ['xlsx', 'editable'],
    ['mp4', 'other'],
    ['zip', 'other'],
  ] as [FileType, string][])('is told by content: %s', (type, form) => {
    expect(judge({ name: 'to trinh.bin', type }).form).toBe(form);
  });

  it('is what the name says where the content tells nothing', () => {
    expect(judge({ name: 'To trinh.doc', type: 'unknown', problem: 'empty-file' })).toMatchObject({
      verdict: 'refused',
      type: 'to_trinh',
      form: 'editable',
    });
  });

  it('is signed for a PDF out of Word, but less surely', () => {
    const text = 'TỜ TRÌNH\nVề việc đề nghị';
    const sent = judge({ name: 'a.pdf', type: 'pdf', text });
    expect(sent).toMatchObject({ type: 'to_trinh', form: 'signed', confidence: 0.9 });
    expect(sent.evidence.map(({ source }) => source)).toEqual(['heading', 'type']);
    expect(judge({ name: 'a.signed.pdf', type: 'pdf', text })).toMatchObject({ confidence: 0.95 });
  });
});

describe('the verdict on an attachment', () => {
  it('leaves an opened container to what lay inside it', () => {
    for (const [name, type] of [
      ['bao cao sang kien.rar', 'rar'],
      ['winmail.dat', 'tnef'],
      ['To trinh.eml', 'eml'],
    ] as const) {
      expect(judge({ name, type, entries: [entry] })).toMatchObject({
        verdict: 'accepted',
        reason: 'unpacked',
        type: null,
        form: 'other',
      });
      expect(inDossier({ name, type, entries: [entry] }).opaque).toBe(false);
      expect(inDossier({ name, type, problem: 'damaged' }).opaque).toBe(true);
    }
  });

  it('tells nothing of what an unopened archive holds by its name', () => {
    expect(judge({ name: 'bao cao sang kien.rar', type: 'rar' })).toMatchObject({
      type: null,
      verdict: 'accepted',
    });
    expect(inDossier({ name: 'ho so.rar', type: 'rar', problem: 'encrypted' })).toMatchObject({
      opaque: true,
      usable: false,
    });
    expect(inDossier({ name: 'ho so.zip', type: 'unknown', problem: 'damaged' }).opaque).toBe(true);
  });

  it('accepts macros with a word of care', () => {
    expect(judge({ name: 'To trinh.doc', type: 'doc', macros: true })).toMatchObject({
      verdict: 'accepted',
      reason: 'macros',
    });
  });

  it.each([
    '~$ trinh.docx',
    'Thumbs.db',
    'desktop.ini',
    'ATT00001.htm',
    'smime.p7s',
    '.DS_Store',
    'Nguyen Van A.vcf',
    'hop.ics',
  ])('ignores %s', (name) => {
    expect(judge({ name, type: 'unknown' })).toMatchObject({ verdict: 'ignored' });
  });

  it('ignores what programs leave in archives', () => {
    expect(judge({ name: 'a.docx', nameAsSent: '__MACOSX/Hồ sơ/a.docx' }).verdict).toBe('ignored');
    expect(judge({ name: '~$a.docx', nameAsSent: 'Hồ sơ\\~$a.docx' }).verdict).toBe('ignored');
  });

  it('ignores logos, and keeps photos', () => {
    const picture = { name: 'anh1.png', type: 'png' as const, size: 8_000 };
    const logo = { verdict: 'ignored', reason: 'inline-image' };
    expect(judge({ ...picture, shownInBody: true })).toMatchObject(logo);
    expect(judge({ ...picture, name: 'image001.png' })).toMatchObject(logo);
    expect(judge({ ...picture, name: 'logo MTTQ.png' })).toMatchObject(logo);
    expect(judge(picture).verdict).toBe('accepted');
    expect(judge({ ...picture, name: 'image0.jpeg', type: 'jpg', size: 400_000 }).verdict).toBe('accepted');
    expect(judge({ ...picture, shownInBody: true, size: 900_000 }).verdict).toBe('accepted');
  });

  it('refuses what cannot be used, and still says what it would have been', () => {
    expect(judge({ name: 'To trinh.pdf', type: 'pdf', problem: 'encrypted' })).toMatchObject({
      verdict: 'refused',
      reason: 'encrypted',
      type: 'to_trinh',
    });
  });
});

describe('scansWanted', () => {
  const wanted = (change: Change) => {
    const one = attachment(change);
    return scansWanted(one, judgeAttachment(one, campaign));
  };
  it('asks for OCR where nothing else can tell', () => {
    expect(wanted({ name: 'scan1.pdf', type: 'pdf' })).toBe(true);
    expect(wanted({ name: 'IMG_1.jpg', type: 'jpg' })).toBe(true);
    expect(wanted({ name: 'scan1.pdf', type: 'pdf', text: 'Kính gửi' })).toBe(false);
    expect(wanted({ name: 'To trinh.pdf', type: 'pdf' })).toBe(false);
    expect(wanted({ name: 'scan1.pdf', type: 'pdf', scannedText: 'x' })).toBe(false);
    expect(wanted({ name: 'scan1.pdf', type: 'pdf', problem: 'encrypted' })).toBe(false);
    expect(wanted({ name: 'IMG_1.jpg', type: 'jpg', size: 30_000 })).toBe(false);
    expect(wanted({ name: 'IMG_1.jpg', type: 'jpg', shownInBody: true })).toBe(false);
    expect(wanted({ name: 'Doc1.docx' })).toBe(false);
  });
});

describe('what else a file may hold', () => {
  it('is anything for a file named after the whole dossier', () => {
    expect(inDossier({ name: 'Ho so xa Gia Phu.pdf', type: 'pdf' }).mayHold).toContain('bao_cao_mo_ta');
    expect(inDossier({ name: 'CV gui ho so.pdf', type: 'pdf' }).mayHold).toEqual([]);
  });

  it('is anything for a tờ trình of more pages than were read', () => {
    const scan = { name: 'To trinh.pdf', type: 'pdf' } as const;
    expect(inDossier({ ...scan, pages: 2 }).mayHold).toEqual([]);
    expect(inDossier({ ...scan, pages: 14 }).mayHold).toContain('bao_cao_mo_ta');
    const text = 'TỜ TRÌNH\nVề việc đề nghị công nhận sáng kiến';
    expect(inDossier({ ...scan, text, pages: 5 }).mayHold).toEqual([]);
    expect(inDossier({ ...scan, text, pages: 6 }).mayHold).toContain('bao_cao_mo_ta');
    expect(inDossier({ name: 'Bao cao mo ta.pdf', type: 'pdf', pages: 14 }).mayHold).toEqual([]);
  });

  it('is told by the titles further down', () => {
    const text = 'TỜ TRÌNH\nVề việc đề nghị\nKính gửi\nDANH SÁCH TRÍCH NGANG\n1. A\nBÁO CÁO\nMÔ TẢ SÁNG KIẾN';
    expect(inDossier({ name: 'a.docx', text }).mayHold).toEqual(['danh_sach', 'bao_cao_mo_ta']);
    const named = 'TỜ TRÌNH\nVề việc đề nghị\n- Danh sách trích ngang\n- Báo cáo mô tả sáng kiến';
    expect(inDossier({ name: 'a.docx', text: named }).mayHold).toEqual([]);
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
