// Files made to do harm, or grown beyond all measure: they end with a reason, and the dossier beside them is registered.
import { deflateSync } from 'node:zlib';
import { makeWord } from '../../documents/make-zip.ts';
import type { Case, Recipe } from '../case.ts';
import { bytes, part } from '../files.ts';
import { complete, define, FOUR, type Kit } from '../kit.ts';
import { writeNested } from '../mime.ts';
import { BAN_CAM, GIA_PHU, PHO_LU, PHONG_NIEN, type Sender, SON_HA, THAI_NIEN } from '../senders.ts';

/** A complete dossier with one such file beside it. */
function beside(name: string, why: string, unit: Sender, file: string, make: (k: Kit) => Recipe): Case {
  return define(name, why, unit, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [...k.full(), part(file, make(k))],
      want: complete(k.unit, { documents: [...FOUR, { name: file }] }),
    },
  ]);
}

export const HOSTILE: Case[] = [
  beside(
    'billion-laughs',
    'Entities that unfold a thousand million times: not unfolded.',
    GIA_PHU,
    'phu luc.docx',
    (k) => () => {
      const entities = Array.from({ length: 10 }, (_, at) =>
        at === 0 ? `<!ENTITY e0 "${k.mark}">` : `<!ENTITY e${at} "${`&e${at - 1};`.repeat(10)}">`,
      );
      return makeWord('', {
        content: `<?xml version="1.0"?><!DOCTYPE d [${entities.join('')}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>`,
      });
    },
  ),
  beside(
    'word-bomb',
    'A Word file whose text unpacks to hundreds of megabytes.',
    SON_HA,
    'phu luc.docx',
    (k) => () => makeWord(`<w:p><w:r><w:t>${k.mark}${'a'.repeat(200_000_000)}</w:t></w:r></w:p>`),
  ),
  beside(
    'ten-thousand-pages',
    'A PDF of ten thousand pages: its first ones are read, or none.',
    THAI_NIEN,
    'phu luc.pdf',
    (k) => () => manyPages(10_000, k.mark),
  ),
  beside(
    'enormous-picture',
    'A picture that says it is 60,000 by 60,000 points, in a few bytes.',
    PHO_LU,
    'anh mo hinh.png',
    (k) => () => hugePicture(60_000, k.mark),
  ),
  beside(
    'mail-in-mail-in-mail',
    'Sixty mails, each within the next: opened to a sane depth.',
    BAN_CAM,
    'thu.eml',
    (k) => () => deepMail(k, 60),
  ),
  beside('mail-of-many-parts', 'A nested mail of five thousand empty parts.', PHONG_NIEN, 'thu.eml', (k) =>
    bytes(
      [
        `From: a.${k.mark}@example.vn`,
        'Subject: x',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        ...Array.from({ length: 5_000 }, (_, at) => `--b\r\nContent-Type: text/x-${at}\r\n\r\n${at}\r\n`),
        '--b--',
        '',
      ].join('\r\n'),
    ),
  ),
];

async function deepMail(k: Kit, levels: number): Promise<Buffer> {
  let inner = await writeNested({ from: k.address('A'), subject: 'x', text: k.mark }, `${k.mark}-0`);
  for (let at = 1; at < levels; at++) {
    const content = inner;
    const attachments = [part(null, () => content, { type: 'message/rfc822' })];
    inner = await writeNested(
      { from: k.address('A'), subject: 'x', text: 'x', attachments },
      `${k.mark}-${at}`,
    );
  }
  return inner;
}

/** ISO 32000-1 §7.5: one page, listed as many times as wanted. */
function manyPages(count: number, mark: string): Buffer {
  const content = `BT /F1 12 Tf 50 700 Td (Phu luc ${mark}) Tj ET`;
  const pages = Array.from({ length: count }, (_, at) => at + 5);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${count}/Kids[${pages.map((at) => `${at} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    ...pages.map(
      () =>
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>',
    ),
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  return Buffer.from(
    `${file}${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`,
  );
}

function hugePicture(side: number, mark: string): Buffer {
  const head = Buffer.alloc(25);
  head.writeUInt32BE(13, 0);
  head.write('IHDR', 4, 'latin1');
  head.writeUInt32BE(side, 8);
  head.writeUInt32BE(side, 12);
  head.set([8, 0, 0, 0, 0], 16);
  const data = deflateSync(Buffer.alloc(1_000_000));
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from('IDAT'), data, Buffer.alloc(4)]);
  chunk.writeUInt32BE(data.length, 0);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), head, chunk, Buffer.from(mark)]);
}
