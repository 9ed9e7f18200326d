// Mail of copiers, lists and office software: whether it brings what people must see, though a program sent it.
import type { Automatic } from './automatic.ts';
import type { DocumentVerdict } from './document.ts';
import type { AttachmentFacts } from './facts.ts';
import type { Reason } from './reasons.ts';
import type { Outcome } from './states.ts';

/** What would be made of it if a person had sent it. */
interface Judged {
  outcome: Outcome;
  reason: Reason | null;
  documents: DocumentVerdict[];
}

/** A dossier, most of all; not what a robot sends with its notices, and no newsletter. */
export function bringsPapers(
  { outcome, reason, documents }: Judged,
  { weight, reason: mark }: Automatic,
  attachments: AttachmentFacts[],
): boolean {
  const usable = documents.filter((one) => one.verdict === 'accepted' && one.reason !== 'unpacked');
  if (usable.length === 0 || outcome === 'not-a-submission' || reason === 'ordinary-mail') return false;
  const isPaper = documents.some((one, at) => isScan(one, attachments[at]));
  const isList = mark === 'mailing-list' || mark === 'bulk-precedence';
  // Out of a copier, and nobody knows yet what it is.
  if (reason === 'kind-unclear') return isPaper && weight === 'machine' && mark !== 'mailing-list';
  // A newsletter speaks of initiatives, too.
  return !isList || isPaper || usable.some(({ type }) => type !== null);
}

function isScan({ verdict, form }: DocumentVerdict, attachment: AttachmentFacts | undefined): boolean {
  return verdict === 'accepted' && form === 'signed' && attachment?.file.text === null;
}
