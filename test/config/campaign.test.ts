import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { campaignWarnings, readCampaign } from '../../config/campaign.ts';
import { findHeading, findTypeByName } from '../../src/core/document.ts';
import { fold } from '../../src/core/fold.ts';
import { brokenFiles, faultOf } from './faults.ts';
import fileNames from './file-names.json' with { type: 'json' };

const shipped = join(import.meta.dirname, '../../config/campaign.yaml');
const campaign = readCampaign(shipped);

describe('the shipped campaign', () => {
  it('is the plan of 2022', () => {
    expect(campaign).toMatchObject({
      code: 'dkst-2022',
      timeZone: 'Asia/Ho_Chi_Minh',
      deadline: { closesAt: new Date('2022-08-09T16:59:59Z'), graceUntil: null },
      supplement: { workingDays: 5, closesAt: '17:00' },
      dossierCode: { program: 'DKST', office: 'BT' },
      office: { phone: '' },
      quietSeconds: 600,
      lettersPerAddress: { perHour: 10, perDay: 20 },
      lettersInAll: { perHour: 8_000, perDay: 20_000 },
      retention: {
        dossiers: { count: 10, unit: 'years' },
        others: { count: 5, unit: 'years' },
        ordinary: { count: 90, unit: 'days' },
      },
    });
    expect(campaign.kinds.map(({ code, handling }) => `${code}: ${handling}`)).toEqual([
      'nothing-to-propose: staff',
      'enquiry: staff',
      'ordinary-mail: staff',
      'periodic-report: report',
      'plan: staff',
      'initiative: dossier',
    ]);
  });

  it('requires tờ trình and báo cáo mô tả in both forms, and the list only where there are several', () => {
    const required = campaign.documents.filter((type) => type.required !== 'never');
    expect(
      required.map(({ code, required: when, per, forms }) => [code, when, per, forms.join('+')]),
    ).toEqual([
      ['danh_sach', 'if-several-items', 'dossier', 'editable'],
      ['to_trinh', 'always', 'dossier', 'signed+editable'],
      ['bao_cao_mo_ta', 'always', 'item', 'signed+editable'],
    ]);
  });

  it('names nobody and no mailbox', () => {
    expect(readFileSync(shipped, 'utf8')).not.toMatch(/@|0\d{8,9}/);
  });
});

describe('file names of the field', () => {
  const named = (want: string[]) =>
    fileNames.filter((one) => want.includes(one.want)).map(({ name }) => name);
  const isIgnored = (name: string) =>
    campaign.ignoredNames.some((pattern) => pattern.test(name.toLowerCase()));
  const special = ['ignored', 'picture', 'archive', 'unclear'];

  it.each(fileNames.filter(({ want }) => !special.includes(want)))('$name is $want', ({ name, want }) => {
    expect(findTypeByName(name, campaign.documents)).toBe(want);
    expect(isIgnored(name)).toBe(false);
  });

  it.each(named(['unclear']))('%s tells nothing', (name) => {
    expect(findTypeByName(name, campaign.documents)).toBeNull();
    expect(isIgnored(name)).toBe(false);
  });

  it.each(named(['picture', 'archive']))('%s is taken for no paper by its name', (name) => {
    expect([null, 'minh_chung']).toContain(findTypeByName(name, campaign.documents));
    expect(isIgnored(name)).toBe(false);
  });

  it.each(named(['ignored']))('%s is ignored', (name) => {
    expect(isIgnored(name)).toBe(true);
  });

  it.each([
    ['To trinh cua don vi de nghi cong nhan SK.pdf', 'to_trinh'],
    ['Phòng Tài chính - Kế hoạch tờ trình.pdf', 'to_trinh'],
    ['Tờ trình theo KH 102.pdf', 'to_trinh'],
    ['tờ trinhf.doc', 'to_trinh'],
    ['Danh sách đơn vị đề nghị công nhận.xlsx', 'danh_sach'],
    ['Sáng kiến dạy tiếng Anh lớp 4.docx', null],
    ['Quy trình trồng quế.docx', null],
    ['Quyết định công nhận SK cấp cơ sở.pdf', 'quyet_dinh'],
    ['12_KH-MTTQ_signed.pdf', 'ke_hoach'],
    ['BC Quý II phong trào.docx', 'bao_cao_dinh_ky'],
    ['Phụ lục kèm theo.docx', 'phu_luc'],
  ])('%s: %s', (name, want) => {
    expect(findTypeByName(name, campaign.documents)).toBe(want);
  });
});

