// What a file is: its type by content, its text, and why it cannot be used, if so. Runs where it may be killed.
import type { FileFacts, FileType } from '../core/facts.ts';
import { type Bytes, openBytes } from './bytes.ts';
import { docxText } from './docx.ts';
import { findImageProblem } from './image.ts';
import { decodeUnlabelled } from './legacy.ts';
import { openDocumentText } from './odt.ts';
import { pdfText } from './pdf.ts';
import { decodeText, htmlText } from './plain.ts';
import { rtfText } from './rtf.ts';
import { sniff } from './sniff.ts';
import { DAMAGED, type TextResult } from './text-result.ts';
import type { Zip } from './zip.ts';

export interface InspectLimits {
  /** Characters of text kept: letterhead, titles and names stand in the first pages. */
  characters: number;
  /** Pages of a PDF whose text is read. */
  pages: number;
  /** PDFs larger than this are told by type alone: reading one takes the whole file into memory (bytes). */
  pdfBytes: number;
}

const LIMITS: InspectLimits = { characters: 60_000, pages: 5, pdfBytes: 100 * 1024 * 1024 };

/** @param path of the file's bytes; its name there tells nothing */
export async function inspectFile(path: string, limits = LIMITS): Promise<FileFacts> {
  const file = openBytes(path);
  try {
    return file.size === 0 ? { ...NOTHING, problem: 'empty-file' } : await look(file, limits);
  } finally {
    file.close();
  }
}

async function look(file: Bytes, limits: InspectLimits): Promise<FileFacts> {
  const { type, problem, macros, zip = null } = await sniff(file);
  if (problem) return { ...NOTHING, type, macros, problem };
  const { text, problem: unreadable, pages = null } = await readText(file, type, zip, limits);
  return { ...NOTHING, type, macros, pages, text: tidy(text, limits.characters), problem: unreadable };
}

const NOTHING: FileFacts = {
  type: 'unknown',
  text: null,
  pages: null,
  scannedText: null,
  problem: null,
  macros: false,
  entries: [],
};

const NO_TEXT: TextResult = { text: null, problem: null };
/** Web pages spend most of their bytes on looks. */
const MARKUP_BYTES = 4 * 1024 * 1024;
/** Rich text writes pictures in figures, each byte of them as two. */
const RTF_BYTES = 32 * 1024 * 1024;

/** What reads files of old and sheets is a megabyte: it is loaded when there is one. */
async function readText(
  file: Bytes,
  type: FileType,
  zip: Zip | null,
  { characters, pages, pdfBytes }: InspectLimits,
): Promise<TextResult> {
  switch (type) {
    case 'docx':
      return zip ? docxText(zip, characters) : DAMAGED;
    case 'odt':
    case 'ods':
      return zip ? openDocumentText(zip, characters) : DAMAGED;
    case 'doc':
      return (await import('./doc.ts')).docText(file, characters);
    case 'xls':
      return (await import('./sheet.ts')).sheetText(file, null);
    case 'xlsx':
      return zip ? (await import('./sheet.ts')).sheetText(file, zip) : DAMAGED;
    case 'pdf':
      return file.size <= pdfBytes ? pdfText(file, { pages, characters }) : NO_TEXT;
    case 'rtf':
      return told(rtfText(file.read(0, RTF_BYTES).toString('latin1'), characters));
    case 'txt':
      return told(decodeText(file.read(0, characters)));
    case 'html':
      return told(htmlText(decodeText(file.read(0, MARKUP_BYTES))));
    default:
      return { text: null, problem: findImageProblem(file, type) };
  }
}

function told(text: string): TextResult {
  return { text, problem: null };
}

/** Whole letters, in Unicode, without hyphens that are seen at line ends alone; Postgres keeps no NUL and no half of a surrogate pair. */
function tidy(text: string | null, limit: number): string | null {
  // Before anything else: in TCVN3 the letter ư is a soft hyphen.
  const whole = decodeUnlabelled(text ?? '')
    .replace(/[\0\u00ad]/g, '')
    .toWellFormed()
    .normalize('NFC')
    .trim();
  // A pair cut in two leaves a half, which is dropped.
  const kept = whole
    .slice(0, limit)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
  return kept === '' ? null : kept;
}
