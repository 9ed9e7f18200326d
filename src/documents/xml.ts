// Reads XML of unknown honesty piece by piece: entities are never expanded, depth and length are bounded.

export interface XmlReader {
  /** Names are as written, prefix and all: "w:p". Few readers want attributes: they are taken apart when asked for. */
  open(name: string, attributes: () => Attributes): void;
  close(name: string): void;
  text(text: string): void;
  /** Asked now and then; true ends the reading. */
  isDone(): boolean;
}

export type Attributes = Record<string, string>;

/** Elements within elements; Word's own stay below fifty. */
const DEEPEST = 300;
/** Characters read before it is asked whether there is enough. */
const SLICE = 64 * 1024;

/** What is not well-formed is read as far as it can be. @returns false if not one element was found */
export function readXml(xml: string, reader: XmlReader): boolean {
  /** Of the elements that are open. */
  const names: string[] = [];
  let found = false;
  let ask = SLICE;
  for (let at = 0; ; ) {
    const start = xml.indexOf('<', at);
    if (start < 0) return found;
    if (start > at && names.length > 0) reader.text(decode(xml.slice(at, start)));
    const end = endOf(xml, start);
    if (end < 0) return found;
    at = end;
    found = readMarkup(xml, start, end, names, reader) || found;
    if (names.length > DEEPEST) return found;
    if (at < ask) continue;
    if (reader.isDone()) return found;
    ask = at + SLICE;
  }
}

/** @returns whether an element begins here */
function readMarkup(xml: string, start: number, end: number, names: string[], reader: XmlReader): boolean {
  switch (xml.charCodeAt(start + 1)) {
    case SLASH:
      close(xml.slice(start + 2, end - 1).trimEnd(), names, reader);
      return false;
    case QUESTION:
      return false;
    case EXCLAMATION:
      if (xml.startsWith(CDATA, start)) reader.text(xml.slice(start + CDATA.length, end - 3));
      return false;
    default:
      open(xml, start, end, names, reader);
      return true;
  }
}

const [EXCLAMATION, SLASH, QUESTION, GREATER] = [0x21, 0x2f, 0x3f, 0x3e];
const [DOUBLE, SINGLE, OPEN, CLOSE] = [0x22, 0x27, 0x5b, 0x5d];
const CDATA = '<![CDATA[';

/** Where the markup ends that begins here; below zero if it never does. */
function endOf(xml: string, start: number): number {
  if (xml.charCodeAt(start + 1) === QUESTION) return after(xml, '?>', start);
  if (xml.charCodeAt(start + 1) !== EXCLAMATION) return endOfTag(xml, start);
  if (xml.startsWith('<!--', start)) return after(xml, '-->', start + 4);
  return xml.startsWith(CDATA, start) ? after(xml, ']]>', start) : endOfTag(xml, start);
}

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** Values may hold ">"; so may the brackets of a DOCTYPE, whose declarations are passed over. */
function endOfTag(xml: string, start: number): number {
  let brackets = 0;
  for (let at = start + 1; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (code === GREATER && brackets <= 0) return at + 1;
    if (code === DOUBLE) at = xml.indexOf('"', at + 1);
    else if (code === SINGLE) at = xml.indexOf("'", at + 1);
    else if (code === OPEN) brackets++;
    else if (code === CLOSE) brackets--;
    if (at < 0) return -1;
  }
  return -1;
}

function open(xml: string, start: number, end: number, names: string[], reader: XmlReader): void {
  const isEmpty = xml.charCodeAt(end - 2) === SLASH;
  const last = end - (isEmpty ? 2 : 1);
  let at = start + 1;
  while (at < last && xml.charCodeAt(at) > SPACE) at++;
  const name = xml.slice(start + 1, at);
  reader.open(name, () => attributesIn(xml.slice(at, last)));
  if (isEmpty) reader.close(name);
  else names.push(name);
}

const SPACE = 0x20;

/** Elements that were left open within it end with it; what was never opened ends nothing. */
function close(name: string, names: string[], reader: XmlReader): void {
  const from = names.lastIndexOf(name);
  if (from < 0) return;
  for (let count = names.length - from; count > 0; count--) reader.close(names.pop() ?? name);
}

function attributesIn(written: string): Attributes {
  const attributes: Attributes = {};
  for (const [, name = '', double, single] of written.matchAll(ATTRIBUTE)) {
    attributes[name] ??= decode(double ?? single ?? '');
  }
  return attributes;
}

const ATTRIBUTE = /([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The five entities that XML has of its own, and numbers of characters; all others stay as they are. */
function decode(written: string): string {
  if (!written.includes('&')) return written;
  return written.replace(ENTITY, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? whole;
    const code = Number.parseInt(
      name.slice(HEXADECIMAL.test(name) ? 2 : 1),
      HEXADECIMAL.test(name) ? 16 : 10,
    );
    return code > 0 && code <= LAST_CHARACTER ? String.fromCodePoint(code) : whole;
  });
}

const ENTITY = /&(#[0-9]{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/gi;
const HEXADECIMAL = /^#x/i;
const LAST_CHARACTER = 0x10ffff;
const NAMED: Partial<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