describe('headings', () => {
  const front = 'ỦY BAN MTTQ VIỆT NAM  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ GIA PHÚ\nSố: 15/TTr-MTTQ\n';

  it.each([
    ['TỜ TRÌNH\nVề việc đề nghị xét, công nhận sáng kiến', 'to_trinh'],
    ['V/v đề nghị xét, công nhận các sản phẩm, mô hình sáng tạo', 'to_trinh'],
    ['BÁO CÁO\nMô tả sáng kiến', 'bao_cao_mo_ta'],
    ['BÁO CÁO TÓM TẮT\nMô hình “Thắp sáng đường quê”', 'bao_cao_mo_ta'],
    ['BÁO CÁO\nKết quả thực hiện mô hình tự quản', 'bao_cao_mo_ta'],
    ['BẢN THUYẾT MINH SẢN PHẨM', 'bao_cao_mo_ta'],
    ['MÔ TẢ SÁNG KIẾN\nMã số:', 'bao_cao_mo_ta'],
    ['PHỤ LỤC II\nBÁO CÁO MÔ TẢ SÁNG KIẾN', 'bao_cao_mo_ta'],
    ['PHỤ LỤC I\nĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN', 'don_de_nghi'],
    ['ĐƠN ĐỀ NGHỊ\nXét, công nhận sáng kiến', 'don_de_nghi'],
    ['DANH SÁCH\nTrích ngang tác giả (Kèm theo Tờ trình số 15)', 'danh_sach'],
    ['BIÊN BẢN\nHọp xét, công nhận sáng kiến', 'bien_ban'],
    ['GIẤY XÁC NHẬN\nHiệu quả áp dụng sáng kiến', 'xac_nhan_ap_dung'],
    ['QUYẾT ĐỊNH\nVề việc công nhận sáng kiến cấp cơ sở', 'quyet_dinh'],
    ['PHIẾU CHẤM ĐIỂM SÁNG KIẾN', 'phieu_cham'],
    ['PHỤ LỤC\nHình ảnh mô hình', 'phu_luc'],
    ['KẾ HOẠCH\nTriển khai phong trào thi đua', 'ke_hoach'],
    ['BÁO CÁO\nSơ kết 6 tháng đầu năm phong trào “Đoàn kết sáng tạo”', 'bao_cao_dinh_ky'],
    ['BÁO CÁO\nKết quả thực hiện phong trào thi đua “Đoàn kết sáng tạo” năm 2022', 'bao_cao_dinh_ky'],
    ['BÁO CÁO\nKết quả công tác Mặt trận tuần 32', null],
    ['BẢN THUYẾT MINH BÁO CÁO TÀI CHÍNH', null],
    ['BẢN MÔ TẢ VỊ TRÍ VIỆC LÀM', null],
    ['GIẤY MỜI\nDự hội nghị sơ kết', null],
    ['ĐƠN ĐỀ NGHỊ\nCông nhận gia đình văn hóa', null],
  ])('%j: %s', (title, want) => {
    expect(findHeading(front + title, campaign.documents)?.type ?? null).toBe(want);
  });
});

