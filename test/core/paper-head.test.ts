// Number, date and subject of a paper, as a register of incoming papers has them.
import { describe, expect, it } from 'vitest';
import { readPaperHead } from '../../src/core/paper-head.ts';

const MOTTO = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n';

describe('the head of a paper', () => {
  it('is read from lines of their own', () => {
    const text = `ỦY BAN MTTQ VIỆT NAM\nXÃ GIA PHÚ\n${MOTTO}Số: 15/TTr-MTTQ-BTT\nGia Phú, ngày 05 tháng 8 năm 2022\n\nTỜ TRÌNH\nVề việc đề nghị xét, công nhận sáng kiến năm 2022\nKính gửi: Ban Thường trực`;
    expect(readPaperHead(text)).toEqual({
      number: '15/TTr-MTTQ-BTT',
      date: { year: 2022, month: 8, day: 5 },
      about: 'Tờ trình về việc đề nghị xét, công nhận sáng kiến năm 2022',
    });
  });

  it('is read from columns that were mixed', () => {
    const text = `ỦY BAN MTTQ VIỆT NAM ${MOTTO}Số: 102 /KH-MTTQ-BTT Bảo Thắng, ngày 06 tháng 4 năm 2022\nBÁO CÁO\nKết quả thực hiện phong trào\nThực hiện Kế hoạch`;
    expect(readPaperHead(text)).toEqual({
      number: '102/KH-MTTQ-BTT',
      date: { year: 2022, month: 4, day: 6 },
      about: 'Báo cáo kết quả thực hiện phong trào',
    });
  });

  it('takes nothing from the papers that one rests on', () => {
    const text =
      'TỜ TRÌNH\nCăn cứ Kế hoạch số 102/KH-MTTQ-BTT ngày 06 tháng 4 năm 2022\nSố: 7/TTr-MTTQ ngày 09 tháng 9 năm 2022';
    expect(readPaperHead(text)).toEqual({ number: null, date: null, about: null });
  });

  it('of a công văn takes the V/v, and takes no day that does not exist', () => {
    const text =
      'Số: 31/MTTQ\nV/v đề nghị công nhận sáng kiến\nGia Phú, ngày 31 tháng 02 năm 2022\nKính gửi: Ban';
    expect(readPaperHead(text)).toEqual({
      number: '31/MTTQ',
      date: null,
      about: 'V/v đề nghị công nhận sáng kiến',
    });
  });

  it.each(['', '\n \n', 'Bài thơ', 'Số:    /TTr-MTTQ\nngày … tháng … năm 2022\nTỜ TRÌNH'])(
    '%j tells nothing',
    (text) => {
      expect(readPaperHead(text)).toEqual({ number: null, date: null, about: null });
    },
  );

  it('is quick on texts made to slow it down', () => {
    for (const piece of ['ngày 1 ', '1/a-', 'số: 1/', 'v / v ', ' ', 'ngày    ']) {
      readPaperHead(piece.repeat(50_000));
    }
  });
});
