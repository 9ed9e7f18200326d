// What a file is: its type by content, its text, and why it cannot be used, if so. Runs where it may be killed.
import { open, stat } from 'node:fs/promises';
import type { FileFacts, FileType } from '../core/facts.ts';
import { sniff } from './sniff.ts';
import { docxText, pdfText, type TextResult } from './text.ts';

/** Characters of text kept: letterhead, titles and names stand in the first pages. */
const TEXT_LIMIT = 60_000;
/** Files larger than this are told by type alone; reading one would take the whole file into memory (bytes). */
const READ_LIMIT = 100 * 1024 * 1024;

/** @param path of the file's bytes; its name there tells nothing */
export async function inspectFile(path: string): Promise<FileFacts> {
  const { size } = await stat(path);
  if (size === 0) return { type: 'unknown', text: null, problem: 'empty-file' };
  const { type, problem } = await sniff(path);
  if (problem || size > READ_LIMIT) return { type, text: null, problem };
  const { text, problem: unreadable } = await readText(path, type);
  return { type, text: tidy(text), problem: unreadable };
}

async function readText(path: string, type: FileType): Promise<TextResult> {
  if (type === 'docx') return docxText(path);
  if (type === 'pdf') return pdfText(path);
  if (type === 'txt') return { text: await start(path), problem: null };
  return { text: null, problem: null };
}

async function start(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TEXT_LIMIT), 0, TEXT_LIMIT, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function tidy(text: string | null): string | null {
  const tidied = text
    ?.replaceAll('\0', '')
    .toWellFormed()
    .normalize('NFC')
    .trim()
    .slice(0, TEXT_LIMIT)
    .toWellFormed();
  return tidied ? tidied : null;
}
