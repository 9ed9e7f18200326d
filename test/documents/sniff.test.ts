import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { danhSach, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makeJpeg, makePng } from '../../demo/samples/image.ts';
import { makeEncryptedPdf, makePdf } from '../../demo/samples/pdf.ts';
import type { FileType } from '../../src/core/facts.ts';
import type { Reason } from '../../src/core/reasons.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { makeOle } from './make-ole.ts';
import { makeWord, makeZip, paragraph } from './make-zip.ts';

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const MAIL = { from: 'a@example.vn', to: 'b@example.vn', subject: 'Hồ sơ', text: 'Kính gửi' };
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

function openDocument(kind: string): Buffer {
  return makeZip([
    { name: 'mimetype', content: `${OPEN_DOCUMENT}.${kind}`, stored: true },
    { name: 'content.xml', content: '<office:document-content/>' },
  ]);
}

function office(main: string, kind: string): Buffer {
  const content = `<Types><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${kind}.main+xml"/></Types>`;
  return makeZip([
    { name: '[Content_Types].xml', content },
    { name: '_rels/.rels', content: '<Relationships/>' },
    { name: main, content: '<x/>' },
  ]);
}

function hex(digits: string): Buffer {
  return Buffer.concat([Buffer.from(digits, 'hex'), Buffer.alloc(1_000)]);
}

type Case = [what: string, make: () => Promise<Buffer> | Buffer | string, FileType, Reason | null];

const USABLE: Case[] = [
  ['a Word document', () => makeDocx(toTrinh(UNIT)), 'docx', null],
  ['one made by another program', () => makeWord(paragraph('Tờ trình')), 'docx', null],
  ['a workbook', () => office('xl/workbook.xml', 'spreadsheetml.sheet'), 'xlsx', null],
  ['a presentation', () => office('ppt/presentation.xml', 'presentationml.presentation'), 'pptx', null],
  ['an OpenDocument text', () => openDocument('text'), 'odt', null],
  ['an OpenDocument table', () => openDocument('spreadsheet'), 'ods', null],
  ['an old Word document', () => makeOle(['Data', '1Table', 'WordDocument']), 'doc', null],
  ['an old workbook', () => makeOle(['Workbook']), 'xls', null],
  ['a workbook of Excel 95', () => makeOle(['Book']), 'xls', null],
  ['an old presentation', () => makeOle(['Current User', 'PowerPoint Document']), 'ppt', null],
  ['an Outlook message', () => makeOle(['__nameid_version1.0', '__properties_version1.0']), 'msg', null],
  ['a workbook with a Word object', () => makeOle(['Workbook'], { embedded: ['WordDocument'] }), 'xls', null],
  [
    'a directory of many sectors',
    () => makeOle([...Array(90).keys(), 'WordDocument'].map(String)),
    'doc',
    null,
  ],
  ['one in a large file', () => makeOle(['1', '2', '3', '4', 'WordDocument'], { gap: 16_000 }), 'doc', null],
  ['an OLE file of no known kind', () => makeOle(['Contents']), 'unknown', null],
  ['a PDF', () => makePdf(toTrinh(UNIT)), 'pdf', null],
  [
    'a PDF behind other bytes',
    async () => Buffer.concat([Buffer.from('\r\n\0\0'), await makePdf(toTrinh(UNIT))]),
    'pdf',
    null,
  ],
  ['rich text', () => '{\\rtf1\\ansi T\\u7901? tr\\u236?nh}', 'rtf', null],
  ['text', () => 'Tờ trình', 'txt', null],
  ['text in four-byte letters, longer than what is looked at', () => 'a' + '😀'.repeat(2_000), 'txt', null],
  ['text that begins like a bitmap', () => 'BM 01: Báo cáo mô tả sáng kiến', 'txt', null],
  ['text that begins like a program', () => 'MZ là viết tắt', 'txt', null],
  ['text that begins like a mail', () => 'Date: hôm nay là ngày đẹp trời', 'txt', null],
  ['a web page', () => '\ufeff <!DOCTYPE HTML><p>Tờ trình', 'html', null],
  ['a mail', () => makeMail(MAIL), 'eml', null],
  [
    'a mail with odd first headers',
    () => 'X-Mailer: Z\r\nFrom: a@example.vn\r\nSubject: x\r\n\r\nhi',
    'eml',
    null,
  ],
  ['a PNG', () => makePng(1), 'png', null],
  ['a JPEG', () => makeJpeg(1), 'jpg', null],
  ['a GIF', () => hex('474946383961'), 'gif', null],
  ['a TIFF', () => hex('49492a0008000000'), 'tiff', null],
  ['a bitmap', () => hex('424d36040000000000003604000028000000'), 'bmp', null],
  [
    'a WebP',
    () => Buffer.concat([Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(100)]),
    'webp',
    null,
  ],
  ['a photo of an iPhone', () => hex('00000018667479706865696300000000'), 'heic', null],
  ['a film', () => hex('000000186674797069736f6d00000000'), 'mp4', null],
  ['a film of an iPhone', () => hex('00000014667479707174202000000000'), 'mov', null],
  ['an archive', () => makeZip([{ name: 'Tờ trình.docx', content: 'x' }]), 'zip', null],
  [
    'an archive that keeps a PDF unpacked',
    async () => makeZip([{ name: 'a.pdf', content: await makePdf(toTrinh(UNIT)), stored: true }]),
    'zip',
    null,
  ],
  ['a RAR archive', () => hex('526172211a070100'), 'rar', null],
  ['a 7-Zip archive', () => hex('377abcaf271c0004'), '7z', null],
  ['a winmail.dat', () => hex('789f3e22'), 'tnef', null],
  ['bytes of no meaning', () => Buffer.from([0, 1, 2, 3, 0xff, 0xfe]), 'unknown', null],
  ['one byte that is no letter', () => Buffer.from([0xff]), 'unknown', null],
];

