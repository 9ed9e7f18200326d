import { describe, expect, it } from 'vitest';
import { readUnits } from '../../config/units.ts';
import { prepareRegistry } from '../../src/core/mention.ts';
import { judgeUnit } from '../../src/core/unit.ts';
import { attachment, message } from './facts.ts';

const units = readUnits('config/units.yaml');
const registry = prepareRegistry(units);
const unitCalled = (code: string) => units.find((unit) => unit.code === code) ?? null;

const FRONT = ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'];
const SCHOOL = ['PHÒNG GD&ĐT HUYỆN BẢO THẮNG', 'TRƯỜNG THCS GIA PHÚ'];

const textUnder = (...lines: string[]) =>
  `${lines.join('\n')}\nSố: 15/TTr-MTTQ-BTT\nGia Phú, ngày 05 tháng 8 năm 2022\nTỜ TRÌNH\nKính gửi: UBMTTQ huyện`;
const letterhead = (...lines: string[]) => attachment({ text: textUnder(...lines) });
const scan = (...lines: string[]) => attachment({ type: 'pdf', scannedText: textUnder(...lines) });
const judge = (
  change: Parameters<typeof message>[0],
  confirmed: string | null = null,
  speaking: boolean[] = [],
) => judgeUnit(message(change), registry, confirmed ? unitCalled(confirmed) : null, speaking);
const unitBy = (...lines: string[]) => judge({ attachments: [letterhead(...lines)] }).unit;

