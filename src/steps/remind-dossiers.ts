// Reminders of documents that dossiers lack.
import { documentOf } from '../core/dossier-document.ts';
import { judgeDossier } from '../core/dossier-state.ts';
import type { SupplementReminderFacts, UnusableFile } from '../core/letter.ts';
import { hindranceOf, remindBefore } from '../core/reminders.ts';
import { withoutRobots } from '../core/resending.ts';
import type { Queryable } from '../store/database.ts';
import { findOtherDocuments } from '../store/documents.ts';
import { type AwaitingDossier, findAwaiting, type Which } from '../store/reminders.ts';
import type { RemindDeps, RemindDesk, Reminder } from './reminder.ts';

/** Null: a place or a key is none of ours. */
export async function findDossierReminders(
  tx: Queryable,
  at: RemindDesk,
  deps: RemindDeps,
  which: Which<string>,
): Promise<Reminder[] | null> {
  const now = deps.now();
  const asked = readWhich(which);
  if (!asked) return null;
  const dossiers = await findAwaiting(tx, at.campaign.code, remindBefore(now, at.campaign), asked);
  return dossiers.map((dossier) => reminderOf(dossier, at, deps, now));
}

function readWhich(which: Which<string>): Which<{ until: Date; id: number }> | null {
  if ('after' in which) {
    const after = which.after === null ? null : readPair(which.after);
    if (which.after !== null && !after) return null;
    return { after: after && { until: new Date(after[0]), id: after[1] } };
  }
  const pairs = which.picked.map(readPair);
  return { picked: pairs.flatMap((pair) => (pair ? [{ until: new Date(0), id: pair[0] }] : [])) };
}

/** "12.3" */
function readPair(text: string): [number, number] | null {
  const [, first, second] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  return first && second ? [Number(first), Number(second)] : null;
}

function reminderOf(dossier: AwaitingDossier, at: RemindDesk, deps: RemindDeps, now: Date): Reminder {
  const { id, version, code, unit, supplementUntil, missing, told, remindedAt } = dossier;
  const desk = told ? deps.deskOf(told.mailbox) : at.desk;
  const addresses = told ? withoutRobots([told.recipient], desk.ownAddresses) : [];
  const standing = { addresses, known: told ? 1 : 0, remindedAt, told: told !== null, mailWaits: false };
  const expired = supplementUntil <= now;
  return {
    kind: 'supplement-reminder',
    candidate: {
      key: `${id}.${version}`,
      place: `${supplementUntil.getTime()}.${id}`,
      unit: unit?.name ?? '',
      dossier: { code, until: supplementUntil, expired, missing: missing.length },
      required: true,
      addresses,
      remindedAt,
      hindrance: hindranceOf(standing, at.campaign, now),
    },
    dossierId: id,
    mailbox: { id: told?.mailboxId ?? 0 },
    desk,
    async write(tx) {
      const facts: SupplementReminderFacts = {
        code,
        unit,
        noticedAt: told?.at ?? now,
        supplementDeadline: supplementUntil,
        expired,
        itemCount: dossier.items.length,
        missing: missing.map(({ name, form, item, reason }) => ({
          name,
          form,
          itemNumber: item,
          itemTitle: dossier.items.find(({ number }) => number === item)?.title || null,
          reason,
        })),
        refused: await findUnreadable(tx, dossier, at),
      };
      return desk.lettersOf(at.campaign).render('supplement-reminder', facts);
    },
  };
}

/** Files that are to be sent again, judged as when the dossier was last registered. */
async function findUnreadable(
  tx: Queryable,
  { id, kind, links }: AwaitingDossier,
  { campaign }: RemindDesk,
): Promise<UnusableFile[]> {
  const kept = await findOtherDocuments(tx, id, 0);
  const documents = kept.map(({ attachment, verdict, message }) =>
    documentOf(attachment, verdict, message, campaign),
  );
  const { unreadable } = judgeDossier(documents, { kind, unitKnown: true, links }, campaign);
  return unreadable.map(({ name }) => ({ name, reason: null }));
}
