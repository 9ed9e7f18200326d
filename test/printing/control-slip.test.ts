// The control slip, read back: whose dossier it goes with, and room for every hand that takes it.
import { describe, expect, it } from 'vitest';
import type { StandingDossier } from '../../src/core/printed.ts';
import { printControlSlip } from '../../src/printing/control-slip.ts';
import { sampleCampaign } from '../support/campaign.ts';
import { facts, LACKING, MODEL, NOW } from './dossier.ts';
import { oneLine, readPdf } from './read-pdf.ts';

const campaign = sampleCampaign();

function read(change: Partial<StandingDossier> = {}) {
  return printControlSlip(facts(change), campaign, NOW).then(readPdf);
}

const HEAD = 'Bên giao, bên nhận Thời gian giao, nhận Người giao (ký) Người nhận (ký) Kết quả Ghi chú';

describe('a control slip', () => {
  it('says whose dossier it is and who took it first, and leaves the rest to be filled in', async () => {
    const { pages, text } = await read();
    const dots = '.'.repeat(14);
    const blank = '....... giờ ....... phút ngày ..... / ..... / ........';
    expect(pages).toHaveLength(1);
    expect(text).toBe(
      oneLine(`
        ỦY BAN MTTQ VIỆT NAM HUYỆN BẢO THẮNG BAN THƯỜNG TRỰC
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc
        Bảo Thắng, ngày 08 tháng 8 năm 2022
        Mã hồ sơ: DKST-BT-220808-0003 Số đến: 15
        PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ
        Cơ quan giải quyết hồ sơ: Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng.
        Cơ quan, đơn vị nộp hồ sơ: Ủy ban MTTQ Việt Nam xã Gia Phú.
        Nội dung hồ sơ: đề nghị xét, công nhận các sản phẩm, mô hình sáng tạo, sáng kiến, ý tưởng mới năm 2022.
        Tên nội dung đề nghị: Mô hình tổ tự quản thu gom, phân loại rác thải tại hộ gia đình.
        ${HEAD}
        1. Giao: MTTQ xã Gia Phú Nhận: Bộ phận tiếp nhận hồ sơ
        09 giờ 15 phút, ngày 08 tháng 8 năm 2022 trong thời hạn qua thư điện tử
        2. Giao: Bộ phận tiếp nhận hồ sơ Nhận: ${dots} ${blank}
        3. Giao: ${dots} Nhận: ${dots} ${blank}
        4. Giao: ${dots} Nhận: ${dots} ${blank}
        5. Giao: ${dots} Nhận: ${dots} ${blank}
        Ghi chú: Phiếu được lưu cùng hồ sơ. Mỗi lần giao, nhận, ghi rõ thời gian, kết quả giải quyết; người giao,
        người nhận ký và ghi rõ họ tên.
      `),
    );
  });

  it('names one initiative of several', async () => {
    const { text } = await read(LACKING);
    expect(text).toContain(`Tên nội dung đề nghị: ${MODEL} và 01 nội dung khác.`);
    const unnamed = await read({ items: [{ number: 1, title: '' }] });
    expect(unnamed.text).toContain('Tên nội dung đề nghị: ghi tại báo cáo mô tả.');
  });

  it('of a periodic report names the report', async () => {
    const kinds = campaign.kinds.map((kind) => ({ ...kind, name: 'Báo cáo', handling: 'report' as const }));
    const reports = { ...campaign, kinds };
    const { text } = await readPdf(await printControlSlip(facts({ items: [] }, reports), reports, NOW));
    expect(text).toContain('Nội dung hồ sơ: Báo cáo. Bên giao, bên nhận');
  });

  it('leaves room for the name of a unit that nobody knows', async () => {
    const { text } = await read({ unit: null, status: 'unsorted' });
    expect(text).toContain('Cơ quan, đơn vị nộp hồ sơ: chưa xác định.');
    expect(text).toContain('1. Giao: .............. Nhận: Bộ phận tiếp nhận hồ sơ');
  });

  it('goes on over pages, its head on each of them', async () => {
    const title = 'Giải pháp nâng cao chất lượng công tác tuyên truyền '.repeat(9).trim();
    const name = 'Ủy ban Mặt trận Tổ quốc Việt Nam '.repeat(14).trim();
    const unit = { name, shortName: name.slice(0, 120).trim() };
    const { pages, text } = await read({ items: [{ number: 1, title }], unit });
    expect(text).toContain(`${title}.`);
    expect(text).toContain(`1. Giao: ${unit.shortName} Nhận:`);
    expect(pages).toHaveLength(2);
    for (const page of pages) expect(page.text).toContain(HEAD);
    expect(pages[1]?.text).toMatch(/Mã hồ sơ: DKST-BT-220808-0003 ?Trang 2\/2$/);
  });
});
