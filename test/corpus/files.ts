// Makes the files that mails carry: papers as Word, PDF, Excel and older formats, scans, photos and films.
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import PDFDocument from 'pdfkit';
import { makeJpeg, makePng } from '../../demo/samples/image.ts';
import { makePdf, makeScan } from '../../demo/samples/pdf.ts';
import { makeDoc } from '../documents/make-doc.ts';
import { makeSheet } from '../documents/make-sheet.ts';
import { makeWord, makeZip } from '../documents/make-zip.ts';
import type { Part, Recipe } from './case.ts';
import type { Content } from './papers.ts';

export function part(name: string | null, content: Recipe, more: Omit<Part, 'name' | 'content'> = {}): Part {
  return { name, content, ...more };
}

const MOTTO = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'];

/** How a text is written down: in which font, and by which letters. */
export type Writing = (text: string) => { text: string; font: string | null };
const unicode: Writing = (text) => ({ text, font: null });

/** A Word document: a head of two columns without lines, the title, paragraphs, a table. */
export function word(content: Content, writing: Writing = unicode): Recipe {
  return () => makeWord(wordBody(content, writing));
}

/** The main part's XML of a Word document. */
export function wordBody(content: Content, writing: Writing = unicode): string {
  const line = (text: string) => {
    const run = writing(text);
    const font = run.font && `<w:rPr><w:rFonts w:ascii="${run.font}" w:hAnsi="${run.font}"/></w:rPr>`;
    return `<w:p><w:r>${font ?? ''}<w:t xml:space="preserve">${escapeXml(run.text)}</w:t></w:r></w:p>`;
  };
  const cell = (lines: string[]) => `<w:tc>${lines.map(line).join('')}</w:tc>`;
  const table = (rows: string[][][]) =>
    rows.length === 0
      ? ''
      : `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`;
  return [
    table([
      [
        [...content.letterhead, content.number],
        [...MOTTO, content.placeAndDate],
      ],
    ]),
    ...content.title.map(line),
    ...(content.addressee ? [line(`Kính gửi: ${content.addressee}`)] : []),
    ...content.paragraphs.map(line),
    table(content.table.map((row) => row.map((text) => [text]))),
    line(content.signer),
  ].join('');
}

/** The lines of a paper, as plain text programs see them. */
export function linesOf(content: Content): string[] {
  return [
    ...content.letterhead,
    content.number,
    ...(content.motto ?? MOTTO),
    content.placeAndDate,
    ...content.title,
    ...(content.addressee ? [`Kính gửi: ${content.addressee}`] : []),
    ...content.paragraphs,
    ...content.table.map((row) => row.join('\t')),
    content.signer,
  ];
}

/** A document of Word 97, its letterhead and table as tables. */
export function oldWord(
  content: Content,
  writing: Writing = unicode,
  options?: Parameters<typeof makeDoc>[1],
): Recipe {
  const written = (text: string) => writing(text).text;
  const {
    letterhead,
    number,
    motto = MOTTO,
    placeAndDate,
    title,
    addressee,
    paragraphs,
    table,
    signer,
  } = content;
  const lines = [
    [[...letterhead, number].join(' '), [...motto, placeAndDate].join(' ')],
    ...title,
    ...(addressee ? [`Kính gửi: ${addressee}`] : []),
    ...paragraphs,
    ...table,
    signer,
  ];
  const all = lines.map((line) => (typeof line === 'string' ? written(line) : line.map(written)));
  return () => makeDoc(all, options);
}

/** A workbook of Excel 97. */
export function oldExcel(content: Content, writing: Writing = unicode): Recipe {
  return () =>
    makeSheet(
      rowsOf(content).map((row) => row.map((text) => writing(text).text)),
      'xls',
    );
}

/** A PDF with a text layer. */
export function pdf(content: Content): Recipe {
  return () => makePdf(content);
}

/** One page that is nothing but a picture of noise: no program reads it. */
export function scan(seed: number): Recipe {
  return () => makeScan(seed);
}

/** Behind a password (RC4, so that the same content makes the same bytes). */
export function lockedPdf(content: Content): Recipe {
  return () => {
    const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');
    const info = { CreationDate: new Date('2022-08-05T00:00:00Z') };
    const made = new PDFDocument({ font, info, userPassword: 'mk', ownerPassword: 'mk', pdfVersion: '1.4' });
    for (const line of linesOf(content)) made.text(line);
    made.end();
    return buffer(made as unknown as AsyncIterable<Buffer>);
  };
}

export function jpg(seed: number): Recipe {
  return () => makeJpeg(seed);
}

export function png(seed: number): Recipe {
  return () => makePng(seed);
}

/** Cut off, as a broken connection leaves it. */
export function truncated(whole: Recipe, share = 0.6): Recipe {
  return async () => {
    const bytes = await whole();
    return bytes.subarray(0, Math.floor(bytes.length * share));
  };
}

export function bytes(content: Buffer | string): Recipe {
  return () => Buffer.from(content);
}