describe('words of the kinds', () => {
  const kindOf = (text: string) =>
    campaign.kinds.find((kind) => kind.words.some((pattern) => pattern.test(fold(text))))?.code ?? null;
  const filler = 'Kính gửi các đồng chí, văn phòng thông báo một số nội dung công tác trong tuần. '.repeat(5);

  it.each([
    ['Hồ sơ đề nghị công nhận sáng kiến – xã Gia Phú', 'initiative'],
    ['nop sang kiem 2022', 'initiative'],
    ['HO SO SK XA SON HA.rar', 'initiative'],
    ['hs dkst 2022.zip', 'initiative'],
    ['Bc mo ta sk.docx', 'initiative'],
    ['SKKN 2022 ban cuoi.docx', 'initiative'],
    ['Ban thuyet minh mo hinh.docx', 'initiative'],
    ['Sản phẩm sáng tạo của thôn', 'initiative'],
    [`${filler}Đơn vị gửi hồ sơ đề nghị xét công nhận sáng kiến.`, 'initiative'],
    ['BC sơ kết 6 tháng phong trào ĐKST', 'periodic-report'],
    ['Báo cáo kết quả thực hiện phong trào đoàn kết sáng tạo năm 2022', 'periodic-report'],
    ['KH triển khai phong trào ĐKST xã Bản Cầm', 'plan'],
    ['Mô hình bệnh tật quý II', null],
    ['Giấy mời họp giao ban', 'ordinary-mail'],
    ['Đề nghị công nhận gia đình văn hóa', null],
    [`${filler}Cán bộ, công chức phát huy sáng kiến trong phong trào đoàn kết sáng tạo.`, null],
  ])('%s: %s', (text, want) => {
    expect(kindOf(text)).toBe(want);
  });
});

describe('patterns', () => {
  it('are quick on texts made to slow them down', () => {
    const patterns = [
      ...campaign.documents.flatMap(({ headings, names }) => [...headings, ...names]),
      ...campaign.kinds.flatMap(({ words }) => words),
      ...campaign.ignoredNames,
    ];
    const texts = ['bao cao ', 'de nghi ', 'bc sk ', 'v v de nghi ', 'a', ' ', '1 '].map((text) =>
      text.repeat(1000),
    );
    for (const pattern of patterns) for (const text of texts) pattern.test(text);
    expect(patterns.length).toBeGreaterThan(70);
  });
});

describe('broken campaign files', () => {
  it.each(brokenFiles('campaign-'))('%s', (path, want) => {
    expect(faultOf(() => readCampaign(path))).toBe(want);
  });

  it('says that a file cannot be read', () => {
    expect(faultOf(() => readCampaign('/nowhere/campaign.yaml'))).toContain('ENOENT');
  });
});

describe('warnings', () => {
  const on = (day: string, now = '2022-06-01T00:00:00Z') =>
    campaignWarnings(
      { ...campaign, deadline: { ...campaign.deadline, closesAt: new Date(`${day}T23:59:59+07:00`) } },
      new Date(now),
    );

  // The plan's own "trước ngày 20/11" ends on Saturday 19/11/2022.
  const SATURDAY = 'the deadline of "năm 2022" falls on a weekend or holiday';

  it('says of the plan what is true while it runs, and no more', () => {
    expect(campaignWarnings(campaign, new Date('2022-06-01T00:00:00Z'))).toEqual([SATURDAY]);
  });

  it('tells of a deadline on a Saturday or a holiday, in the campaign’s own time zone', () => {
    const warning = 'deadline.closes_at falls on a weekend or holiday';
    expect(on('2022-11-19')).toEqual([warning, SATURDAY]);
    expect(on('2022-09-02')).toEqual([warning, SATURDAY]);
    expect(on('2022-11-18')).toEqual([SATURDAY]);
  });

  it('tells of a deadline long past and of a year without holidays', () => {
    expect(on('2022-08-09', '2031-01-01T00:00:00Z')).toEqual([
      SATURDAY,
      expect.stringContaining('days ago'),
      expect.stringContaining('no day of 2031'),
    ]);
  });
});
