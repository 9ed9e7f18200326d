// An attachment as it counts in a dossier: what it is, which copy it is, and what it tells of initiatives.
import type { Campaign, DocumentType, Form } from './campaign.ts';
import { type DocumentVerdict, findHeading, findTypeByName, hidesFiles } from './document.ts';
import type { AttachmentFacts, MessageFacts } from './facts.ts';
import { fold } from './fold.ts';
import { type Initiative, readReport } from './initiative.ts';
import { readList } from './list.ts';
import { withoutSuffixes } from './stem.ts';

/** A document of the dossier, from whichever message it came. */
export interface DossierDocument {
  attachmentId: number;
  messageId: number;
  /** When its message came. */
  receivedAt: Date;
  name: string;
  /** Where it lay in its message: the folder or archive; empty at the top. */
  folder: string;
  type: string | null;
  form: Form | 'other';
  /** False: refused (encrypted, damaged). It cannot be used, but the unit did send it. */
  usable: boolean;
  /** May hold any document: an archive that could not be opened. */
  opaque: boolean;
  /** Codes of the documents that may be bound into the same file after the one it is. */
  mayHold: string[];
  /** What a report tells of its initiative, or a list of each of its own. */
  initiatives: Initiative[];
}

export function documentOf(
  attachment: AttachmentFacts,
  verdict: DocumentVerdict,
  message: Pick<MessageFacts, 'id' | 'receivedAt'>,
  campaign: Campaign,
): DossierDocument {
  const type = campaign.documents.find(({ code }) => code === verdict.type);
  return {
    attachmentId: attachment.id,
    messageId: message.id,
    receivedAt: message.receivedAt,
    name: attachment.name,
    folder: attachment.path.replace(/[^\\/]*$/, ''),
    type: verdict.type,
    form: verdict.form,
    usable: verdict.verdict === 'accepted',
    opaque: hidesFiles(attachment),
    mayHold: findHeld(attachment, type, campaign.documents),
    initiatives: titled(findInitiatives(attachment.file.text, type, campaign), attachment.decided?.item),
  };
}

/** What staff call the initiative is its name; what else the document tells of it stays. */
function titled(found: Initiative[], title: string | null | undefined): Initiative[] {
  if (!title) return found;
  const [told = { authors: [], sector: null, objectKind: null }] = found;
  return [{ ...told, title }];
}

function findInitiatives(
  text: string | null,
  type: DocumentType | undefined,
  campaign: Campaign,
): Initiative[] {
  if (!text || !type) return [];
  if (type.per === 'item') return readReport(text, campaign);
  return type.code === listType(campaign) ? readList(text, campaign) : [];
}

/** The campaign's own patterns say which document is the list. */
export function listType(campaign: Campaign): string | null {
  return findTypeByName('danh sach', campaign.documents);
}

/** A file named after the whole dossier may hold all of it; others tell by a second title in capitals further down. */
function findHeld(
  { name, file }: AttachmentFacts,
  own: DocumentType | undefined,
  types: DocumentType[],
): string[] {
  const others = types.filter(({ code, required }) => required !== 'never' && code !== own?.code);
  const stem = fold(withoutSuffixes(name));
  if (WHOLE.test(stem) && findTypeByName(name, types) === null) return others.map(({ code }) => code);
  // One scan of everything begins with the tờ trình, and nobody has looked at the pages behind it.
  if (own?.per === 'dossier' && isLongerThanRead(file)) return others.map(({ code }) => code);
  return own && file.text ? findFurtherTitles(file.text, others) : [];
}

/** A tờ trình has a page or two, and a third with signatures; of a PDF with text the first five are read. */
const SHORT_SCAN = 3;
const READ_PAGES = 5;

function isLongerThanRead({ pages, text }: AttachmentFacts['file']): boolean {
  return pages !== null && pages > (text === null ? SHORT_SCAN : READ_PAGES);
}

const WHOLE = /\b(ho so|hoso|bo hs|hs (sk|sang kien|dkst|de nghi)|tron bo|toan bo|ca bo|full)\b/;
const MOST_LINES = 3_000;

function findFurtherTitles(text: string, types: DocumentType[]): string[] {
  const lines = text.split('\n', MOST_LINES).filter((line) => line.trim() !== '');
  const found = lines.flatMap((line, at) => {
    if (!isTitle(line)) return [];
    const two = `${line} ${(lines[at + 1] ?? '').slice(0, 200)}`;
    return (findHeading(line, types) ?? findHeading(two, types))?.type ?? [];
  });
  return [...new Set(found)];
}

/** In capitals from end to end. */
function isTitle(line: string): boolean {
  return line.length <= 200 && !/\p{Ll}/u.test(line) && /\p{Lu}{2}/u.test(line);
}
