// What is an attachment: a document of the dossier, of which type and form, and why we think so.
import type { Campaign, DocumentType, Form } from './campaign.ts';
import type { AttachmentFacts, FileType } from './facts.ts';
import { fold } from './fold.ts';
import type { Reason } from './reasons.ts';

export interface Evidence {
  source: string;
  /** What was read there, as it stands. */
  quote: string;
}

export interface DocumentVerdict {
  verdict: 'accepted' | 'refused' | 'ignored';
  reason: Reason | null;
  /** Code of the document type; null where neither heading nor name tells. */
  type: string | null;
  form: Form | 'other';
  /** 0 to 1; a heading is worth 0.9, a name 0.6. */
  confidence: number;
  evidence: Evidence[];
}

const SIGNED: readonly FileType[] = ['pdf', 'jpg', 'png', 'heic', 'webp', 'tiff', 'bmp'];
const EDITABLE: readonly FileType[] = ['doc', 'docx', 'xls', 'xlsx', 'odt', 'ods', 'rtf', 'ppt', 'pptx'];
const SIGNATURE_PARTS =
  /^(application\/(pkcs7-signature|x-pkcs7-signature|pgp-signature)|text\/(x-)?vcard|text\/calendar)/;

/** Files that hold other files, which are not opened here. */
const OPAQUE: readonly FileType[] = ['zip', 'rar', '7z', 'tnef', 'eml', 'msg'];

/** A logo in a signature block is smaller than this (bytes). */
const LOGO_SIZE = 50_000;
/** Headings stand in the first lines of a document. */
const HEADING_LINES = 40;

export function judgeAttachment(attachment: AttachmentFacts, campaign: Campaign): DocumentVerdict {
  const ignored = findIgnoredReason(attachment, campaign);
  if (ignored) return { ...UNKNOWN, verdict: 'ignored', reason: ignored, form: 'other' };
  const form = formOf(attachment.file.type);
  const told = findType(attachment, campaign);
  if (attachment.file.problem) return { ...told, verdict: 'refused', reason: attachment.file.problem, form };
  return { ...told, verdict: 'accepted', reason: null, form };
}

const UNKNOWN = { type: null, confidence: 0, evidence: [] as Evidence[] };

function findIgnoredReason(attachment: AttachmentFacts, campaign: Campaign): Reason | null {
  if (SIGNATURE_PARTS.test(attachment.declaredType)) return 'signature-part';
  if (attachment.shownInBody && attachment.size < LOGO_SIZE) return 'inline-image';
  const names = [attachment.name, attachment.nameAsSent ?? ''].map((name) => name.toLowerCase().trim());
  return names.some((name) => campaign.ignoredNames.some((pattern) => pattern.test(name)))
    ? 'ignored-name'
    : null;
}

export function formOf(type: FileType): Form | 'other' {
  if (SIGNED.includes(type)) return 'signed';
  return EDITABLE.includes(type) ? 'editable' : 'other';
}

export function isOpaque(type: FileType): boolean {
  return OPAQUE.includes(type);
}

/** The heading beats the name: people rename files, and seldom their documents. */
function findType(attachment: AttachmentFacts, campaign: Campaign) {
  if (isOpaque(attachment.file.type)) return UNKNOWN;
  const heading = attachment.file.text && findHeading(attachment.file.text, campaign.documents);
  if (heading) {
    return {
      type: heading.type,
      confidence: 0.9,
      evidence: [{ source: 'heading', quote: heading.quote }],
    };
  }
  const named = findTypeByName(attachment.name, campaign.documents);
  return named
    ? { type: named, confidence: 0.6, evidence: [{ source: 'name', quote: attachment.name }] }
    : UNKNOWN;
}

/** The document type a file name suggests, or null. */
export function findTypeByName(name: string, types: DocumentType[]): string | null {
  const stem = fold(name.replace(/\.[a-z0-9]{1,5}$/i, ''));
  return types.find((type) => type.names.some((pattern) => pattern.test(stem)))?.code ?? null;
}

/**
 * The heading that is complete first, reading downwards. A title may be broken over as many as three lines
 * ("BÁO CÁO" / "Mô tả sáng kiến"), so each line is tried alone and with the one or two above it.
 */
export function findHeading(text: string, types: DocumentType[]): { type: string; quote: string } | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, HEADING_LINES);
  for (let end = 1; end <= lines.length; end++) {
    for (const height of [1, 2, 3]) {
      if (height > end) break;
      const quote = lines
        .slice(end - height, end)
        .join(' ')
        .slice(0, 300);
      const type = types.find((one) => one.headings.some((pattern) => pattern.test(fold(quote))));
      if (type) return { type: type.code, quote };
    }
  }
  return null;
}
