import { describe, expect, it } from 'vitest';
import { baoCaoDinhKy, danhSach, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { tcvn3, vni } from '../corpus/files.ts';
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

describe('the fonts of a Word document', () => {
  const run = (text: string, font = '') =>
    `<w:r>${font && `<w:rPr><w:rFonts w:ascii="${font}" w:hAnsi="${font}"/></w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
  const withStyles = (body: string, styles: string) =>
    makeWord(body, {}, [{ name: 'word/styles.xml', content: `<w:styles>${styles}</w:styles>` }]);
  const style = (id: string, inner: string, more = '') =>
    `<w:style w:type="paragraph" ${more} w:styleId="${id}">${inner}</w:style>`;
  const font = (name: string) => `<w:rPr><w:rFonts w:ascii="${name}" w:hAnsi="${name}"/></w:rPr>`;
  const textOf = async (bytes: Buffer) => (await inspectBytes(bytes)).text;
  const school = tcvn3('trường tiểu học').text;

  it('tell the encoding of each run', async () => {
    const body = `<w:p>${run(tcvn3('TỜ TRÌNH').text, '.VnTimeH')}${run(' số 15 – ')}${run(school, '.VnTime')}</w:p><w:p>${run(vni('Mặt trận').text, 'VNI-Times')}</w:p>`;
    expect(await textOf(makeWord(body))).toBe('TỜ TRÌNH số 15 – trường tiểu học\nMặt trận');
  });

  it('stand in styles, in those they are based on, and in the defaults too', async () => {
    const styled = `<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr>${run(school)}</w:p>`;
    const based = style('A', font('.VnTime')) + style('B', '<w:basedOn w:val="A"/>');
    expect(await textOf(withStyles(styled, based))).toBe('trường tiểu học');
    const defaults = `<w:docDefaults><w:rPrDefault>${font('.VnTime')}</w:rPrDefault></w:docDefaults>`;
    expect(await textOf(withStyles(`<w:p>${run(school)}</w:p>`, defaults))).toBe('trường tiểu học');
    const normal = style('Normal', font('.VnTime'), 'w:default="1"');
    expect(await textOf(withStyles(`<w:p>${run(school)}</w:p>`, normal))).toBe('trường tiểu học');
    const loop = style('A', '<w:basedOn w:val="B"/>') + style('B', '<w:basedOn w:val="A"/>');
    expect(await textOf(withStyles(styled, loop))).toBe(school.replaceAll('\u00ad', ''));
  });

  it('do not count where Unicode was typed in them', async () => {
    const body = `<w:p>${run('trình độ chuyên ', '.VnTime')}${run('môn', '.VnTime')}</w:p>`;
    expect(await textOf(makeWord(body))).toBe('trình độ chuyên môn');
  });

  it('make a letter of what Word takes for a soft hyphen', async () => {
    const [before = '', after = ''] = tcvn3('trường').text.split('\u00ad');
    const body = `<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>${before}</w:t><w:softHyphen/><w:t>${after}</w:t></w:r>`;
    expect(await textOf(makeWord(`<w:p>${body}</w:p>`))).toBe('trường');
  });

  it('may part a letter from its mark', async () => {
    expect(await textOf(makeWord(`<w:p>${run('To', 'VNI-Times')}${run('å', 'VNI-Times')}</w:p>`))).toBe('Tổ');
  });

  it('give way to the words, where the font was changed but not the text', async () => {
    const title = tcvn3('tờ trình đề nghị công nhận sáng kiến').text;
    expect(await textOf(makeWord(`<w:p>${run(title, 'Times New Roman')}</w:p>`))).toBe(
      'tờ trình đề nghị công nhận sáng kiến',
    );
  });
});

describe('what Word keeps but does not show', () => {
  it('is left out: deleted and moved passages, codes of fields, what older programs read instead', async () => {
    const body = `<w:p><w:r><w:t>A</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r><mc:AlternateContent><mc:Choice><w:txbxContent>${paragraph('Hộp')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${paragraph('Hộp')}</w:txbxContent></mc:Fallback></mc:AlternateContent><w:ins><w:r><w:t>B &amp; C</w:t><w:tab/><w:t>D</w:t></w:r></w:ins></w:p>`;
    expect((await inspectBytes(makeWord(body))).text).toBe('A\nHộp\nB & C\tD');
  });

  it('are macros, which are told', async () => {
    const macros = { name: 'word/vbaProject.bin', content: 'x' };
    expect(await inspectBytes(makeWord(paragraph('A'), {}, [macros]))).toMatchObject({
      type: 'docx',
      text: 'A',
      macros: true,
      problem: null,
    });
  });
});

it('a Word document made on the web, which numbers its parts, is read', async () => {
  const bytes = makeWord(paragraph('TỜ TRÌNH'), { name: 'word/document2.xml' });
  expect(await inspectBytes(bytes)).toMatchObject({ type: 'docx', text: 'TỜ TRÌNH', problem: null });
});

describe('hostile XML', () => {
  it.each<[string, () => string]>([
    ['a million elements that never end', () => '<w:p>'.repeat(1_000_000)],
    ['a million that end without beginning', () => '</w:p>'.repeat(1_000_000)],
    ['a name without end', () => `<${'a'.repeat(8_000_000)}`],
    ['an attribute without end', () => `<w:p a="${'a'.repeat(8_000_000)}`],
    ['a comment without end', () => `<!--${'-'.repeat(8_000_000)}`],
    ['attributes without end', () => `<w:p ${'a="b" '.repeat(1_000_000)}`],
    ['a hundred thousand wrong characters', () => '<w:p>&x;<1 &#xfffffff;'.repeat(100_000)],
    ['a paragraph without end', () => `<w:p>${'<w:r><w:t>a</w:t><w:tab/></w:r>'.repeat(300_000)}`],
    ['rows without end', () => '<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'.repeat(200_000)],
  ])('%s: ends quickly', async (_, make) => {
    const bytes = makeWord('', { content: `<w:document><w:body>${make()}`, stored: true });
    const started = performance.now();
    expect((await inspectBytes(bytes)).type).toBe('docx');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('of 200 MB is read as far as is kept', async () => {
    const text = paragraph('Nội dung sáng kiến. '.repeat(50));
    const body = paragraph('TỜ TRÌNH') + text.repeat(150_000);
    const bytes = makeWord(body, { stored: true });
    const started = performance.now();
    expect((await inspectBytes(bytes)).text).toMatch(/^TỜ TRÌNH\n/);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
