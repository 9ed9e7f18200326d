import { describe, expect, it } from 'vitest';
import { baoCaoDinhKy, danhSach, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { makeWord, makeZip, paragraph } from './make-zip.ts';

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };

describe('the text of a Word document', () => {
  it('stands line by line, letterhead first', async () => {
    const { text } = await inspectBytes(await makeDocx(toTrinh(UNIT)));
    expect(text?.split('\n').slice(0, 10)).toEqual([
      'ỦY BAN MTTQ VIỆT NAM',
      'XÃ GIA PHÚ',
      'BAN THƯỜNG TRỰC',
      'Số: 15/TTr-MTTQ-BTT',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Gia Phú, ngày 05 tháng 8 năm 2022',
      'TỜ TRÌNH',
      'Về việc đề nghị xét, công nhận sáng kiến năm 2022',
      'Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng',
    ]);
    const report = await inspectBytes(await makeDocx(baoCaoDinhKy(UNIT)));
    expect(report.text).toContain('\nBÁO CÁO\nKết quả thực hiện phong trào thi đua “Đoàn kết sáng tạo”');
  });

  it('holds the rows of a table as lines, cells apart by tabs', async () => {
    const { text } = await inspectBytes(
      await makeDocx(danhSach(UNIT, ['Mô hình tự quản', 'Tiếng kẻng an ninh'])),
    );
    expect(text).toContain('\nSTT\tTên sáng kiến\tTác giả\tLĩnh vực\n1\tMô hình tự quản\t');
    expect(text).toContain('\n2\tTiếng kẻng an ninh\t');
  });

  it.each([
    ['a line break', '<w:br/>'],
    ['a page break', '<w:br w:type="page"/>'],
    ['a carriage return', '<w:cr />'],
  ])('keeps the lines of a title broken by %s', async (_, mark) => {
    const body = `<w:p><w:r><w:t>BÁO CÁO</w:t>${mark}<w:t>Mô tả sáng kiến</w:t></w:r></w:p>`;
    expect((await inspectBytes(makeWord(body))).text).toBe('BÁO CÁO\nMô tả sáng kiến');
  });

  it('is NFC, however it was typed', async () => {
    const typed = ['Tơ\u0300 tri\u0300nh', 'đề nghị'.normalize('NFD')];
    const { text } = await inspectBytes(makeWord(typed.map(paragraph).join('')));
    expect(text).toBe('Tờ trình\nđề nghị');
  });

  it('is null where there are only spaces', async () => {
    expect(await inspectBytes(makeWord(paragraph(' \u00a0 ')))).toMatchObject({
      type: 'docx',
      text: null,
      problem: null,
    });
  });

  it('is the beginning of a document too long to be read whole, without half a letter at its end', async () => {
    const body = paragraph('TỜ TRÌNH') + paragraph('Nội dung sáng kiến 😀.').repeat(100_000);
    const { text, problem } = await inspectBytes(makeWord(body));
    expect(problem).toBeNull();
    expect(text?.startsWith('TỜ TRÌNH\nNội dung')).toBe(true);
    expect(text?.length).toBeLessThanOrEqual(60_000);
    expect(text?.isWellFormed()).toBe(true);
  });

  it('is that of one so long that its XML is cut in the middle of a table', async () => {
    const cell = `<w:tc>${paragraph('Ô')}</w:tc>`;
    const body = `${paragraph('DANH SÁCH')}<w:tbl>${`<w:tr>${cell.repeat(5)}</w:tr>`.repeat(12_000)}</w:tbl>`;
    const { text, problem } = await inspectBytes(makeWord(body));
    expect(problem).toBeNull();
    expect(text?.startsWith('DANH SÁCH\nÔ\tÔ\t')).toBe(true);
  });
});

describe('a Word document that would not be harmless to open', () => {
  const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'A');

  it.each([
    ['tells sizes of a bomb', makeWord('', { content: megabytes(300) })],
    ['tells a size that is not its own', makeWord('', { content: megabytes(300), size: 2_000 })],
    [
      'is made of too many parts',
      makeWord(
        paragraph('x'),
        {},
        Array.from({ length: 6_000 }, (_, at) => ({ name: `word/media/${at}.png`, content: '' })),
      ),
    ],
    ['has a part of wrong content', withOneBitChanged(makeWord(paragraph('Tờ trình'), { stored: true }))],
    ['points to itself', makeZip([{ name: 'word/document.xml', content: '<w:document/>' }])],
  ])('%s: refused, quickly', async (_, bytes) => {
    const started = performance.now();
    const before = process.memoryUsage.rss();
    expect(await inspectBytes(bytes)).toMatchObject({ type: 'docx', text: null, problem: 'damaged' });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('is read all the same when only a part that nobody reads is large', async () => {
    const photo = { name: 'word/media/1.png', content: megabytes(30), stored: true };
    expect((await inspectBytes(makeWord(paragraph('Tờ trình'), {}, [photo]))).text).toBe('Tờ trình');
  });

  const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const withEntities = (entities: string, text: string) =>
    makeWord('', {
      content: `<!DOCTYPE a [${entities}]><w:document xmlns:w="${WORD}"><w:body>${paragraph(text)}</w:body></w:document>`,
    });

  it('opens no file that an entity names', async () => {
    const name = import.meta.filename;
    const { text } = await inspectBytes(withEntities(`<!ENTITY x SYSTEM "file://${name}">`, 'a&x;b'));
    expect(text ?? '').not.toContain('import');
  });

  it('is not multiplied by entities of entities', async () => {
    const entities = Array.from({ length: 12 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`);
    const started = performance.now();
    const { text } = await inspectBytes(withEntities(`<!ENTITY e0 "ha">${entities.join('')}`, '&e12;'));
    expect((text ?? '').length).toBeLessThan(100);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

function withOneBitChanged(bytes: Buffer): Buffer {
  const at = bytes.indexOf('Tờ trình');
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
}
