// Which of an office's campaigns a message belongs to, where one mailbox serves several.
import type { Campaign, SubmissionKind } from './campaign.ts';
import { judgeAttachment } from './document.ts';
import type { MessageFacts } from './facts.ts';
import { judgeKind } from './kind.ts';
import type { ThreadFacts } from './thread.ts';

/**
 * The campaign of the dossier that the message answers, names or shares files with; else the first that recognises it,
 * those still open before those that are over.
 * @param campaigns at least one, in the office's order
 */
export function chooseCampaign(message: MessageFacts, threads: ThreadFacts, campaigns: Campaign[]): Campaign {
  const [only] = campaigns;
  if (!only) throw new Error('a mailbox has no campaign');
  if (campaigns.length === 1) return only;
  const claimed = [...threads.answered, ...threads.named, ...threads.sharing];
  const known = claimed
    .map((dossier) => campaigns.find(({ code }) => code === dossier.campaign))
    .find(Boolean);
  if (known) return known;
  const begun = campaigns.filter(({ opensAt }) => opensAt === null || message.receivedAt >= opensAt);
  const ordered = [
    ...begun.filter((campaign) => isOpen(campaign, message.receivedAt)),
    ...begun.filter((campaign) => !isOpen(campaign, message.receivedAt)),
  ];
  const kinds = ordered.map((campaign) => ({ campaign, handling: handlingOf(campaign, message) }));
  // What one campaign leaves to staff may be a dossier of another.
  const found =
    kinds.find(({ handling }) => handling !== null && handling !== 'staff') ??
    kinds.find(({ handling }) => handling);
  return found?.campaign ?? ordered[0] ?? only;
}

function isOpen({ deadline }: Campaign, at: Date): boolean {
  return at <= (deadline.graceUntil ?? deadline.closesAt);
}

/** What the campaign would do with the message; null: it does not know it. */
function handlingOf(campaign: Campaign, message: MessageFacts): SubmissionKind['handling'] | null {
  const documents = message.attachments.map((attachment) => judgeAttachment(attachment, campaign));
  return judgeKind(message, documents, campaign)?.kind.handling ?? null;
}
