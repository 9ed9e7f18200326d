// Mails made at random for whoever compares two parsers: trees of parts in all that programs write, and what no program does.
import fc from 'fast-check';

export interface Fuzzed {
  mail: Buffer;
  /** Sizes of the chunks it comes in; the last one is repeated. */
  chunks: number[];
  /** Bytes that mailparser gathers before it looks at them, if they come in smaller chunks. */
  gathered: number;
}

const eol = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r\r\n');
const bytes = fc.oneof(
  { weight: 4, arbitrary: fc.nat(400) },
  { weight: 2, arbitrary: fc.integer({ min: 400, max: 9_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 200_000 }) },
);

/** Repeated bytes that hold every letter of base64. */
const PATTERN = Buffer.from(Array.from({ length: 997 }, (_, at) => (at * at * 31 + (at >> 3)) % 256));

function fill(size: number, from: number): Buffer {
  const start = from % PATTERN.length;
  const whole = Buffer.alloc(size + start, PATTERN);
  return whole.subarray(start);
}

const base64Body = fc
  .record({
    size: bytes,
    from: fc.nat(996),
    line: fc.constantFrom(76, 76, 76, 64, 72, 60, 4, 75, 77, 998, 1_200, 100_000),
    end: eol,
    flaw: fc.constantFrom(...Array<string>(8).fill(''), ...FLAWS()),
    over: fc.boolean(),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ size, from, line, end, flaw, over, at }) => {
    const letters = fill(size, from).toString('base64');
    const text = letters.match(new RegExp(`.{1,${line}}`, 'g'))?.join(end) ?? '';
    const place = Math.floor(at * text.length);
    return text.slice(0, place) + flaw + text.slice(over ? place + flaw.length : place);
  });

function FLAWS(): string[] {
  return [
    '=',
    '==',
    ' ',
    '\t',
    '-',
    '--',
    '_',
    '\n',
    '\r',
    '\r\n',
    '\r\n\r\n',
    '\n--',
    'A',
    'AB',
    'é',
    '\0',
    '!',
    '\n--b1',
  ];
}

const plainBody = fc
  .array(
    fc.constantFrom(
      'Kính gửi',
      'base64',
      '',
      '-',
      '--',
      '--b1',
      '--b1--',
      'QUJD',
      'Content-Type: a/b',
      '=',
      '=3D',
      '\0',
    ),
    {
      maxLength: 8,
    },
  )
  .map((lines) => lines.join('\r\n'));

const body = fc.oneof({ weight: 4, arbitrary: base64Body }, { weight: 1, arbitrary: plainBody });

const encoding = fc.constantFrom(
  ...Array<string>(6).fill('Content-Transfer-Encoding: base64'),
  'content-transfer-encoding:base64',
  'Content-Transfer-Encoding: BASE64',
  'Content-Transfer-Encoding: "base64"',
  'Content-Transfer-Encoding:\r\n base64',
  'Content-Transfer-Encoding: base64 (it is)',
  'Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64',
  'Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit',
  'Content-Transfer-Encoding: quoted-printable',
  'Content-Transfer-Encoding: 8bit',
  'X-None: 1',
);

const leafType = fc.constantFrom(
  ...[
    'application/pdf; name=a.pdf',
    'application/octet-stream; name="b.docx"',
    'image/png',
    'text/plain; charset=utf-8',
  ],
  ...[
    'text/html',
    'text/plain; name=c.txt',
    'message/rfc822',
    'message/delivery-status',
    'text/plain; format=flowed',
  ],
  ...['TEXT/Calendar', '', 'multipart/mixed', 'message/rfc822-headers'],
);
const disposition = fc.constantFrom(
  ...[
    '',
    '',
    'Content-Disposition: attachment; filename=x.bin',
    'Content-Disposition: inline',
    'Content-ID: <a@b>',
  ],
  "Content-Disposition: attachment;\r\n\tfilename*=utf-8''%C3%A0.pdf",
);

