// What a file is: its type by content, its text, and why it cannot be used, if so. Runs where it may be killed.
import { open, stat } from 'node:fs/promises';
import type { FileFacts, FileType } from '../core/facts.ts';
import { docxText } from './docx.ts';
import { pdfText } from './pdf.ts';
import { sniff } from './sniff.ts';
import type { TextResult } from './text-result.ts';

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
  const { size } = await stat(path);
  if (size === 0) return { ...NOTHING, problem: 'empty-file' };
  const { type, problem } = await sniff(path);
  if (problem) return { ...NOTHING, type, problem };
  const { text, problem: unreadable } = await readText(path, type, size, limits);
  return { ...NOTHING, type, text: tidy(text, limits.characters), problem: unreadable };
}

const NOTHING: FileFacts = {
  type: 'unknown',
  text: null,
  scannedText: null,
  problem: null,
  macros: false,
  entries: [],
};

async function readText(
  path: string,
  type: FileType,
  size: number,
  limits: InspectLimits,
): Promise<TextResult> {
  if (type === 'docx') return docxText(path);
  if (type === 'pdf' && size <= limits.pdfBytes) return pdfText(path, limits);
  if (type === 'txt') return { text: await start(path, limits.characters), problem: null };
  return { text: null, problem: null };
}

/** As many bytes of a text as characters are kept; a character cut by the end is left out. */
async function start(path: string, length: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: true });
  } finally {
    await file.close();
  }
}

/** Postgres keeps no NUL and no half of a surrogate pair. */
function tidy(text: string | null, limit: number): string | null {
  const whole = text?.replaceAll('\0', '').toWellFormed().normalize('NFC').trim() ?? '';
  // A pair cut in two leaves a half, which is dropped.
  const kept = whole
    .slice(0, limit)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
  return kept === '' ? null : kept;
}
