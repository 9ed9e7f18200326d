// Reads XML of unknown honesty piece by piece: entities are never expanded, depth and length are bounded.
import sax from 'sax';

export interface XmlReader {
  /** Names are as written, prefix and all: "w:p". */
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
  /** Asked now and then; true ends the reading. */
  isDone(): boolean;
}

/** Elements within elements; Word's own stay below fifty. */
const DEEPEST = 300;
/** Each fault costs sax an error with its stack; files of no ill will have none. */
const MOST_FAULTS = 1_000;
const SLICE = 64 * 1024;

/** @returns false if not one element was found */
export function readXml(xml: string, reader: XmlReader): boolean {
  const parser = sax.parser(true, { position: false });
  let found = false;
  parser.onopentag = ({ name, attributes }) => {
    found = true;
    reader.open(name, attributes as Record<string, string>);
  };
  parser.onclosetag = (name) => reader.close(name);
  parser.ontext = (text) => reader.text(text);
  parser.oncdata = (text) => reader.text(text);
  let faults = 0;
  // What is not well-formed is read as far as it can be.
  parser.onerror = () => {
    faults++;
    parser.error = null as unknown as Error;
    parser.resume();
  };
  for (let at = 0; at < xml.length; at += SLICE) {
    parser.write(xml.slice(at, at + SLICE));
    if (reader.isDone() || depthOf(parser) > DEEPEST || faults > MOST_FAULTS) return found;
  }
  parser.close();
  return found;
}

/** Elements that are open; sax keeps them in `tags`, which its types leave out. */
function depthOf(parser: sax.SAXParser): number {
  return (parser as unknown as { tags: unknown[] }).tags.length;
}