const SHEET_TYPES = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`;
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE_RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** An Excel workbook (ECMA-376): the head above, the table below. */
export function excel(content: Content): Recipe {
  const cellOf = (text: string) => `<c t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
  const rows = rowsOf(content).map((row) => `<row>${row.map(cellOf).join('')}</row>`);
  return () =>
    makeZip([
      { name: '[Content_Types].xml', content: SHEET_TYPES },
      {
        name: '_rels/.rels',
        content: `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      },
      {
        name: 'xl/workbook.xml',
        content: `<workbook xmlns="${SHEET}" xmlns:r="${OFFICE_RELATIONS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content: `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      },
      {
        name: 'xl/worksheets/sheet1.xml',
        content: `<worksheet xmlns="${SHEET}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
      },
    ]);
}

/** The head's lines, each a row of one cell, then the table. */
export function rowsOf({ letterhead, number, placeAndDate, title, table, paragraphs }: Content): string[][] {
  const single = [...letterhead, number, placeAndDate, ...title].map((line) => [line]);
  return [...single, ...table, ...paragraphs.map((line) => [line])];
}

/** OpenDocument text (OASIS ODF 1.2): its type comes first, not deflated. */
export function odt(content: Content): Recipe {
  const mimetype = 'application/vnd.oasis.opendocument.text';
  const paragraphs = linesOf(content).map((line) => `<text:p>${escapeXml(line)}</text:p>`);
  return () =>
    makeZip([
      { name: 'mimetype', content: mimetype, stored: true },
      {
        name: 'META-INF/manifest.xml',
        content: `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${mimetype}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
      },
      {
        name: 'content.xml',
        content: `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>${paragraphs.join('')}</office:text></office:body></office:document-content>`,
      },
    ]);
}

/** Rich Text: letters outside ASCII as \u, or, in a legacy font, as the bytes of its code page. */
export function rtf(content: Content, writing: Writing = unicode): Recipe {
  const lines = linesOf(content).map((line) => {
    const run = writing(line);
    return `\\f${run.font?.endsWith('H') ? 1 : 0} ${rtfText(run.text, run.font !== null)}\\par\n`;
  });
  const fonts = writing('').font ? ['.VnTime', '.VnTimeH'] : ['Times New Roman', 'Times New Roman'];
  const table = fonts.map((font, at) => `{\\f${at}\\fnil\\fcharset0 ${font};}`).join('');
  return bytes(`{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl${table}}\n${lines.join('')}}`);
}

function rtfText(text: string, asBytes: boolean): string {
  return [...text]
    .map((one) => {
      const code = one.codePointAt(0) ?? 0;
      if (code < 0x80) return /[\\{}]/.test(one) ? `\\${one}` : one;
      return asBytes ? `\\'${code.toString(16).padStart(2, '0')}` : `\\u${code}?`;
    })
    .join('');
}

/** TCVN3 (TCVN 5712 VN3): one byte a letter; toned capitals are small letters in a font whose name ends in H. */
export const tcvn3: Writing = (text) => {
  const capitals = text === text.toUpperCase() && text !== text.toLowerCase();
  const letters = capitals ? text.toLowerCase() : lowerToned(text);
  return { text: iconv.encode(letters, 'tcvn').toString('latin1'), font: capitals ? '.VnTimeH' : '.VnTime' };
};

/** Capitals that VN3 has no byte for. */
function lowerToned(text: string): string {
  return text.replace(/\p{Lu}/gu, (letter) => (/[A-ZĂÂÊÔƠƯĐ]/.test(letter) ? letter : letter.toLowerCase()));
}

const TONES: Record<string, [plain: number, hat: number, breve: number]> = {
  '': [0, 0xe2, 0xea],
  '\u0301': [0xf9, 0xe1, 0xe9],
  '\u0300': [0xf8, 0xe0, 0xe8],
  '\u0309': [0xfb, 0xe5, 0xfa],
  '\u0303': [0xf5, 0xe3, 0xfc],
  '\u0323': [0xef, 0xe4, 0xeb],
};
const VNI_SINGLES: Record<string, string> = {
  đ: 'ñ',
  í: 'í',
  ì: 'ì',
  ỉ: 'æ',
  ĩ: 'ó',
  ị: 'ò',
  ỵ: 'î',
};

/** VNI-Windows: the letter, then a letter that stands for its marks. */
export const vni: Writing = (text) => ({
  text: [...text.normalize('NFC')].map(vniLetter).join(''),
  font: 'VNI-Times',
});

function vniLetter(letter: string): string {
  const lower = letter.toLowerCase();
  const upper = letter !== lower;
  const single = VNI_SINGLES[lower];
  if (single) return upper ? single.toUpperCase() : single;
  const [base = '', ...marks] = [...lower.normalize('NFD')];
  const tone = marks.find((mark) => mark in TONES && mark !== '') ?? '';
  const [plain, hat, breve] = TONES[tone] ?? [0, 0, 0];
  const horn = marks.includes('\u031b');
  const mark = marks.includes('\u0302') ? hat : marks.includes('\u0306') ? breve : plain;
  const written = horn ? (base === 'o' ? 'ô' : 'ö') : base;
  const both = written + (mark ? String.fromCharCode(mark) : '');
  return upper ? both.toUpperCase() : both;
}

/** A letter and its tone apart, as UniKey's "Unicode tổ hợp" types them: neither NFC nor NFD. */
export function combined(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => {
      const marks = [...letter.normalize('NFD')];
      const tone = marks.find((mark) => /[\u0300\u0301\u0303\u0309\u0323]/.test(mark));
      if (!tone) return letter;
      return (
        marks
          .filter((mark) => mark !== tone)
          .join('')
          .normalize('NFC') + tone
      );
    })
    .join('');
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
