// Makes OpenDocument texts (OASIS ODF 1.2) around a body of XML.
import { makeZip } from './make-zip.ts';

const NAMESPACES = ['office', 'text', 'style', 'table'].map(
  (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
);
const MIME = 'application/vnd.oasis.opendocument.';

interface OdtOptions {
  /** Of every paragraph. */
  font?: string;
  /** The font stands in a style of styles.xml that the paragraphs' own is made from. */
  inherited?: boolean;
  kind?: 'text' | 'spreadsheet';
  encrypted?: boolean;
  macros?: boolean;
}

/** @param body of the document, as XML; an array is paragraphs of text and rows of cells */
export function makeOdt(
  body: string | (string | string[])[],
  { font, inherited = false, kind = 'text', encrypted, macros }: OdtOptions = {},
): Buffer {
  const inner = typeof body === 'string' ? body : body.map(lineOf).join('');
  const fontOf = (name: string) =>
    `<style:style style:name="${name}" style:family="paragraph"><style:text-properties style:font-name="${font}"/></style:style>`;
  const child = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard"/>';
  const style = font ? (inherited ? child : fontOf('P1')) : '';
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${NAMESPACES.join(' ')} xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>${style}</office:automatic-styles><office:body><office:${kind}>${inner}</office:${kind}></office:body></office:document-content>`;
  const lock = encrypted ? '<manifest:encryption-data/>' : '';
  return makeZip([
    { name: 'mimetype', content: MIME + kind, stored: true },
    { name: 'content.xml', content },
    {
      name: 'styles.xml',
      content: `<office:document-styles ${NAMESPACES.join(' ')}><office:styles>${inherited ? fontOf('Standard') : ''}</office:styles></office:document-styles>`,
    },
    {
      name: 'META-INF/manifest.xml',
      content: `<manifest:manifest><manifest:file-entry manifest:full-path="content.xml">${lock}</manifest:file-entry></manifest:manifest>`,
    },
    ...(macros ? [{ name: 'Basic/script-lc.xml', content: '<library:libraries/>' }] : []),
  ]);
}

function lineOf(line: string | string[]): string {
  if (typeof line === 'string') return paragraphOf(line);
  const cells = line.map((cell) => `<table:table-cell>${paragraphOf(cell)}</table:table-cell>`);
  return `<table:table><table:table-row>${cells.join('')}</table:table-row></table:table>`;
}

function paragraphOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text:p text:style-name="P1">${escaped}</text:p>`;
}
