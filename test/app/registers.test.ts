// The seven registers, from rows in Postgres to cells that another library reads.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCampaign } from '../../config/campaign.ts';
import { makeRegister } from '../../src/app/registers.ts';
import { parseDay } from '../../src/core/code.ts';
import type { RegisterName, RegisterRequest } from '../../src/core/register-facts.ts';
import { openWorkbook, tableOf } from '../registers/open-workbook.ts';
import { NOW, openRegisterOffice, type RegisterOffice } from './register-office.ts';

const campaigns = [readCampaign('config/campaign.yaml')];
let office: RegisterOffice;
beforeAll(async () => {
  office = await openRegisterOffice();
});
afterAll(() => office.close());

async function open(name: RegisterName, change: Partial<RegisterRequest> = {}) {
  const request = { campaign: 'dkst-2022', from: null, to: null, by: 'sector' as const, ...change };
  const deps = { db: office.db, campaigns, now: () => NOW };
  const { fileName, bytes } = await makeRegister(deps, name, request);
  return { fileName, ...openWorkbook(bytes) };
}

const FRONT = 'Ủy ban MTTQ Việt Nam';
const KIND = 'Hồ sơ đề nghị xét, công nhận sáng kiến';
const codeOf = (number: number) => `DKST-BT-220808-000${number}`;
const none = (count: number) => Array<null>(count).fill(null);
const totalOf = ({ rows }: { rows: unknown[][] }) =>
  rows.map(([first]) => String(first)).find((first) => first.startsWith('Tổng số'));

it('1: the book of intake has every number, with dates that are dates', async () => {
  const book = await open('intake');
  expect(book.fileName).toBe('so-theo-doi-tiep-nhan-2022-08-20.xlsx');
  expect(tableOf(book, 'STT')).toEqual([
    [
      ...['STT', 'Mã hồ sơ', 'Số đến', 'Nội dung hồ sơ', 'Đơn vị nộp', 'Thư điện tử', 'Ngày, tháng, năm'],
      ...[...none(4), 'Bản giấy', null, 'Trạng thái', 'Người tiếp nhận', 'Ghi chú'],
    ],
    [
      ...[...none(6), 'Nhận hồ sơ', 'Yêu cầu bổ sung', 'Hạn bổ sung', 'Đủ hồ sơ', 'Chuyển thẩm định'],
      ...['Ngày nhận', 'Số bộ', null, null, null],
    ],
    [
      ...[1, codeOf(1), 1, `${KIND}: =HYPERLINK("http://example.vn") và 01 nội dung khác`],
      ...[`${FRONT} xã Gia Phú`, 'giaphu@example.vn', '08/08/2022 09:15', null, null, '08/08/2022', null],
      ...['12/08/2022', 2, 'Đủ hồ sơ', 'Lê Thị Tiếp Nhận', "'=Đã xem bản giấy"],
    ],
    // The first letter that asked, though it was written after the second.
    [
      ...[
        2,
        codeOf(2),
        2,
        KIND,
        `${FRONT} xã Xuân Quang`,
        null,
        '10/08/2022 08:00',
        '10/08/2022',
        '15/08/2022',
      ],
      ...[...none(4), 'Chờ bổ sung', null, 'Nộp sau hạn'],
    ],
    [3, codeOf(3), 3, KIND, null, null, '08/08/2022 10:00', ...none(6), 'Chờ phân loại', null, null],
    [
      ...[4, codeOf(4), 4, `${KIND}: Trùng`, `${FRONT} xã Gia Phú`, null, '08/08/2022 10:00', ...none(6)],
      ...['Trùng hồ sơ', null, `Gộp vào hồ sơ ${codeOf(1)}`],
    ],
    [
      ...[
        5,
        codeOf(5),
        5,
        `${KIND}: Không xét`,
        `${FRONT} xã Thái Niên`,
        null,
        '08/08/2022 10:00',
        ...none(6),
      ],
      ...['Không tiếp nhận', null, 'Không thuộc đối tượng.'],
    ],
    [
      ...[6, codeOf(6), 6, `${KIND}: Tủ sách thôn và 02 nội dung khác`, `${FRONT} xã Phong Niên`, null],
      ...['09/08/2022 08:00', null, null, '09/08/2022', '19/08/2022', null, null],
      ...['Đã chuyển thẩm định', null, null],
    ],
    [
      ...[7, codeOf(7), 7, 'Báo cáo kết quả phong trào', `${FRONT} xã Gia Phú`, null, '05/06/2022 10:00'],
      ...[...none(6), 'Đủ hồ sơ', null, null],
    ],
    [
      ...[8, codeOf(8), 8, 'Báo cáo kết quả phong trào', `${FRONT} thị trấn Phố Lu`, null],
      ...['15/06/2022 10:00', ...none(6), 'Đủ hồ sơ', null, 'Nộp sau hạn'],
    ],
  ]);
  expect(totalOf(book)).toBe('Tổng số: 08 hồ sơ, 07 sáng kiến.');
  expect(book.cell('G10')).toMatchObject({ t: 'n', z: 'dd/mm/yyyy hh:mm' });
  expect(book.cell('L10')).toMatchObject({ t: 'n', z: 'dd/mm/yyyy' });
  for (const cell of Object.values(book.sheet)) expect(cell).not.toHaveProperty('f');
});

