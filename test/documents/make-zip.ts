// Makes ZIP archives (APPNOTE.TXT §4.3), honest ones and others, and Word documents around a body of XML.
import { crc32, deflateRawSync } from 'node:zlib';

interface Part {
  /** As bytes where it is in no Unicode; it is marked as UTF-8 all the same. */
  name: string | Buffer;
  content: Buffer | string;
  /** Told instead of the true size. */
  size?: number;
  /** Kept as it is, not deflated. */
  stored?: boolean;
  /** Marked as behind a password. */
  locked?: boolean;
  /** Of Unix: type and rights. */
  mode?: number;
  /** Extra fields (§4.5). */
  extra?: Buffer;
}

export function makeZip(parts: Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const { data, local, central } = heads(part, at);
    bodies.push(local, data);
    directory.push(central);
    at += local.length + data.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, entries, end]);
}

const NOTHING = Buffer.alloc(0);

function heads({ name, content, size, stored, locked, mode = 0, extra = NOTHING }: Part, at: number) {
  const whole = Buffer.from(content as string);
  const ending = Buffer.concat([Buffer.from(name as string), extra]);
  const data = stored ? whole : deflateRawSync(whole);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(0x800 | (locked ? 1 : 0), 2);
  shared.writeUInt16LE(stored ? 0 : 8, 4);
  shared.writeUInt32LE(crc32(whole), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(size ?? whole.length, 18);
  shared.writeUInt16LE(ending.length - extra.length, 22);
  shared.writeUInt16LE(extra.length, 24);
  const central = Buffer.concat([Buffer.from('504b01021400', 'hex'), shared, Buffer.alloc(14)]);
  central.writeUInt16LE(mode, 40);
  central.writeUInt32LE(at, 42);
  return {
    data,
    local: Buffer.concat([Buffer.from('504b0304', 'hex'), shared, ending]),
    central: Buffer.concat([central, ending]),
  };
}

const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** @param more what is different in its main part, or added to its parts */
export function makeWord(body: string, more: Partial<Part> = {}, added: Part[] = []): Buffer {
  return makeZip([
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="${TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/document.xml',
      content: `<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`,
      ...more,
    },
    ...added,
  ]);
}

export function paragraph(text: string): string {
  return `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
}
