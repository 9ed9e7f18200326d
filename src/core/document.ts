// What is an attachment: a document of the dossier, of which type and form, and why we think so.
import type { Campaign, DocumentType, Form } from './campaign.ts';
import type { AttachmentFacts, FileType } from './facts.ts';
import { fold } from './fold.ts';
import { findIgnoredReason, LOGO_SIZE } from './ignored.ts';
import { findNumber } from './number.ts';
import type { Reason } from './reasons.ts';
import { linesOfScan } from './scan.ts';
import { withoutSuffixes } from './stem.ts';

export interface Evidence {
  source: 'heading' | 'number' | 'name' | 'scan' | 'type' | 'staff';
  /** What was read there, as it stands. */
  quote: string;
}

export interface DocumentVerdict {
  verdict: 'accepted' | 'refused' | 'ignored';
  reason: Reason | null;
  /** Code of the document type; null where nothing tells it. */
  type: string | null;
  form: Form | 'other';
  /** 0 to 1: see CONFIDENCE. */
  confidence: number;
  evidence: Evidence[];
}

interface Told {
  type: string | null;
  confidence: number;
  evidence: Evidence[];
}

/** How much the sources of a type are worth. */
const CONFIDENCE = { heading: 0.95, unsigned: 0.9, scan: 0.75, number: 0.75, name: 0.6, type: 0.6 };

const SIGNED: readonly FileType[] = ['pdf', 'jpg', 'png', 'heic', 'webp', 'tiff', 'bmp'];
const EDITABLE: readonly FileType[] = ['doc', 'docx', 'xls', 'xlsx', 'odt', 'ods', 'rtf', 'ppt', 'pptx'];
const VIDEO: readonly FileType[] = ['mp4', 'mov'];
/** Files that hold other files. */
const CONTAINERS: readonly FileType[] = ['zip', 'rar', '7z', 'tnef', 'eml', 'msg'];

/** Headings stand in the first lines of a document. */
const HEADING_LINES = 40;

export function judgeAttachment(attachment: AttachmentFacts, campaign: Campaign): DocumentVerdict {
  const verdict = judgeFile(attachment, campaign);
  const { decided, file } = attachment;
  if (!decided) return verdict;
  const { type, form } = decided;
  const usable = file.problem === null;
  return {
    verdict: usable ? 'accepted' : 'refused',
    reason: usable && verdict.verdict === 'ignored' ? null : verdict.reason,
    type,
    form,
    confidence: 1,
    evidence: [{ source: 'staff', quote: '' }],
  };
}

function judgeFile(attachment: AttachmentFacts, campaign: Campaign): DocumentVerdict {
  const { file } = attachment;
  const ignored = findIgnoredReason(attachment, campaign);
  if (ignored) return { ...ignoredAs(ignored, attachment), form: 'other' };
  if (isUnpacked(attachment)) {
    const evidence = byType(`${file.type}: ${file.entries.length}`);
    return { ...UNKNOWN, verdict: 'accepted', reason: 'unpacked', form: 'other', evidence };
  }
  const told = findType(attachment, campaign);
  const form = formOf(typeOf(attachment));
  if (file.problem) return { ...told, verdict: 'refused', reason: file.problem, form };
  return { ...told, verdict: 'accepted', reason: file.macros ? 'macros' : null, form };
}

const UNKNOWN: Told = { type: null, confidence: 0, evidence: [] };

function byType(quote: string): Evidence[] {
  return [{ source: 'type', quote }];
}

function ignoredAs(reason: Reason, { name, declaredType }: AttachmentFacts): Omit<DocumentVerdict, 'form'> {
  const evidence: Evidence[] =
    reason === 'signature-part' ? byType(declaredType || name) : [{ source: 'name', quote: name }];
  return { ...UNKNOWN, verdict: 'ignored', reason, evidence };
}

/** What lay inside is judged file by file, even what could not be taken out. */
function isUnpacked({ file }: AttachmentFacts): boolean {
  return isOpaque(file.type) && file.problem === null;
}

function formOf(type: FileType): Form | 'other' {
  if (SIGNED.includes(type)) return 'signed';
  return EDITABLE.includes(type) ? 'editable' : 'other';
}

/** A file without a content that tells (empty, damaged, not taken out) is what its sender named it. */
function typeOf({ file, name }: AttachmentFacts): FileType {
  if (file.type !== 'unknown' || file.problem === null) return file.type;
  return BY_EXTENSION.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';
}

const BY_EXTENSION: [RegExp, FileType][] = [
  [/\.pdf$/i, 'pdf'],
  [/\.(jpe?g|png|heic|webp|tiff?|bmp)$/i, 'jpg'],
  [/\.(docx?|xlsx?|odt|ods|rtf|pptx?)m?$/i, 'docx'],
  [/\.(zip|rar|7z|eml|msg|z?0\d\d|part\d+)$/i, 'zip'],
  [/^winmail\.dat$/i, 'tnef'],
];

/** A type that may hold other files. */
function isOpaque(type: FileType): boolean {
  return CONTAINERS.includes(type);
}

/** Holds other files that nobody has seen: it may be anything. */
export function hidesFiles(attachment: AttachmentFacts): boolean {
  return isOpaque(typeOf(attachment)) && attachment.file.problem !== null;
}