const UNUSABLE: Case[] = [
  ['nothing', () => '', 'unknown', 'empty-file'],
  [
    'an Office file behind a password',
    () => makeOle(['EncryptionInfo', 'EncryptedPackage']),
    'unknown',
    'encrypted',
  ],
  ['a PDF behind a password', () => makeEncryptedPdf(toTrinh(UNIT)), 'pdf', 'encrypted'],
  [
    'an archive behind a password',
    () => makeZip([{ name: 'a.doc', content: 'x', locked: true }]),
    'zip',
    'encrypted',
  ],
  [
    'half of a Word document',
    async () => half(await makeDocx(danhSach(UNIT, ['Một', 'Hai']))),
    'docx',
    'damaged',
  ],
  ['the start of a PDF', async () => (await makePdf(toTrinh(UNIT))).subarray(0, 600), 'pdf', 'damaged'],
  [
    'half of an archive',
    () => half(makeZip([{ name: 'a.txt', content: 'abc'.repeat(99) }])),
    'zip',
    'damaged',
  ],
  ['an OLE file cut short', () => makeOle(['WordDocument']).subarray(0, 700), 'unknown', 'damaged'],
  [
    'a Word document without a document',
    () => makeZip([{ name: 'word/document.xml', content: '<a><b></a>' }]),
    'docx',
    'damaged',
  ],
  ['a program of Windows', program, 'exe', 'executable'],
  [
    'a program of Linux',
    async () => (await readFile(process.execPath)).subarray(0, 100_000),
    'exe',
    'executable',
  ],
  ['a program of macOS', () => hex('cffaedfe07000001'), 'exe', 'executable'],
  ['a script', () => '#!/bin/sh\nexit 0\n', 'exe', 'executable'],
  ['a batch file', () => '@echo off\r\ndel *', 'exe', 'executable'],
  ['a Windows shortcut', () => hex('4c0000000114020000000000c000000000000046'), 'exe', 'executable'],
  ['a Java program', () => makeZip([{ name: 'META-INF/MANIFEST.MF', content: 'x' }]), 'exe', 'executable'],
  [
    'a Windows installer',
    () => makeOle(['x'], { classId: '84100c0000000000c000000000000046' }),
    'exe',
    'executable',
  ],
];

describe('the type of a file, by its bytes', () => {
  it.each([...USABLE, ...UNUSABLE])('%s', async (_, make, type, problem) => {
    expect(await inspectBytes(await make())).toMatchObject({ type, problem });
  });
});

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length / 2);
}

/** The head of a portable executable: DOS stub, and the mark it points to. */
function program(): Buffer {
  const bytes = Buffer.alloc(1_024);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('PE\0\0', 0x80, 'latin1');
  return bytes;
}
