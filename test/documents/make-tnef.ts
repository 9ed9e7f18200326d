// Makes winmail.dat as Exchange does (MS-OXTNEF): attributes, and attachments whose long names are MAPI properties.

interface TnefAttachment {
  name: string;
  content: Buffer | string;
}

const OF_MESSAGE = 1;
const OF_ATTACHMENT = 2;

/** @param more properties of the message, before the others */
export function makeTnef(
  subject: string,
  body: string,
  attachments: TnefAttachment[],
  more: Buffer[] = [],
): Buffer {
  return Buffer.concat([
    Buffer.from('789f3e220100', 'hex'),
    attribute(OF_MESSAGE, 0x00089006, Buffer.from([0, 0, 1, 0])),
    attribute(OF_MESSAGE, 0x00069007, Buffer.from([0xea, 0x04, 0, 0, 0, 0, 0, 0])), // code page 1258
    attribute(OF_MESSAGE, 0x00069003, properties([...more, unicode(0x0037, subject), unicode(0x1000, body)])),
    ...attachments.flatMap(({ name, content }) => [
      attribute(OF_ATTACHMENT, 0x00069002, Buffer.alloc(14)),
      attribute(OF_ATTACHMENT, 0x00018010, Buffer.from('TOTRIN~1.DOC\0', 'latin1')),
      attribute(OF_ATTACHMENT, 0x0006800f, Buffer.from(content)),
      attribute(OF_ATTACHMENT, 0x00069005, properties([fixed(0x3705, 1), unicode(0x3707, name)])),
    ]),
  ]);
}

function attribute(level: number, id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(data.reduce((total, byte) => (total + byte) & 0xffff, 0));
  return Buffer.concat([head, data, sum]);
}

function properties(list: Buffer[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(list.length);
  return Buffer.concat([count, ...list]);
}

/** Values of any length, as properties have them: one or many. */
export function tnefProperty(type: number, id: number, values: Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(id, 2);
  head.writeUInt32LE(values.length, 4);
  const written = values.map((value) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(value.length);
    return Buffer.concat([length, value, Buffer.alloc(-value.length & 3)]);
  });
  return Buffer.concat([head, ...written]);
}

function fixed(id: number, value: number): Buffer {
  const property = Buffer.alloc(8);
  property.writeUInt16LE(3, 0);
  property.writeUInt16LE(id, 2);
  property.writeUInt32LE(value, 4);
  return property;
}

function unicode(id: number, text: string): Buffer {
  return tnefProperty(0x1f, id, [Buffer.from(`${text}\0`, 'utf16le')]);
}
