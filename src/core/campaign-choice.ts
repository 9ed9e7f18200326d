// Which of an office's campaigns a message belongs to, where one mailbox serves several.
import type { Campaign } from './campaign.ts';
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
  return ordered.find((campaign) => recognises(campaign, message)) ?? ordered[0] ?? only;
}

function isOpen({ deadline }: Campaign, at: Date): boolean {
  return at <= (deadline.graceUntil ?? deadline.closesAt);
}

function recognises(campaign: Campaign, message: MessageFacts): boolean {
  const documents = message.attachments.map((attachment) => judgeAttachment(attachment, campaign));
  return judgeKind(message, documents, campaign) !== null;
}