it('2: the register of incoming papers has the ten columns, numbers and dates from the papers themselves', async () => {
  const book = await open('incoming', { to: parseDay('2022-08-08'), from: parseDay('2022-08-08') });
  expect(book.rows[5]?.[0]).toBe('(Từ ngày 08/8/2022 đến ngày 08/8/2022)');
  const section = 'Bộ phận tiếp nhận hồ sơ';
  const paper = (number: number, unit: string | null, about: string, remark: string) => [
    ...['08/08/2022', number, unit, null, null, about, section, null, null],
    `Mã hồ sơ ${codeOf(number)}${remark}`,
  ];
  expect(tableOf(book, 'Ngày đến')).toEqual([
    [
      ...['Ngày đến', 'Số đến', 'Tác giả', 'Số, ký hiệu văn bản', 'Ngày tháng văn bản'],
      ...[
        'Tên loại và trích yếu nội dung văn bản',
        'Đơn vị hoặc người nhận',
        'Ngày chuyển',
        'Ký nhận',
        'Ghi chú',
      ],
    ],
    Array.from({ length: 10 }, (_, at) => `(${at + 1})`),
    [
      ...['08/08/2022', 1, `${FRONT} xã Gia Phú`, '15/TTr-MTTQ-BTT', '05/08/2022'],
      ...['Tờ trình về việc đề nghị xét, công nhận sáng kiến năm 2022', 'Lê Thị Tiếp Nhận', null, null],
      `Mã hồ sơ ${codeOf(1)}; =Đã xem bản giấy`,
    ],
    paper(3, null, "'@Hồ sơ không rõ", ''),
    paper(4, `${FRONT} xã Gia Phú`, 'Hồ sơ sáng kiến', `; Gộp vào hồ sơ ${codeOf(1)}`),
    paper(5, `${FRONT} xã Thái Niên`, 'Hồ sơ sáng kiến', '; Không thuộc đối tượng.'),
  ]);
  expect(totalOf(book)).toBe('Tổng số: 04 văn bản.');
});

describe('3: what is proposed', () => {
  const KDC = 'Khu dân cư (mô hình tự quản, an ninh trật tự, môi trường, hợp tác xã, tổ hợp tác)';
  const SXKD = 'Lao động, sản xuất, kinh doanh, dịch vụ';
  const TO_TRINH = 'Tờ trình đề nghị xét, công nhận (bản ký, bản mềm)';
  const giaPhu = (number: number) => [
    [
      ...[number, `'=HYPERLINK("http://example.vn")`, 'Lò Văn A, Lý Thị B', `${FRONT} xã Gia Phú`],
      ...['Mô hình sáng tạo', KDC, null, null, TO_TRINH, null],
    ],
    [
      ...[
        number + 1,
        "'+84 cách tưới",
        'Lò Văn A',
        `${FRONT} xã Gia Phú`,
        'Sản phẩm sáng tạo',
        SXKD,
        null,
        null,
      ],
      ...[`${TO_TRINH}\nBáo cáo mô tả sáng kiến (bản mềm)`, null],
    ],
  ];
  const plain = (number: number, title: string, unit: string, remark: string | null) => [
    ...[number, title, null, `${FRONT} xã ${unit}`, ...none(5), remark],
  ];
  const heading = (title: string) => [title, ...none(9)];

  it('by sector, in the order of the campaign; what is refused or was there already is not on the list', async () => {
    const [, ...rows] = tableOf(await open('proposals'), 'STT');
    expect(rows).toEqual([
      heading(`I. ${KDC} (01 sáng kiến)`),
      giaPhu(1)[0],
      heading(`II. ${SXKD} (01 sáng kiến)`),
      giaPhu(1)[1],
      heading('III. Chưa xác định lĩnh vực (04 sáng kiến)'),
      plain(3, 'Chưa rõ tên', 'Xuân Quang', 'Chờ bổ sung; Nộp sau hạn'),
      plain(4, 'Tủ sách thôn', 'Phong Niên', null),
      plain(5, 'Đường hoa', 'Phong Niên', null),
      plain(6, 'Chưa rõ tên', 'Phong Niên', null),
    ]);
  });

  it('by unit, with the line of the letter it goes with', async () => {
    const book = await open('proposals', { by: 'unit' });
    const [, ...rows] = tableOf(book, 'STT');
    expect(rows).toEqual([
      heading(`I. ${FRONT} xã Gia Phú (02 sáng kiến)`),
      ...giaPhu(1),
      heading(`II. ${FRONT} xã Phong Niên (03 sáng kiến)`),
      plain(3, 'Tủ sách thôn', 'Phong Niên', null),
      plain(4, 'Đường hoa', 'Phong Niên', null),
      plain(5, 'Chưa rõ tên', 'Phong Niên', null),
      heading(`III. ${FRONT} xã Xuân Quang (01 sáng kiến)`),
      plain(6, 'Chưa rõ tên', 'Xuân Quang', 'Chờ bổ sung; Nộp sau hạn'),
    ]);
    expect(book.rows.slice(4, 7).map(([first]) => first)).toEqual([
      'DANH SÁCH TỔNG HỢP',
      'Đề nghị xét, công nhận các sản phẩm, mô hình sáng tạo, sáng kiến, ý tưởng mới năm 2022',
      '(Kèm theo Tờ trình số ……………… ngày …… tháng …… năm ………)',
    ]);
    expect(totalOf(book)).toBe('Tổng số: 03 hồ sơ, 06 sáng kiến.');
  });
});

