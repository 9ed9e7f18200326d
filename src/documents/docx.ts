// The text of a Word document, line by line, as far as letterhead and headings can stand in it.
import mammoth from 'mammoth';
import { DAMAGED, type TextResult } from './text-result.ts';
import { openZip, type Zip } from './zip.ts';

/** Bytes of XML read of each part. mammoth takes about a hundred times as much memory. */
const PART_LIMIT = 1_500_000;

export async function docxText(path: string): Promise<TextResult> {
  const zip = await openZip(path);
  try {
    if (!zip?.modest) return DAMAGED;
    const { value } = await mammoth.extractRawText(asInput(zip));
    return { text: value.replace(/\n{2,}/g, '\n'), problem: null };
  } catch {
    // mammoth names no kinds of errors: whatever it cannot open, nobody's Word will.
    return DAMAGED;
  } finally {
    zip?.close();
  }
}

/**
 * mammoth unpacks a whole archive in memory, and believes the sizes it tells. But it also takes an archive that is open
 * already (its lib/unzip.js, `file`; not in its types), and so reads no more than is handed to it here.
 */
function asInput(zip: Zip): { buffer: Buffer } {
  const file = {
    exists: (name: string) => zip.entries.has(name),
    read: async (name: string): Promise<string> => {
      const entry = zip.entries.get(name);
      if (!entry) throw new Error(`${name} is missing`);
      const bytes = await zip.start(entry, PART_LIMIT);
      const cut = bytes.length < entry.uncompressedSize;
      const xml = new TextDecoder().decode(bytes, { stream: cut });
      return withLineBreaks(cut ? closeTags(xml) : xml);
    },
  };
  return { file } as unknown as { buffer: Buffer };
}

/** Titles are broken over lines by line breaks, which mammoth's raw text leaves out: "TỜ TRÌNHVề việc". */
function withLineBreaks(xml: string): string {
  return xml.replace(/<w:(?:br|cr)(?:\s[^<>]*)?\/>/g, '<w:t xml:space="preserve">\n</w:t>');
}

const TAG = /<(\/?)([A-Za-z_][\w.:-]*)[^<>]*?(\/?)>/g;

/** Ends the start of an XML document after its last whole tag, closing what is open there. */
function closeTags(start: string): string {
  const xml = start.slice(0, start.lastIndexOf('>') + 1);
  const open: string[] = [];
  for (const [, closing, name = '', single] of xml.matchAll(TAG)) {
    if (closing) open.pop();
    else if (!single) open.push(name);
  }
  return (
    xml +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}
