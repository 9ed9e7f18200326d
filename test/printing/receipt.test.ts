// The receipt on paper, read back: what it says of a dossier, as it stands.
import { describe, expect, it } from 'vitest';
import type { StandingDossier } from '../../src/core/printed.ts';
import type { DossierStatus } from '../../src/core/states.ts';
import { printReceipt } from '../../src/printing/receipt.ts';
import { sampleCampaign } from '../support/campaign.ts';
import { CODE, document, facts, LACKING, MODEL, NOW, REPORT } from './dossier.ts';
import { oneLine, readPdf } from './read-pdf.ts';

const campaign = sampleCampaign();

function read(change: Partial<StandingDossier> = {}, changed = campaign) {
  return printReceipt(facts(change, changed), changed, NOW).then(readPdf);
}

describe('a receipt', () => {
  it('says everything, on one page', async () => {
    const { pages, text } = await read();
    expect(pages).toHaveLength(1);
    expect(text).toBe(
      oneLine(`
        ỦY BAN MTTQ VIỆT NAM HUYỆN BẢO THẮNG BAN THƯỜNG TRỰC
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc
        Bảo Thắng, ngày 08 tháng 8 năm 2022
        Mã hồ sơ: DKST-BT-220808-0003 Số đến: 15
        GIẤY XÁC NHẬN TIẾP NHẬN HỒ SƠ
        Kính gửi: Ủy ban MTTQ Việt Nam xã Gia Phú
        Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng xác nhận đã nhận được hồ sơ đề nghị xét, công nhận
        các sản phẩm, mô hình sáng tạo, sáng kiến, ý tưởng mới năm 2022 của quý cơ quan, đơn vị gửi qua thư điện
        tử, cụ thể như sau:
        1. Thời gian nhận: 09 giờ 15 phút, ngày 08 tháng 8 năm 2022 (trong thời hạn). Thời hạn nhận hồ sơ: trước
        ngày 10 tháng 8 năm 2022.
        2. Nội dung đề nghị: 01 nội dung.
        1) Mô hình tổ tự quản thu gom, phân loại rác thải tại hộ gia đình
        3. Thành phần hồ sơ đã nhận: 04 tệp.
        TT Tên tài liệu Tệp đã nhận
        1 Tờ trình đề nghị xét, công nhận bản ký (TO TRINH.pdf) bản mềm (TO TRINH.doc)
        2 Báo cáo mô tả sáng kiến bản ký (Bao cao mo ta.signed.pdf) bản mềm (Báo cáo mô tả.docx)
        4. Kết quả kiểm tra ban đầu: hồ sơ đủ thành phần theo Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022.
        Giấy này chỉ xác nhận việc nhận hồ sơ, không phải là kết quả xét, công nhận./.
        NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)
      `),
    );
  });

  it('lists what is missing, why, and until when it may follow', async () => {
    const { text } = await read(LACKING);
    expect(text).toContain(
      oneLine(`
        4. Kết quả kiểm tra ban đầu: thành phần hồ sơ chưa đủ theo Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022.
        Đề nghị quý cơ quan, đơn vị bổ sung, hoàn thiện những nội dung sau:
        TT Tài liệu cần bổ sung Tình trạng
        1 Danh sách trích ngang tác giả, sáng kiến chưa có bản mềm (Word/Excel)
        2 Báo cáo mô tả sáng kiến "${MODEL}" mới có bản mềm, chưa có bản ký, đóng dấu (PDF hoặc ảnh chụp rõ nét)
        3 Báo cáo mô tả sáng kiến (nội dung 2) tệp không mở được
        Các tệp sau không mở được, đề nghị gửi lại: hong.pdf.
        Thời hạn bổ sung: trước 17 giờ 00 phút, ngày 15 tháng 8 năm 2022.
      `),
    );
    expect(text).toContain('2) (tên ghi tại báo cáo mô tả)');
    expect(text).toContain('đã nhận: 02 tệp.');
    expect(text).toContain('đề nghị liên hệ Ban Phong trào để được hướng dẫn.');
  });

  it('names the telephone where the office has one', async () => {
    const office = { ...campaign.office, phone: '0214 000 000' };
    const { text } = await read(LACKING, { ...campaign, office });
    expect(text).toContain('liên hệ Ban Phong trào, điện thoại 0214 000 000 để được hướng dẫn.');
  });

  it('addresses a unit that nobody knows', async () => {
    const { text } = await read({ unit: null, status: 'unsorted' });
    expect(text).toContain('Kính gửi: Quý cơ quan, đơn vị Ban Thường trực');
    expect(text).toContain('hồ sơ đang được kiểm tra, phân loại; kết quả sẽ được thông báo sau.');
  });

  it('of a late dossier says so, and who decides', async () => {
    const { text } = await read({ deadline: 'late', receivedAt: new Date('2022-08-10T00:05:00+07:00') });
    expect(text).toContain('00 giờ 05 phút, ngày 10 tháng 8 năm 2022 (sau thời hạn quy định).');
    expect(text).toContain('thời hạn nhận hồ sơ là trước ngày 10 tháng 8 năm 2022.');
    expect(text).toContain('Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng xem xét, quyết định');
  });

  it.each<[DossierStatus, string]>([
    ['checking', 'thành phần hồ sơ đang được kiểm tra; kết quả sẽ được thông báo sau.'],
    ['supplemented', 'tài liệu bổ sung đã nhận, đang được kiểm tra; kết quả sẽ được thông báo sau.'],
    [
      'forwarded',
      'hồ sơ đủ thành phần theo Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022 và đã được chuyển thẩm định.',
    ],
    ['refused', 'hồ sơ không được tiếp nhận; lý do được thông báo riêng.'],
    ['duplicate', 'hồ sơ trùng với hồ sơ đã tiếp nhận trước đó.'],
    ['not-a-submission', 'tài liệu đã nhận không phải là hồ sơ đề nghị xét, công nhận.'],
  ])('of a dossier that is %s asks for nothing', async (status, result) => {
    const { text } = await read({ ...LACKING, status });
    expect(text).toContain(`4. Kết quả kiểm tra ban đầu: ${result}`);
    expect(text).not.toContain('bổ sung, hoàn thiện');
    expect(text).not.toContain('hong.pdf');
  });

  it('of a periodic report speaks of a report', async () => {
    const kinds = campaign.kinds.map((kind) => ({
      ...kind,
      name: 'Báo cáo kết quả phong trào',
      handling: 'report' as const,
    }));
    const { text } = await read({ deadline: 'late', items: [] }, { ...campaign, kinds, paperNote: 'Giấy.' });
    expect(text).toContain('GIẤY XÁC NHẬN TIẾP NHẬN BÁO CÁO');
    expect(text).toContain('xác nhận đã nhận được Báo cáo kết quả phong trào của quý cơ quan, đơn vị');
    expect(text).toContain('2. Báo cáo đã nhận: 04 tệp.');
    expect(text).toContain('3. Kết quả kiểm tra ban đầu: báo cáo đã được tiếp nhận. Giấy này');
    expect(text).not.toContain('10 tháng 8');
  });

  it('of a report that nobody can open asks for it again', async () => {
    const kinds = campaign.kinds.map((kind) => ({ ...kind, handling: 'report' as const }));
    const documents = LACKING.documents.filter(({ usable }) => !usable);
    const change = { status: 'awaiting-documents' as const, documents, items: [] };
    const { text } = await read(change, { ...campaign, kinds });
    expect(text).toContain(
      'chưa mở được báo cáo. Các tệp sau không mở được, đề nghị gửi lại: hong.pdf. Thời hạn',
    );
  });

  it('says what the office says of paper, and that a trial has no value', async () => {
    const paperNote = 'Đề nghị gửi 01 (bộ) hồ sơ giấy.';
    const { text } = await read({}, { ...campaign, paperNote, testMode: true });
    expect(text).toContain(`${paperNote} Giấy này chỉ xác nhận`);
    expect(text).toContain('BẢN THỬ NGHIỆM – không có giá trị GIẤY XÁC NHẬN');
    expect((await read()).text).not.toContain('THỬ NGHIỆM');
  });

  it('leaves the place to be filled in where the name of the office tells none', async () => {
    const office = { ...campaign.office, name: 'Sở Khoa học và Công nghệ' };
    const { text } = await read({}, { ...campaign, office });
    expect(text).toContain('SỞ KHOA HỌC VÀ CÔNG NGHỆ CỘNG HÒA');
    expect(text).toContain('.............., ngày 08 tháng 8 năm 2022');
  });

  it('says that no file is usable', async () => {
    const { text } = await read({ documents: [], items: [] });
    expect(text).toContain('2. Nội dung đề nghị: ghi trong các tài liệu gửi kèm.');
    expect(text).toContain('đã nhận: chưa có tệp nào sử dụng được. 4. Kết quả');
  });
});

