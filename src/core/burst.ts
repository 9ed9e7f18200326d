// Mails that belong together though none answers another: parts, second thoughts and replacements of one sender.
import type { Campaign, SubmissionKind } from './campaign.ts';
import type { DocumentVerdict } from './document.ts';
import type { MessageFacts } from './facts.ts';
import { fold } from './fold.ts';
import type { DossierFacts } from './thread.ts';
import type { UnitVerdict } from './unit.ts';

/** A mail that says it goes on from an earlier one may come this much later (ms). */
const ANNOUNCED_WITHIN = 60 * 24 * 3600_000;
const HOUR = 3600_000;

/**
 * The dossier that a mail goes on with, or null.
 * @param recent dossiers in which its sender wrote before, latest first
 * @param kind what the mail says it is; null: nothing
 */
export function findBurst(
  recent: DossierFacts[],
  message: MessageFacts,
  documents: DocumentVerdict[],
  unit: UnitVerdict,
  kind: SubmissionKind | null,
  campaign: Campaign,
): DossierFacts | null {
  if (unit.reason === 'unit-conflict' || (kind && kind.handling !== 'dossier')) return null;
  const announced = announcesMore(message, campaign);
  if (!kind && !announced && !documents.every((document, at) => maySpeakForItself(document, message, at))) {
    return null;
  }
  // Somebody who forwards the dossiers of several units: one with a tờ trình of its own is not the one before.
  const isItsOwn = !announced && bringsItsOwn(documents, campaign);
  if (isItsOwn && unit.unit === null) return null;
  const within = announced ? ANNOUNCED_WITHIN : campaign.burstHours * HOUR;
  return (
    recent.find(
      (dossier) =>
        fits(dossier, unit, kind, campaign) &&
        !(isItsOwn && dossier.unit === null) &&
        isNear(dossier, message, within) &&
        isAnsweredThere(dossier, message),
    ) ?? null
  );
}

/** A document that stands for a whole dossier. */
function bringsItsOwn(documents: DocumentVerdict[], campaign: Campaign): boolean {
  const whole = campaign.documents.filter(({ per, required }) => per === 'dossier' && required === 'always');
  return documents.some(({ type }) => whole.some(({ code }) => code === type));
}

/** From is easily forged; a Reply-To that is new to the dossier would have its letters sent to somebody else. */
function isAnsweredThere({ addresses }: DossierFacts, { envelope }: MessageFacts): boolean {
  return envelope.replyTo === null || addresses.includes(envelope.replyTo.address);
}

/** "Phần 2/3", "gửi lại", "bản thay thế" in the subject, a file's name or the opening lines. */
function announcesMore({ envelope, body, attachments }: MessageFacts, campaign: Campaign): boolean {
  const opening = body.split('\n').slice(0, 6);
  const texts = [envelope.subject, ...opening, ...attachments.map(({ name }) => name.replace(/\.\w+$/, ''))];
  return texts.map(fold).some((text) => campaign.burstWords.some((pattern) => pattern.test(text)));
}

/** A mail without a word of the campaign: its files are of the dossier's types, or scans that may be. */
function maySpeakForItself(
  { verdict, type }: DocumentVerdict,
  { attachments }: MessageFacts,
  at: number,
): boolean {
  return verdict === 'ignored' || type !== null || attachments[at]?.file.text === null;
}

function fits(
  dossier: DossierFacts,
  unit: UnitVerdict,
  kind: SubmissionKind | null,
  campaign: Campaign,
): boolean {
  const handled = campaign.kinds.find(({ code }) => code === dossier.kind)?.handling === 'dossier';
  if (dossier.campaign !== campaign.code) return false;
  const sameUnit = unit.unit === null || dossier.unit === null || unit.unit === dossier.unit;
  return handled && sameUnit && (kind === null || kind.code === dossier.kind);
}

function isNear(dossier: DossierFacts, { receivedAt }: MessageFacts, within: number): boolean {
  return Math.abs(receivedAt.getTime() - dossier.lastMessageAt.getTime()) <= within;
}
