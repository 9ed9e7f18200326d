// Makes PDFs object by object (ISO 32000-1, §7.5): with a table as old programs write it, with streams of objects, or
// with both, as Word does.
import { deflateSync } from 'node:zlib';

/** Its dictionary or value; and the bytes of a stream, which are packed. */
export type PdfObject = string | { dict: string; data: Buffer | string };

/** @param objects by number from 1; the first is the catalog. @param form how it tells where they are */
export function makePdfOf(objects: PdfObject[], form: 'table' | 'streams' | 'both' = 'table'): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const length = () => parts.reduce((sum, part) => sum + part.length, 0);
  const places: Place[] = objects.map(() => NOWHERE);
  const packed: [number, string][] = [];
  for (const [index, object] of objects.entries()) {
    if (form !== 'table' && typeof object === 'string') packed.push([index + 1, object]);
    else places[index] = { kind: 1, at: push(parts, length(), index + 1, object), index: 0 };
  }
  const size = objects.length + 3;
  if (form === 'table') return finish(parts, length(), table(places, size, '/Root 1 0 R'));
  const within = objects.length + 1;
  for (const [index, [number]] of packed.entries()) places[number - 1] = { kind: 2, at: within, index };
  places.push({ kind: 1, at: push(parts, length(), within, objectStream(packed)), index: 0 });
  const stream = length();
  push(parts, stream, within + 1, tableStream(places, size));
  if (form === 'streams') return finish(parts, stream, '');
  const known = places.map((place) => (place.kind === 1 ? place : NOWHERE));
  const first = length();
  parts.push(Buffer.from(table(known, size, '/Root 1 0 R')));
  const second = `xref\n0 0\ntrailer\n<< /Size ${size} /Root 1 0 R /Prev ${first} /XRefStm ${stream} >>\n`;
  return finish(parts, length(), second);
}

/** Kind 0: nowhere; 1: at a byte; 2: within a stream, by index. */
interface Place {
  kind: 0 | 1 | 2;
  at: number;
  index: number;
}

const NOWHERE: Place = { kind: 0, at: 0, index: 0 };

function push(parts: Buffer[], at: number, number: number, object: PdfObject): number {
  if (typeof object === 'string') parts.push(Buffer.from(`${number} 0 obj\n${object}\nendobj\n`, 'latin1'));
  else {
    const data = deflateSync(object.data);
    const dict = object.dict.replace(/>>\s*$/, ` /Filter /FlateDecode /Length ${data.length} >>`);
    parts.push(Buffer.from(`${number} 0 obj\n${dict}\nstream\r\n`, 'latin1'), data);
    parts.push(Buffer.from('\nendstream\nendobj\n'));
  }
  return at;
}

function objectStream(packed: [number, string][]): PdfObject {
  let at = 0;
  const heads = packed.map(([number, object]) => {
    const head = `${number} ${at} `;
    at += object.length + 1;
    return head;
  });
  const first = heads.join('').length;
  const bodies = packed.map(([, object]) => `${object}\n`).join('');
  return { dict: `<< /Type /ObjStm /N ${packed.length} /First ${first} >>`, data: heads.join('') + bodies };
}

/** Rows with what is above taken off, as most programs pack them. */
function tableStream(places: Place[], size: number): PdfObject {
  const rows = [NOWHERE, ...places].map(({ kind, at, index }) => {
    const row = Buffer.alloc(7);
    row.writeUInt8(kind, 0);
    row.writeUInt32BE(at, 1);
    row.writeUInt16BE(index, 5);
    return row;
  });
  const data = rows.map((row, index) => {
    const above = rows[index - 1];
    return Buffer.from([2, ...row.map((byte, column) => byte - (above?.[column] ?? 0))]);
  });
  const dict = `<< /Type /XRef /Size ${size} /Index [0 ${rows.length}] /W [1 4 2] /Root 1 0 R /DecodeParms << /Predictor 12 /Columns 7 >> >>`;
  return { dict, data: Buffer.concat(data) };
}

function table(places: Place[], size: number, trailer: string): string {
  const rows = places.map(({ kind, at }) =>
    kind === 1 ? `${String(at).padStart(10, '0')} 00000 n \n` : '0000000000 65535 f \n',
  );
  return `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size ${size} ${trailer} >>\n`;
}

function finish(parts: Buffer[], at: number, end: string): Buffer {
  return Buffer.concat([...parts, Buffer.from(`${end}startxref\n${at}\n%%EOF\n`)]);
}
