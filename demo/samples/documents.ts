// The documents of a dossier, worded as communes word them; every name in them is invented.

/** The content of one administrative document; makeDocx, makePdf and makeScan give it a form. */
export interface Content {
  /** Lines of the issuer's block, in capitals. */
  letterhead: string[];
  number: string;
  /** "Gia Phú, ngày 05 tháng 8 năm 2022" */
  placeAndDate: string;
  title: string[];
  addressee: string | null;
  paragraphs: string[];
  table: string[][];
  signer: string;
}

export interface SampleUnit {
  letterhead: string[];
  place: string;
}

const ADDRESSEE = 'Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng';

function content(unit: SampleUnit, change: Partial<Content> & Pick<Content, 'number' | 'title'>): Content {
  return {
    letterhead: unit.letterhead,
    placeAndDate: `${unit.place}, ngày 05 tháng 8 năm 2022`,
    addressee: null,
    paragraphs: [],
    table: [],
    signer: 'TM. BAN THƯỜNG TRỰC',
    ...change,
  };
}

/** Tờ trình đề nghị xét, công nhận. */
export function toTrinh(unit: SampleUnit): Content {
  return content(unit, {
    number: 'Số: 15/TTr-MTTQ-BTT',
    title: ['TỜ TRÌNH', 'Về việc đề nghị xét, công nhận sáng kiến năm 2022'],
    addressee: ADDRESSEE,
    paragraphs: [
      'Thực hiện Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022 về phong trào thi đua “Đoàn kết sáng tạo”, đơn vị kính đề nghị xét, công nhận các sáng kiến, mô hình sáng tạo kèm theo Tờ trình này.',
      'Kính đề nghị Ban Thường trực xem xét, quyết định./.',
    ],
  });
}

/** Báo cáo mô tả sáng kiến. */
export function baoCaoMoTa(unit: SampleUnit, title: string): Content {
  return content(unit, {
    number: 'Số: 16/BC-MTTQ-BTT',
    title: ['BÁO CÁO', 'Mô tả sáng kiến'],
    paragraphs: [
      `1. Tên sáng kiến: ${title}`,
      '2. Tác giả: Ban công tác Mặt trận',
      '3. Lĩnh vực áp dụng: Khu dân cư',
      '4. Tình trạng giải pháp đã biết: chưa có tổ tự quản, rác thải để tại đầu thôn.',
      '5. Nội dung giải pháp: thành lập tổ tự quản, phân công theo tuần, có sổ theo dõi.',
      '6. Khả năng áp dụng: nhân rộng được cho các thôn khác.',
      '7. Hiệu quả, lợi ích thu được: đường làng sạch, nhân dân đồng thuận.',
    ],
  });
}

/** Danh sách trích ngang. */
export function danhSach(unit: SampleUnit, titles: string[]): Content {
  return content(unit, {
    number: 'Số: 17/DS-MTTQ-BTT',
    title: ['DANH SÁCH TRÍCH NGANG', 'Tác giả, sáng kiến đề nghị xét, công nhận năm 2022'],
    table: [
      ['STT', 'Tên sáng kiến', 'Tác giả', 'Lĩnh vực'],
      ...titles.map((title, at) => [String(at + 1), title, 'Ban công tác Mặt trận', 'Khu dân cư']),
    ],
  });
}

/** Báo cáo sáu tháng về phong trào: of another kind than a dossier. */
export function baoCaoDinhKy(unit: SampleUnit): Content {
  return content(unit, {
    number: 'Số: 12/BC-MTTQ-BTT',
    title: ['BÁO CÁO', 'Kết quả thực hiện phong trào thi đua “Đoàn kết sáng tạo” 6 tháng đầu năm 2022'],
    addressee: ADDRESSEE,
    paragraphs: [
      'Thực hiện Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022, Ban Thường trực báo cáo kết quả như sau:',
      '1. Công tác tuyên truyền: tổ chức 05 hội nghị tại khu dân cư, 240 lượt người tham dự.',
      '2. Kết quả: có 02 mô hình sáng tạo được áp dụng tại khu dân cư./.',
    ],
  });
}

/** Giấy mời: ordinary mail of the same mailbox, no part of a dossier. */
export function giayMoi(unit: SampleUnit): Content {
  return content(unit, {
    number: 'Số: 20/GM-MTTQ-BTT',
    title: ['GIẤY MỜI', 'Dự hội nghị giao ban công tác quý III'],
    paragraphs: ['Trân trọng kính mời đại biểu dự hội nghị giao ban tại hội trường.'],
  });
}