it('4: figures of each unit, and their sums', async () => {
  const book = await open('by-unit');
  expect(tableOf(book, 'STT')).toEqual([
    [
      ...['STT', 'Đơn vị', 'Số thư', 'Số hồ sơ', 'Số sáng kiến', 'Đủ', 'Chờ bổ sung', 'Quá hạn bổ sung'],
      ...['Nộp đúng hạn', 'Nộp sau hạn', 'Tỷ lệ đủ (%)'],
    ],
    [1, `${FRONT} xã Gia Phú`, 5, 1, 2, 1, 0, 0, 1, 0, 100],
    [2, `${FRONT} xã Phong Niên`, 1, 1, 3, 1, 0, 0, 1, 0, 100],
    [3, `${FRONT} xã Thái Niên`, 1, 1, 1, 0, 0, 0, 1, 0, 0],
    [4, `${FRONT} xã Xuân Quang`, 1, 1, 1, 0, 1, 1, 0, 1, 0],
    [5, 'Chưa xác định đơn vị', 1, 1, 0, 0, 0, 0, 1, 0, 0],
    [null, 'Cộng', 9, 5, 7, 2, 1, 1, 4, 1, 40],
  ]);
  expect(totalOf(book)).toBe('Tổng số: 04 đơn vị, 05 hồ sơ, 07 sáng kiến.');
});

it('5: sectors by kinds of object, none left out', async () => {
  const book = await open('by-sector');
  const [upper, lower, ...rows] = tableOf(book, 'STT');
  expect(upper).toEqual(['STT', 'Lĩnh vực', 'Loại hình', ...none(4), 'Cộng']);
  expect(lower).toEqual([
    ...[
      null,
      null,
      'Sản phẩm sáng tạo',
      'Mô hình sáng tạo',
      'Ý tưởng mới',
      'Sáng kiến',
      'Chưa xác định',
      null,
    ],
  ]);
  expect(rows.map(([, name]) => name)).toEqual([
    ...(campaigns[0]?.sectors.map(({ name }) => name) ?? []),
    'Chưa xác định',
    'Cộng',
  ]);
  expect(rows.map((row) => row.slice(2))).toEqual([
    ...Array(4).fill([0, 0, 0, 0, 0, 0]),
    [0, 1, 0, 0, 0, 1],
    [1, 0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 4, 4],
    [1, 1, 0, 0, 4, 6],
  ]);
});

