// Files as dossiers have them, all different and the same in each run, for bench/documents.ts.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createCanvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { baoCaoMoTa, type Content, danhSach } from '../demo/samples/documents.ts';
import { makeDocx } from '../demo/samples/docx.ts';
import { makeDoc } from '../test/documents/make-doc.ts';
import { makeSheet } from '../test/documents/make-sheet.ts';
import { makeZip } from '../test/documents/make-zip.ts';

export const KINDS = ['docx', 'pdf 1 page', 'pdf 5 pages', 'scan', 'doc', 'xlsx', 'jpg', 'zip'] as const;
type Kind = (typeof KINDS)[number];

const MAKERS: Record<Kind, (seed: number) => Promise<Buffer> | Buffer> = {
  docx: (seed) => makeDocx(paper(seed, 60)),
  'pdf 1 page': (seed) => pdf(paper(seed, 8)),
  'pdf 5 pages': (seed) => pdf(paper(seed, 60)),
  scan: (seed) => scan(seed, 2),
  doc: (seed) => makeDoc(linesOf(paper(seed, 60))),
  xlsx: (seed) => makeSheet(listOf(seed).table, 'xlsx'),
  jpg: (seed) => photo(seed, 0.5),
  zip: async (seed) => makeZip([{ name: 'a.docx', content: await makeDocx(paper(seed, 60)), stored: true }]),
};

/** @returns paths of `count` files of each kind, written into a folder */
export async function writeFiles(folder: string, count: number): Promise<Record<Kind, string[]>> {
  const files = {} as Record<Kind, string[]>;
  for (const kind of KINDS) {
    const within = join(folder, kind.replaceAll(' ', '-'));
    await mkdir(within);
    files[kind] = [];
    for (let seed = 1; seed <= count; seed++) {
      const path = join(within, String(seed));
      await writeFile(path, await MAKERS[kind](seed));
      files[kind].push(path);
    }
  }
  return files;
}

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const WORDS =
  'thực hiện phong trào thi đua đoàn kết sáng tạo của nhân dân các thôn tổ tự quản thu gom rác thải phân công theo tuần có sổ theo dõi họp rút kinh nghiệm hằng tháng tiết kiệm công sức đồng thuận nhân rộng'.split(
    ' ',
  );

function paper(seed: number, paragraphs: number): Content {
  const random = numbers(seed);
  const sentence = () =>
    Array.from({ length: 50 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  const report = baoCaoMoTa(UNIT, `Mô hình số ${seed}`);
  return {
    ...report,
    table: listOf(seed).table.slice(0, 8),
    paragraphs: [...report.paragraphs, ...Array.from({ length: paragraphs }, sentence)],
  };
}

function listOf(seed: number): Content {
  return danhSach(
    UNIT,
    Array.from({ length: 60 }, (_, at) => `Sáng kiến ${seed}.${at}`),
  );
}

function linesOf({ letterhead, title, paragraphs, table }: Content): (string | string[])[] {
  return [...letterhead, ...title, ...paragraphs, ...table];
}

const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');

function pdf({ letterhead, title, paragraphs, table }: Content): Promise<Buffer> {
  const made = new PDFDocument({ size: 'A4', font: FONT, info: { CreationDate: new Date(0) } });
  for (const line of [...letterhead, ...title, ...paragraphs]) made.text(line);
  for (const row of table) made.text(row.join('   '));
  made.end();
  return buffer(made as unknown as AsyncIterable<Buffer>);
}

/** Pages that are nothing but a picture, half a megabyte each. */
function scan(seed: number, pages: number): Promise<Buffer> {
  const made = new PDFDocument({
    autoFirstPage: false,
    size: 'A4',
    margin: 0,
    info: { CreationDate: new Date(0) },
  });
  for (let page = 0; page < pages; page++) {
    made.addPage().image(photo(seed * pages + page, 0.5), 0, 0, { fit: [595, 842] });
  }
  made.end();
  return buffer(made as unknown as AsyncIterable<Buffer>);
}

/** Noise, which cannot be packed. @param megabytes more or less */
function photo(seed: number, megabytes: number): Buffer {
  const side = Math.round(Math.sqrt((megabytes * 2 ** 20) / 1.02));
  const canvas = createCanvas(side, side);
  const context = canvas.getContext('2d');
  const image = context.createImageData(side, side);
  const random = numbers(seed);
  for (let at = 0; at < image.data.length; at += 4) {
    image.data.fill(Math.floor(random() * 256), at, at + 3);
    image.data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/jpeg', 85);
}

/** From 0 up to 1, the same each time (Numerical Recipes' generator). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