describe('the letterhead', () => {
  it('is believed', () => {
    expect(judge({ attachments: [letterhead(...FRONT)] })).toMatchObject({
      unit: 'MTTQ-GIAPHU',
      provisional: null,
      evidence: [{ source: 'letterhead', confidence: 0.9 }],
    });
  });

  it('may have its columns mixed by the extraction', () => {
    expect(
      unitBy(
        'ỦY BAN MTTQ VIỆT NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
        'XÃ GIA PHÚ Độc lập - Tự do - Hạnh phúc',
        'Số: 15/TTr-MTTQ Sơn Hà, ngày 05 tháng 8 năm 2022',
      ),
    ).toBe('MTTQ-GIAPHU');
    expect(
      unitBy('TRƯỜNG THCS CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'SỐ 1 GIA PHÚ Độc lập – Tự do – Hạnh phúc'),
    ).toBe('tam-truong-thcs-so-1-gia-phu');
  });

  it.each([
    ['a school under its office', SCHOOL, 'tam-truong-thcs-gia-phu'],
    ['an office under the people’s committee', ['UBND HUYỆN BẢO THẮNG', 'PHÒNG NỘI VỤ'], 'P-NV'],
    [
      'a commune’s Front under the district’s',
      ['ỦY BAN MTTQ VIỆT NAM HUYỆN BẢO THẮNG', 'ỦY BAN MTTQ XÃ GIA PHÚ'],
      'MTTQ-GIAPHU',
    ],
    ['a commune’s Party committee', ['HUYỆN ỦY BẢO THẮNG', 'ĐẢNG ỦY XÃ SƠN HÀ'], 'tam-dang-uy-xa-son-ha'],
    ['another', ['ĐẢNG BỘ HUYỆN BẢO THẮNG', 'ĐẢNG ỦY XÃ SƠN HÀ'], 'tam-dang-uy-xa-son-ha'],
    [
      'a commune’s association under the district’s',
      ['HỘI NÔNG DÂN HUYỆN BẢO THẮNG', 'HỘI NÔNG DÂN XÃ SƠN HẢI'],
      'tam-hoi-nong-dan-xa-son-hai',
    ],
    ['a district’s association', ['HỘI NÔNG DÂN TỈNH LÀO CAI', 'HỘI NÔNG DÂN HUYỆN BẢO THẮNG'], 'HND-H'],
    ['a nursery under its commune', ['UBND XÃ GIA PHÚ', 'TRƯỜNG MẦM NON HOA MAI'], 'tam-truong-mn-hoa-mai'],
    [
      'a union under its union',
      ['LIÊN ĐOÀN LAO ĐỘNG HUYỆN', 'CÔNG ĐOÀN TRƯỜNG TH PHÚ NHUẬN'],
      'tam-cong-doan-truong-th-phu-nhuan',
    ],
    [
      'a hamlet under its commune',
      ['UBND XÃ GIA PHÚ', 'CHI HỘI PHỤ NỮ THÔN 3'],
      'tam-chi-hoi-phu-nu-thon-3-xa-gia-phu',
    ],
  ])('names the lower body, not its superior: %s', (_, lines, unit) => {
    const verdict = judge({ attachments: [letterhead(...lines)] });
    expect(verdict).toMatchObject({ unit, reason: null });
    expect(verdict.evidence.map((one) => one.unit)).toEqual([unit]);
  });

  it('ends where the letter begins', () => {
    const text = 'TRƯỜNG THCS\nTỜ TRÌNH\nKính gửi: MTTQ xã Gia Phú\nPhòng Nội vụ';
    expect(judge({ attachments: [attachment({ text })] })).toMatchObject({ unit: null, evidence: [] });
  });

  it('is not told by the symbol of its number, nor by the place where it was signed', () => {
    expect(unitBy('HỘI NÔNG DÂN XÃ SƠN HẢI', 'Số: 12/TTr-HND', 'Phố Lu, ngày 05 tháng 8 năm 2022')).toBe(
      'tam-hoi-nong-dan-xa-son-hai',
    );
  });

  it('of a superior that is named elsewhere too does not make a conflict', () => {
    const verdict = judge({
      body: 'Trường THCS Gia Phú gửi hồ sơ.\nPhòng Giáo dục và Đào tạo huyện Bảo Thắng',
      attachments: [letterhead('PHÒNG GIÁO DỤC VÀ ĐÀO TẠO', 'TRƯỜNG THCS GIA PHÚ')],
    });
    expect(verdict).toMatchObject({ unit: 'tam-truong-thcs-gia-phu', reason: null });
  });
});

describe('the letterhead of a scan', () => {
  it('counts for less', () => {
    expect(judge({ attachments: [scan(...FRONT)] })).toMatchObject({
      unit: 'MTTQ-GIAPHU',
      evidence: [{ source: 'letterhead', confidence: 0.75 }],
    });
  });

  it('may have its accents misread', () => {
    const verdict = judge({ attachments: [scan('UY BAN MTTQ VIỆT NAM', 'XÀ GIÁ PHU', 'BAN THUONG TRUC')] });
    expect(verdict.unit).toBe('MTTQ-GIAPHU');
    expect(judge({ attachments: [scan('PHONG GD&ĐT', 'TRUỜNG THCS SÔ 1 GIA PHÙ')] }).unit).toBe(
      'tam-truong-thcs-so-1-gia-phu',
    );
  });

  it('is not looked at where the file has a text', () => {
    const both = attachment({ text: textUnder(...FRONT), scannedText: textUnder('MTTQ XÃ SƠN HÀ') });
    expect(judge({ attachments: [both] }).unit).toBe('MTTQ-GIAPHU');
  });
});

describe('papers of several bodies', () => {
  const order = letterhead(...FRONT);
  const report = letterhead(...SCHOOL);

  it('belong to whom the order’s letterhead names', () => {
    const verdict = judge({ attachments: [report, order] }, null, [false, true]);
    expect(verdict).toMatchObject({ unit: 'MTTQ-GIAPHU', reason: null, provisional: null });
    expect(verdict.evidence.find((one) => one.unit === 'tam-truong-thcs-gia-phu')?.confidence).toBeCloseTo(
      0.6,
    );
  });

  it('even where file names and the sender agree with a report', () => {
    const named = attachment({ name: 'BC Truong THCS Gia Phu.docx', text: textUnder(...SCHOOL) });
    const from = { name: 'Trường THCS Gia Phú', address: 'a@example.vn' };
    expect(judge({ from, attachments: [order, named] }, null, [true, false]).unit).toBe('MTTQ-GIAPHU');
  });

  it('count in full where no order says who submits', () => {
    expect(judge({ attachments: [report] }, null, [false]).unit).toBe('tam-truong-thcs-gia-phu');
    expect(judge({ attachments: [report, attachment({})] }, null, [false, true]).unit).toBe(
      'tam-truong-thcs-gia-phu',
    );
    expect(judge({ attachments: [report, order] }, null, [false, false]).reason).toBe('unit-conflict');
  });

  it('are for staff where two papers speak for different units', () => {
    expect(judge({ attachments: [report, order] }, null, [true, true])).toMatchObject({
      unit: null,
      reason: 'unit-conflict',
      provisional: null,
    });
  });
});

describe('words of the mail', () => {
  it.each([
    ['addressee', 'Kính gửi: Phòng Nội vụ, MTTQ xã Gia Phú'],
    ['addressee in the subject’s words', 'Gửi MTTQ xã Gia Phú hồ sơ sáng kiến'],
    ['the office', 'gửi UBMTTQ huyện Bảo Thắng hồ sơ sáng kiến'],
    ['the office in full', 'Kính gửi Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng'],
    ['whom it is handed to', 'Em nộp cho Phòng Nội vụ ạ'],
    ['whom it concerns', 'Kính gửi:\n- MTTQ xã Gia Phú\n- Phòng Nội vụ'],
    ['who gets a copy', 'Em gửi hồ sơ ạ.\nNơi nhận:\n- MTTQ xã Gia Phú\n- Lưu VT'],
  ])('do not tell the sender by the addressee: %s', (_, body) => {
    expect(judge({ body })).toMatchObject({ unit: null, reason: 'unit-unknown', evidence: [] });
  });

  it.each([
    ['after the addressee', 'Kính gửi Ban Thường trực UBMTTQ huyện, UBMTTQ xã Gia Phú xin gửi hồ sơ'],
    ['as the owner of the papers', 'Em kính gửi bác hồ sơ của MTTQ xã Gia Phú ạ'],
    ['behind "Người gửi"', 'Người gửi: MTTQ xã Gia Phú'],
    ['behind "từ"', 'Hồ sơ được gửi từ MTTQ xã Gia Phú'],
    [
      'in a line that the mail program broke',
      `${'Thực hiện kế hoạch của huyện về phong trào Đoàn kết sáng tạo, UBMTTQ'}\nxã Gia Phú gửi hồ sơ`,
    ],
    ['under the mail', 'Em gửi bác ạ.\n\n--\nỦy ban MTTQ Việt Nam xã Gia Phú\nĐT: 0'],
  ])('tell the sender %s', (_, body) => {
    expect(judge({ body })).toMatchObject({ unit: 'MTTQ-GIAPHU', evidence: [{ source: 'body' }] });
  });

  it('tell the one that sends, not the one whose papers these are', () => {
    const subject = 'MTTQ xã Gia Phú gửi hồ sơ sáng kiến của Trường THCS Gia Phú';
    expect(judge({ subject }).unit).toBe('MTTQ-GIAPHU');
    expect(judge({ body: subject }).unit).toBe('MTTQ-GIAPHU');
  });

  it.each([
    ['that sends', 'Trường THCS Gia Phú xin gửi hồ sơ sáng kiến', 'tam-truong-thcs-gia-phu'],
    ['whose dossier it is', 'Em gửi hồ sơ sáng kiến của Trường THCS Gia Phú', 'tam-truong-thcs-gia-phu'],
    [
      'that signs',
      'Em gửi ạ.\n\nNguyễn A\nHiệu trưởng Trường THCS Gia Phú\nĐT: 0',
      'tam-truong-thcs-gia-phu',
    ],
    ['that is only spoken of', 'Mô hình đã áp dụng tại Trường THCS Gia Phú trong năm học này.', null],
    ['that is spoken of on top', `Trường THCS Gia Phú\n${'Lời nói thêm.\n'.repeat(8)}`, null],
  ])('tell a body outside the registry %s', (_, body, unit) => {
    expect(judge({ body }).unit).toBe(unit);
  });

  it('of a mail inside the mail count nearly as much', () => {
    const text = 'Hồ sơ sáng kiến\nVăn thư <vt@example.vn>\nUBMTTQ xã Gia Phú gửi hồ sơ sáng kiến';
    const nested = attachment({ name: 'thu.eml', type: 'eml', text });
    expect(judge({ body: 'Chuyển tiếp ạ', attachments: [nested] })).toMatchObject({
      unit: 'MTTQ-GIAPHU',
      evidence: [{ source: 'forwarded', confidence: 0.7 }],
    });
  });
});

describe('names of files, folders and senders', () => {
  it('add up where they agree, and leave doubt alone', () => {
    expect(judge({ subject: 'Hồ sơ xã Gia Phú' })).toMatchObject({ unit: null, reason: 'unit-unknown' });
    const attachments = [attachment({ name: 'Ho so xa Gia Phu.docx' })];
    const agreeing = { subject: 'Hồ sơ xã Gia Phú', body: 'Xã Gia Phú gửi hồ sơ', attachments };
    expect(judge(agreeing).unit).toBe('MTTQ-GIAPHU');
  });

  it('make a provisional unit together, not alone', () => {
    const from = { name: 'Trường MN Hoa Mai', address: 'a@example.vn' };
    const attachments = [attachment({ path: 'ho so.zip/Trường Mầm non Hoa Mai/To trinh.docx' })];
    expect(judge({ from }).reason).toBe('unit-unknown');
    expect(judge({ from, attachments }).provisional?.name).toBe('Trường Mầm non Hoa Mai');
  });

  it('are for staff where they add up to two units', () => {
    const from = { name: 'UBMTTQ xã Sơn Hà', address: 'a@example.vn' };
    const attachments = [
      attachment({ name: 'MTTQ xa Gia Phu.docx' }),
      attachment({ name: 'MTTQ xa Son Ha.docx' }),
    ];
    expect(judge({ from, subject: 'xã Gia Phú', attachments }).reason).toBe('unit-conflict');
  });
});

describe('strong sources that disagree', () => {
  it('go to staff with both shown', () => {
    const attachments = [letterhead('ỦY BAN MTTQ VIỆT NAM', 'XÃ SƠN HẢI')];
    const verdict = judge({ subject: 'Hồ sơ của MTTQ xã Sơn Hà', attachments });
    expect(verdict).toMatchObject({ unit: null, reason: 'unit-conflict', provisional: null });
    expect(verdict.evidence.map((one) => one.unit).sort()).toEqual(['MTTQ-SONHA', 'MTTQ-SONHAI']);
  });

  it('may be a confirmed address and the words', () => {
    expect(judge({}, 'HND-H')).toMatchObject({ unit: 'HND-H', evidence: [{ source: 'address' }] });
    expect(judge({ subject: 'MTTQ xã Gia Phú' }, 'HND-H').reason).toBe('unit-conflict');
  });

  it('are none where a body of the commune writes from the mailbox of its Front', () => {
    const attachments = [letterhead('UBND HUYỆN BẢO THẮNG', 'TRƯỜNG THCS GIA PHÚ')];
    expect(judge({ attachments }, 'MTTQ-GIAPHU')).toMatchObject({
      unit: 'tam-truong-thcs-gia-phu',
      reason: null,
      provisional: { place: 'Gia Phú' },
    });
    expect(judge({ attachments }, 'MTTQ-SONHA').reason).toBe('unit-conflict');
    expect(judge({ subject: 'Trường THCS Gia Phú gửi hồ sơ' }, 'MTTQ-GIAPHU').reason).toBe('unit-conflict');
  });
});

describe('a provisional unit', () => {
  it('is given with its verdict, in its best spelling', () => {
    const verdict = judge({
      subject: 'truong tieu hoc kim dong xa gia phu nop ho so',
      attachments: [letterhead('PHÒNG GD&ĐT', 'TRƯỜNG TIỂU HỌC KIM ĐỒNG')],
    });
    expect(verdict).toMatchObject({
      unit: 'tam-truong-th-kim-dong',
      reason: null,
      provisional: { code: 'tam-truong-th-kim-dong', name: 'Trường Tiểu học Kim Đồng', place: 'Gia Phú' },
    });
  });

  it('is the same where a subject in capitals runs on', () => {
    const verdict = judge({
      subject: 'TRƯỜNG TIỂU HỌC KIM ĐỒNG ỨNG DỤNG CÔNG NGHỆ',
      attachments: [letterhead('TRƯỜNG TIỂU HỌC KIM ĐỒNG')],
    });
    expect(verdict).toMatchObject({ unit: 'tam-truong-th-kim-dong', reason: null });
  });

  it('may be confirmed by its address', () => {
    const school = judge({ attachments: [letterhead(...SCHOOL)] }).provisional;
    expect(judgeUnit(message({}), registry, school)).toMatchObject({
      unit: school?.code,
      provisional: school,
    });
  });

  it('is none where the registry has the body', () => {
    expect(judge({ subject: 'Trung tâm GDNN-GDTX huyện gửi hồ sơ' })).toMatchObject({
      unit: 'GDNNGDTX',
      provisional: null,
    });
  });
});