interface Part {
  /** Lines of its head, the empty line not counted. */
  head: string[];
  inside: string | { parts: Part[]; preamble: string; closed: boolean; own: boolean };
}

const leaf: fc.Arbitrary<Part> = fc.record({ type: leafType, encoding, disposition, body }).map((it) => ({
  head: [
    ...(it.type ? [`Content-Type: ${it.type}`] : []),
    it.encoding,
    ...(it.disposition ? [it.disposition] : []),
  ],
  inside: it.body,
}));

const { part } = fc.letrec<{ part: Part; multi: Part }>((tie) => ({
  part: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('multi')),
  multi: fc
    .record({
      kind: fc.constantFrom('mixed', 'mixed', 'alternative', 'related', 'signed', 'digest'),
      head: fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: encoding }),
      parts: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
      preamble: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: plainBody }),
      closed: fc.constantFrom(true, true, true, false),
      own: fc.constantFrom(true, true, true, true, false),
    })
    .map(({ kind, head, ...inside }) => ({
      head: [`Content-Type: multipart/${kind}`, ...(head ? [head] : [])],
      inside,
    })),
}));

/** @param next numbers boundaries, of which one may begin as another does */
function write({ head, inside }: Part, end: string, next: { boundary: number }): string {
  if (typeof inside === 'string') return [...head, '', inside].join(end);
  if (inside.own) next.boundary++;
  const boundary = `b${next.boundary}`;
  const [type = '', ...others] = head;
  const lines = [`${type}; boundary=${boundary}`, ...others, '', inside.preamble];
  for (const one of inside.parts) lines.push(`--${boundary}`, write(one, end, next));
  return [...lines, ...(inside.closed ? [`--${boundary}--`] : [])].join(end);
}

/** Some small chunks, then so many that are alike. */
const chunks = fc.record({
  first: fc.array(fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 100, max: 70_000 })), {
    maxLength: 9,
  }),
  others: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 80 })),
});

export const trees: fc.Arbitrary<Fuzzed> = fc
  .record({
    part,
    end: eol,
    chunks,
    gathered: fc.constantFrom(1, 1, 1, 65_536),
    tail: fc.constantFrom('', '\r\n', '\n', 'epilogue', '\r\n--b1--\r\n'),
  })
  .map(({ part, end, chunks: { first, others }, gathered, tail }) => {
    const mail = Buffer.from(`MIME-Version: 1.0${end}${write(part, end, { boundary: 0 })}${tail}`);
    return { mail, chunks: [...first, Math.ceil(mail.length / others)], gathered };
  });

/** Bytes changed, left out, put in and said twice, and the end cut off. */
const mutation = fc.record({
  how: fc.constantFrom('change', 'leave out', 'put in', 'repeat', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  piece: fc.oneof(
    fc.constantFrom(
      '-',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      '--b1\r\n',
      '--b1--',
      '=',
      ' ',
      'base64',
      'Content-Type: a/b\n',
      '\0',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
  ),
  length: fc.integer({ min: 1, max: 300 }),
});

export const mutated: fc.Arbitrary<Fuzzed> = fc
  .record({ tree: trees, mutations: fc.array(mutation, { minLength: 1, maxLength: 6 }) })
  .map(({ tree, mutations }) => ({ ...tree, mail: mutations.reduce(mutate, tree.mail) }));

function mutate(
  mail: Buffer,
  { how, at, piece, length }: { how: string; at: number; piece: string; length: number },
): Buffer {
  const place = Math.floor(at * mail.length);
  const put = Buffer.from(piece, 'latin1');
  const before = mail.subarray(0, place);
  switch (how) {
    case 'change':
      return Buffer.concat([before, put, mail.subarray(place + put.length)]);
    case 'leave out':
      return Buffer.concat([before, mail.subarray(place + length)]);
    case 'put in':
      return Buffer.concat([before, put, mail.subarray(place)]);
    case 'repeat':
      return Buffer.concat([mail.subarray(0, place + length), mail.subarray(place)]);
    default:
      return before;
  }
}
