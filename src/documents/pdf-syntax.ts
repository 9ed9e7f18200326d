// The syntax of PDF (ISO 32000-1, §7.2 and §7.3): values, and the words of which a page's content is made.

/** Names are strings that begin with "/", strings are bytes. */
export type Value = number | boolean | null | string | Buffer | Ref | Word | Dict | Value[];
export type Dict = Map<string, Value>;

export interface Ref {
  ref: number;
}

/** Anything that is no value: an operator, or "obj" and "stream". */
export interface Word {
  word: string;
}

/** What is not as it is written nearly always; pdf.js, which has seen everything, is to read it. */
export class Unusual extends Error {}

/** Values within values. */
const DEEPEST = 50;

export class Parser {
  at: number;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Undefined at the end. @param refs whether there may be any: there are none in a page's content */
  next(refs: boolean, depth = 0): Value | undefined {
    if (depth > DEEPEST) throw new Unusual('values lie too deep');
    const code = this.skipSpace();
    switch (code) {
      case undefined:
        return undefined;
      case 0x2f:
        return this.name();
      case 0x28:
        return this.string();
      case 0x3c:
        return this.bytes[this.at + 1] === 0x3c ? this.dict(refs, depth) : this.hexadecimal();
      case 0x5b:
        this.at++;
        return this.values(refs, depth, 0x5d);
    }
    if (isNumeric(code)) return this.number(refs);
    return this.word();
  }

  /** The code of the first byte that is neither white nor of a comment. */
  skipSpace(): number | undefined {
    for (;;) {
      const code = this.bytes[this.at];
      if (code === undefined) return undefined;
      if (code === 0x25) this.skipComment();
      else if (KINDS[code] !== WHITE) return code;
      else this.at++;
    }
  }

  private skipComment(): void {
    for (let code = this.bytes[this.at]; code !== undefined && code !== 10 && code !== 13; ) {
      code = this.bytes[++this.at];
    }
  }

  private name(): string {
    const start = this.at++;
    while (KINDS[this.bytes[this.at] ?? 0] === REGULAR) this.at++;
    const name = this.bytes.toString('latin1', start, this.at);
    if (!name.includes('#')) return name;
    return name.replace(/#([0-9a-f]{2})/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  }

  /** §7.3.4.2 */
  private string(): Buffer {
    const start = ++this.at;
    let depth = 1;
    let escaped = false;
    for (; depth > 0; this.at++) {
      const code = this.bytes[this.at];
      if (code === undefined) throw new Unusual('a string does not end');
      if (code === 0x5c) {
        escaped = true;
        this.at++;
      } else if (code === 0x28) depth++;
      else if (code === 0x29) depth--;
    }
    const written = this.bytes.subarray(start, this.at - 1);
    return escaped ? withoutEscapes(written) : written;
  }

  private hexadecimal(): Buffer {
    const end = this.bytes.indexOf(0x3e, this.at);
    if (end < 0) throw new Unusual('a string does not end');
    const written = this.bytes.toString('latin1', this.at + 1, end);
    this.at = end + 1;
    const bytes = Buffer.from(written, 'hex');
    // It ends at what is no figure, and takes them in pairs.
    if (2 * bytes.length === written.length) return bytes;
    const digits = written.replace(/[\s\0]/g, '');
    if (!HEXADECIMAL.test(digits)) throw new Unusual('no figures');
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
  }

  private dict(refs: boolean, depth: number): Dict {
    this.at += 2;
    const dict: Dict = new Map();
    for (;;) {
      const code = this.skipSpace();
      if (code === 0x3e && this.bytes[this.at + 1] === 0x3e) break;
      const [key, value] = [this.next(false, depth + 1), this.next(refs, depth + 1)];
      if (typeof key !== 'string' || value === undefined) throw new Unusual('a dictionary does not end');
      dict.set(key, value);
    }
    this.at += 2;
    return dict;
  }

  private values(refs: boolean, depth: number, end: number): Value[] {
    const values: Value[] = [];
    while (this.skipSpace() !== end) {
      const value = this.next(refs, depth + 1);
      if (value === undefined) throw new Unusual('an array does not end');
      values.push(value);
    }
    this.at++;
    return values;
  }

  private number(refs: boolean): number | Ref {
    const number = this.figure();
    if (!refs || !Number.isInteger(number) || number < 0) return number;
    const after = this.at;
    // Two whole numbers and "R" are a reference.
    if (isNumeric(this.skipSpace() ?? 0)) {
      this.figure();
      if (this.skipSpace() === 0x52 && KINDS[this.bytes[this.at + 1] ?? 0] !== REGULAR) {
        this.at++;
        return { ref: number };
      }
    }
    this.at = after;
    return number;
  }

  private figure(): number {
    const start = this.at;
    const sign = this.bytes[start];
    if (sign === MINUS || sign === PLUS) this.at++;
    const whole = this.digits();
    let number = whole.value;
    if (this.bytes[this.at] === POINT) {
      this.at++;
      const rest = this.digits();
      number += rest.value / rest.scale;
    }
    if (KINDS[this.bytes[this.at] ?? 0] === REGULAR) throw new Unusual('no number');
    return sign === MINUS ? -number : number;
  }

  private digits(): { value: number; scale: number } {
    let value = 0;
    let scale = 1;
    for (let code = this.bytes[this.at]; code !== undefined && code >= 0x30 && code <= 0x39; ) {
      value = value * 10 + code - 0x30;
      scale *= 10;
      code = this.bytes[++this.at];
    }
    return { value, scale };
  }

  private word(): Value {
    const start = this.at;
    while (KINDS[this.bytes[this.at] ?? 0] === REGULAR) this.at++;
    if (this.at === start) throw new Unusual('an unexpected sign');
    const operator = this.at - start <= 3 && OPERATORS.get(this.bytes.readUIntBE(start, this.at - start));
    if (operator) return operator;
    const word = this.bytes.toString('latin1', start, this.at);
    if (word === 'true' || word === 'false') return word === 'true';
    return word === 'null' ? null : { word };
  }
}

/** What a page's content is mostly made of (annex A), by its bytes: made once, and not for each place. */
const OPERATORS = new Map(
  `q Q cm BT ET Tf Tc Tw TL Tm Td TD TJ Tj T* gs cs CS scn rg RG g G w re m l c h f S W n BDC BMC EMC Do`
    .split(' ')
    .map((word): [number, Word] => [Buffer.from(word).readUIntBE(0, word.length), { word }]),
);

const HEXADECIMAL = /^[0-9a-f]*$/i;

const [PLUS, MINUS, POINT] = [0x2b, 0x2d, 0x2e];

/** §7.2.2 */
const [REGULAR, WHITE, DELIMITER] = [0, 1, 2];
const KINDS = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) KINDS[code] = WHITE;
for (const sign of '()<>[]{}/%') KINDS[sign.charCodeAt(0)] = DELIMITER;

function isNumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e || code === 0x2b;
}

const ESCAPES: Partial<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function withoutEscapes(written: Buffer): Buffer {
  const text = written.toString('latin1').replace(/\\([0-7]{1,3}|\r\n|[\s\S])/g, (_, escaped: string) => {
    if (/^[\r\n]/.test(escaped)) return '';
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
    return ESCAPES[escaped] ?? escaped;
  });
  return Buffer.from(text, 'latin1');
}