describe('6: units that have not submitted', () => {
  it('are those that must and those that may, with their reminders, and who has nothing to propose', async () => {
    const book = await open('not-submitted');
    const [head, must, ...rows] = tableOf(book, 'STT');
    expect(head).toEqual(['STT', 'Đơn vị', 'Nhóm', 'Thư đôn đốc gần nhất', 'Ghi chú']);
    expect(must).toEqual(['I. Đơn vị phải nộp hồ sơ', ...none(4)]);
    const may = rows.findIndex(([first]) => first === 'II. Đơn vị được khuyến khích nộp hồ sơ');
    const names = rows.slice(0, may).map(([, name]) => name);
    expect(names).not.toContain(`${FRONT} xã Gia Phú`);
    expect(names).not.toContain(`${FRONT} xã Thái Niên`);
    // Its report is no dossier.
    expect(names).toContain(`${FRONT} thị trấn Phố Lu`);
    const group = 'Ủy ban MTTQ Việt Nam xã, thị trấn';
    expect(rows.slice(0, may).filter((row) => row[3] !== null || row[4] !== null)).toEqual([
      [13, `${FRONT} xã Sơn Hải`, group, null, 'Đã trả lời không có nội dung đề nghị (ngày 03/8/2022)'],
      [
        ...[15, `${FRONT} xã Xuân Giao`, group, '05/08/2022 08:00'],
        'Đã trả lời không có nội dung đề nghị (ngày 06/8/2022)',
      ],
    ]);
    expect(rows[may + 1]).toEqual([1, 'Ban Dân vận Huyện ủy', 'Cơ quan Đảng', null, null]);
    expect(rows.slice(may + 1)).toHaveLength(36);
    expect(totalOf(book)).toBe(
      'Tổng số: 49 đơn vị chưa nộp; 02 đơn vị đã trả lời không có nội dung đề nghị.',
    );
  });

  it('goes by the time asked for', async () => {
    const book = await open('not-submitted', { from: parseDay('2022-08-09') });
    const rows = tableOf(book, 'STT');
    expect(rows.map(([, name]) => name)).toContain(`${FRONT} xã Gia Phú`);
    expect(rows.some((row) => row[4] !== null && row[0] !== 'STT')).toBe(false);
  });
});

it('7: for each period of reports, who has submitted and who has not', async () => {
  const book = await open('reports');
  const [head, first, ...rows] = tableOf(book, 'STT');
  expect(head).toEqual(['STT', 'Đơn vị', 'Nhóm', 'Ngày nộp', 'Mã hồ sơ', 'Tình trạng']);
  expect(first?.[0]).toBe(
    'Báo cáo 6 tháng đầu năm 2022 (trước ngày 10 tháng 6 năm 2022): đã nộp 02, chưa nộp 53',
  );
  const group = 'Ủy ban MTTQ Việt Nam xã, thị trấn';
  expect(rows.slice(0, 3)).toEqual([
    [1, `${FRONT} xã Gia Phú`, group, '05/06/2022 10:00', codeOf(7), 'Đã nộp, đúng hạn'],
    // Nobody noted its period: the one whose deadline is nearest.
    [2, `${FRONT} thị trấn Phố Lu`, group, '15/06/2022 10:00', codeOf(8), 'Đã nộp, sau hạn'],
    [3, 'Ban Dân vận Huyện ủy', 'Cơ quan Đảng', null, null, 'Chưa nộp'],
  ]);
  expect(rows[55]?.[0]).toBe('Báo cáo năm 2022 (trước ngày 20 tháng 11 năm 2022): đã nộp 00, chưa nộp 55');
  expect(rows).toHaveLength(55 + 1 + 55);
  expect(totalOf(book)).toBe('Tổng số: 02 báo cáo đã nộp, 02 kỳ báo cáo.');
});

it('of all campaigns lists also those that are no longer described, and of an unknown one nothing', async () => {
  const book = await open('intake', { campaign: null });
  expect(tableOf(book, 'STT').at(-1)).toEqual([
    ...[9, codeOf(9), 9, 'initiative', `${FRONT} xã Sơn Hải`, null, '01/08/2021 10:00', ...none(6)],
    ...['Đủ hồ sơ', null, 'Đã hủy nội dung do hết thời hạn lưu'],
  ]);
  await expect(open('intake', { campaign: 'nam-2021' })).rejects.toMatchObject({ code: 'campaign-unknown' });
});

it('days are those of the office: the last one ends at its midnight', async () => {
  const day = { from: parseDay('2022-08-10'), to: parseDay('2022-08-10') };
  const book = await open('intake', day);
  expect(
    tableOf(book, 'STT')
      .slice(2)
      .map((row) => row[1]),
  ).toEqual([codeOf(2)]);
  expect(book.fileName).toBe('so-theo-doi-tiep-nhan-2022-08-10.xlsx');
  const before = { from: null, to: parseDay('2022-06-05') };
  expect(
    tableOf(await open('intake', before), 'STT')
      .slice(2)
      .map((row) => row[1]),
  ).toEqual([codeOf(7)]);
});
