// The text layer of a PDF's first pages, line by line.
import type { getDocumentProxy } from 'unpdf';
import type { Bytes } from './bytes.ts';
import { plainPdf } from './pdf-plain.ts';
import type { TextResult } from './text-result.ts';

interface PdfLimits {
  pages: number;
  characters: number;
}

/** No dossier is a book of ten volumes. */
const MOST_PAGES = 5_000;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

export async function pdfText(file: Bytes, limits: PdfLimits): Promise<TextResult> {
  const plain = plainPdf(file, limits.pages, limits.characters);
  if (!plain) return anyPdfText(file, limits);
  return told(plain.pages, plain.text);
}

function told(pages: number, text: string | null): TextResult {
  return pages > MOST_PAGES ? { text: null, problem: 'too-large', pages } : { text, problem: null, pages };
}

/** As pdf.js reads it. */
export async function anyPdfText(file: Bytes, limits: PdfLimits): Promise<TextResult> {
  // Half a second of loading, and a hundred megabytes: only where it is needed.
  const { getDocumentProxy } = await import('unpdf');
  // pdf.js takes them: they must be a copy.
  const bytes = new Uint8Array(file.whole());
  let pdf: Pdf | null = null;
  try {
    pdf = await getDocumentProxy(bytes, { verbosity: 0 });
    await pdf.getPage(1);
  } catch (error) {
    await pdf?.destroy();
    // A broken file fails in as many ways as it can be broken.
    return { text: null, problem: isPassword(error) ? 'encrypted' : 'damaged' };
  }
  const count = pdf.numPages;
  const text = count > MOST_PAGES ? null : await firstPages(pdf, limits);
  await pdf.destroy();
  return told(count, text);
}

export function isPassword(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException';
}

async function firstPages(pdf: Pdf, { pages, characters }: PdfLimits): Promise<string> {
  let text = '';
  for (let number = 1; number <= Math.min(pages, pdf.numPages) && text.length < characters; number++) {
    try {
      text += `${await pageText(pdf, number, characters - text.length)}\n`;
    } catch {
      // Programs show the pages of a broken file up to where it breaks.
      return text;
    }
  }
  return text;
}

/** Stops reading a page as soon as there is enough of it: one page may hold a book. */
async function pageText(pdf: Pdf, number: number, limit: number): Promise<string> {
  const page = await pdf.getPage(number);
  const reader = page.streamTextContent().getReader();
  let text = '';
  while (text.length < limit) {
    const { done, value } = await reader.read();
    if (done) return text;
    for (const item of (value as TextChunk).items) {
      text += item.str ?? '';
      if (item.hasEOL) text += '\n';
    }
  }
  await reader.cancel(new Error('enough'));
  return text;
}

/** A piece of text; or a mark of the document's structure, without any. */
interface TextChunk {
  items: { str?: string; hasEOL?: boolean }[];
}