/** True for scans and photos that only OCR can tell the type of. */
export function scansWanted(attachment: AttachmentFacts, verdict: DocumentVerdict): boolean {
  const { file, shownInBody, size } = attachment;
  if (verdict.verdict !== 'accepted' || verdict.type !== null || shownInBody) return false;
  return (
    formOf(file.type) === 'signed' && file.text === null && file.scannedText === null && size > LOGO_SIZE
  );
}

/**
 * The heading beats the number and both beat the name: people rename files, and seldom their documents. OCR comes last:
 * it misreads, so a scan that has a telling name is what its name says.
 */
function findType(attachment: AttachmentFacts, campaign: Campaign): Told {
  const { file, name, declaredType } = attachment;
  if (isOpaque(file.type)) return { ...UNKNOWN, evidence: byType(file.type) };
  const told =
    findTypeInText(attachment, campaign.documents) ??
    toldByName(name, campaign.documents) ??
    findTypeInScan(attachment, campaign.documents);
  if (told) return told;
  const quote = declaredType || file.type;
  if (!VIDEO.includes(file.type) && !/^video\//i.test(declaredType)) {
    return { ...UNKNOWN, evidence: byType(file.type) };
  }
  // The campaign's own patterns say which type takes films.
  const type = findTypeByName('video', campaign.documents);
  return { type, confidence: type ? CONFIDENCE.type : 0, evidence: byType(quote) };
}

function findTypeInText({ file, name }: AttachmentFacts, types: DocumentType[]): Told | null {
  if (!file.text) return null;
  const lines = linesOf(file.text);
  const unsigned = file.type === 'pdf' && !SIGNED_NAME.test(name);
  const heading = headingIn(lines, types);
  if (heading) {
    const evidence: Evidence[] = [{ source: 'heading', quote: heading.quote }];
    // A PDF that a word processor wrote may lack every signature; it is no editable copy either.
    if (unsigned) evidence.push(...byType(UNSIGNED));
    return { type: heading.type, confidence: unsigned ? CONFIDENCE.unsigned : CONFIDENCE.heading, evidence };
  }
  const number = typeByNumber(lines, name, types);
  return number && { ...number, confidence: CONFIDENCE.number };
}

const SIGNED_NAME = /[ ._-](signed|đã ký|da ky|ký số|ky so)\b/iu;
const UNSIGNED = 'PDF có lớp chữ, chưa rõ chữ ký';

/** The campaign's patterns for names know the abbreviations too; "BC" alone does not say which report it is. */
function typeByNumber(lines: string[], name: string, types: DocumentType[]) {
  const number = findNumber(lines);
  if (!number) return null;
  const symbol = number.symbol ?? 'cong van';
  const type = findTypeByName(symbol, types) ?? findTypeByName(`${symbol} ${withoutSuffixes(name)}`, types);
  const evidence: Evidence[] = [{ source: 'number', quote: number.quote }];
  return type ? { type, evidence } : null;
}

function toldByName(name: string, types: DocumentType[]): Told | null {
  const type = findTypeByName(name, types);
  return type ? { type, confidence: CONFIDENCE.name, evidence: [{ source: 'name', quote: name }] } : null;
}

function findTypeInScan({ file, name }: AttachmentFacts, types: DocumentType[]): Told | null {
  if (file.text !== null || !file.scannedText) return null;
  const lines = linesOfScan(file.scannedText);
  const heading = headingIn(lines, types);
  if (heading) {
    const evidence: Evidence[] = [{ source: 'scan', quote: heading.quote }];
    return { type: heading.type, confidence: CONFIDENCE.scan, evidence };
  }
  const number = typeByNumber(linesOf(file.scannedText), name, types);
  if (!number) return null;
  const evidence = number.evidence.map(({ quote }): Evidence => ({ source: 'scan', quote }));
  return { type: number.type, confidence: CONFIDENCE.name, evidence };
}

/** The document type a file name suggests, or null. */
export function findTypeByName(name: string, types: DocumentType[]): string | null {
  const stem = fold(withoutSuffixes(name));
  return types.find((type) => type.names.some((pattern) => pattern.test(stem)))?.code ?? null;
}

/** The first title in a text, told by the campaign's patterns for headings. */
export function findHeading(text: string, types: DocumentType[]): { type: string; quote: string } | null {
  return headingIn(linesOf(text), types);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, HEADING_LINES);
}

/**
 * The heading that is complete first, reading downwards. A title may be broken over as many as three lines
 * ("BÁO CÁO" / "Mô tả sáng kiến"), so each line is tried alone and with the one or two above it.
 */
function headingIn(lines: string[], types: DocumentType[]): { type: string; quote: string } | null {
  for (let end = 1; end <= lines.length; end++) {
    for (const height of [1, 2, 3]) {
      if (height > end) break;
      const quote = lines
        .slice(end - height, end)
        .join(' ')
        .slice(0, 300);
      const folded = fold(quote);
      const type = types.find((one) => one.headings.some((pattern) => pattern.test(folded)));
      if (type) return { type: type.code, quote };
    }
  }
  return null;
}