describe('a receipt of several pages', () => {
  const items = Array.from({ length: 40 }, (_, at) => ({ number: at + 1, title: `${MODEL} [${at + 1}]` }));
  const documents = items.map(({ number }) => document(`BC${number}.docx`, REPORT, number, 'editable'));

  it('has every item and document once, the head of the table on each page, and numbered pages', async () => {
    const { pages, text } = await read({ items, documents });
    expect(pages.length).toBeGreaterThan(2);
    for (const { number, title } of items) {
      expect(text).toContain(`${number}) ${title}`);
      expect(text.split(`[${number}]`)).toHaveLength(2);
      expect(text.split(`(BC${number}.docx)`)).toHaveLength(2);
    }
    for (const [at, page] of pages.entries()) {
      expect(page.text).toMatch(new RegExp(`Mã hồ sơ: ${CODE} ?Trang ${at + 1}/${pages.length}$`));
      const rows = page.text.includes('(BC');
      expect(page.text.split('TT Tên tài liệu Tệp đã nhận')).toHaveLength(rows ? 2 : 1);
    }
  });

  it('names the first three hundred of what a sender made endless, and says how many there are', async () => {
    const many = Array.from({ length: 305 }, (_, at) => ({ number: at + 1, title: `Số ${at + 1}` }));
    const { text } = await read({
      items: many,
      documents: many.map(({ number }) => document(`BC${number}.docx`, REPORT, number, 'editable')),
    });
    expect(text).toContain('2. Nội dung đề nghị: 305 nội dung.');
    expect(text).toContain('300) Số 300 … và 05 nội dung khác. 3. Thành phần hồ sơ đã nhận: 305 tệp.');
    expect(text).toContain('(BC300.docx) … và 05 tài liệu khác. 4. Kết quả');
    expect(text).not.toContain('BC301');
  });

  it('signs below the words it signs, wherever the page ends', async () => {
    const lengths = new Set<number>();
    for (let count = 2; count <= 13; count++) {
      const { pages } = await read({ items: items.slice(0, count), documents: documents.slice(0, 4) });
      lengths.add(pages.length);
      const last = pages.at(-1)?.text;
      expect(last).toContain('Giấy này chỉ xác nhận');
      expect(last).toContain('NGƯỜI TIẾP NHẬN HỒ SƠ');
    }
    expect([...lengths]).toEqual([1, 2]);
  });

  it('wraps long titles and names, and loses nothing of them', async () => {
    const title = `${'Giải pháp nâng cao chất lượng công tác tuyên truyền, vận động Nhân dân '.repeat(6)}hết`;
    const name = `${'Báo cáo mô tả sáng kiến dài '.repeat(3)}hết.docx`;
    const { text, pages } = await read({
      items: [{ number: 1, title }],
      documents: [document(name, REPORT, 1, 'editable')],
    });
    expect(text).toContain(`1) ${title}`);
    expect(text).toContain(name);
    expect(pages).toHaveLength(1);
  });

  it('cuts what no page can hold', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `${at} ${'Ảnh minh chứng hoạt động '.repeat(4)}.jpg`);
    const forms = ['signed', 'editable', 'other'] as const;
    const { pages, text } = await read({
      documents: forms.flatMap((form) => names.map((name) => document(name, REPORT, 1, form))),
    });
    expect(pages.length).toBeLessThan(5);
    expect(text).toContain('…');
    expect(text).toContain('4. Kết quả kiểm tra ban đầu');
  });
});
