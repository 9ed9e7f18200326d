// The papers of the corpus, worded as communes word them; every name in them is invented.
import type { Content as Sample } from '../../demo/samples/documents.ts';
import type { Sender } from './senders.ts';

export interface Content extends Sample {
  /** What stands on the right of the letterhead; the state's name and motto if not said. */
  motto?: string[];
}

const OFFICE = 'Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng';
const PLAN = 'Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022';

const TITLES = [
  'Mô hình tổ tự quản thu gom rác thải tại hộ gia đình',
  'Tuyến đường hoa do hội viên tự quản',
  'Cải tiến máy tách hạt ngô dùng mô tơ điện',
  'Nhóm Zalo tiếp nhận ý kiến của nhân dân',
  'Mô hình camera an ninh do nhân dân đóng góp',
  'Tổ hợp tác trồng rau an toàn',
  'Tiếng loa khu dân cư phòng, chống dịch bệnh',
  'Hòm thư góp ý xây dựng nông thôn mới',
  'Bể chứa vỏ thuốc bảo vệ thực vật từ ống bi cũ',
  'Tủ sách chung của nhà văn hóa',
];

/** A title that is this case's more or less alone. */
export function titleFor(seed: number, at = 0): string {
  const title = TITLES[(seed + at * 3) % TITLES.length] ?? '';
  return `${title} thôn ${(seed % 7) + 1}`;
}

/** Papers of one sender; `mark` makes their bytes this case's alone, `seed` their numbers. */
export function papersOf(unit: Sender, mark: string, seed: number) {
  const paper = (kind: string, change: Partial<Content> & Pick<Content, 'title'>): Content => ({
    letterhead: unit.letterhead,
    number: `Số: ${(seed % 80) + 11}/${kind}-${unit.symbol}`,
    placeAndDate: `${unit.place}, ngày 05 tháng 8 năm 2022`,
    addressee: null,
    table: [],
    signer: 'TM. BAN THƯỜNG TRỰC',
    ...change,
    paragraphs: [...(change.paragraphs ?? []), `Nơi nhận: Như trên; Lưu: VT (${mark}).`],
  });
  return {
    /** Tờ trình đề nghị xét, công nhận. */
    order: (change: Partial<Content> = {}) =>
      paper('TTr', {
        title: ['TỜ TRÌNH', 'Về việc đề nghị xét, công nhận sáng kiến năm 2022'],
        addressee: OFFICE,
        paragraphs: [
          `Thực hiện ${PLAN} về phong trào thi đua “Đoàn kết sáng tạo”, đơn vị kính đề nghị xét, công nhận các sáng kiến, mô hình sáng tạo kèm theo Tờ trình này.`,
          'Kính đề nghị Ban Thường trực xem xét, quyết định./.',
        ],
        ...change,
      }),
    /** Báo cáo mô tả sáng kiến. */
    report: (title = titleFor(seed), change: Partial<Content> = {}) =>
      paper('BC', {
        title: ['BÁO CÁO', 'Mô tả sáng kiến'],
        paragraphs: [
          `1. Tên sáng kiến: ${title}`,
          '2. Tác giả: Ban công tác Mặt trận thôn',
          '3. Lĩnh vực áp dụng: Khu dân cư',
          '4. Tình trạng giải pháp đã biết: trước đây chưa có cách làm chung, mỗi hộ tự lo.',
          '5. Nội dung giải pháp: phân công theo tuần, có sổ theo dõi, họp rút kinh nghiệm hằng tháng.',
          '6. Khả năng áp dụng: nhân rộng được cho các thôn khác.',
          '7. Hiệu quả, lợi ích thu được: tiết kiệm công sức, nhân dân đồng thuận.',
        ],
        ...change,
      }),
    /** Danh sách trích ngang. */
    list: (titles: string[], change: Partial<Content> = {}) =>
      paper('DS', {
        title: ['DANH SÁCH TRÍCH NGANG', 'Tác giả, sáng kiến đề nghị xét, công nhận năm 2022'],
        table: [
          ['STT', 'Tên sáng kiến', 'Tác giả', 'Chức vụ, đơn vị', 'Lĩnh vực'],
          ...titles.map((title, at) => [
            String(at + 1),
            title,
            'Ban công tác Mặt trận',
            `Thôn ${at + 1}`,
            'Khu dân cư',
          ]),
        ],
        ...change,
      }),
    /** Any other paper. */
    paper,
  };
}
