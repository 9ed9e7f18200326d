// Reminders that staff ask for: who owes something, the letters to them as they would go, and these letters in the outbox.
import { heldReason } from '../core/outbox.ts';
import type { Reason } from '../core/reasons.ts';
import type { ReminderAsk, ReminderList, ReminderPreview } from '../core/reminders.ts';
import { letterMessageId } from '../mail/compose.ts';
import { type Queryable, transaction } from '../store/database.ts';
import { lockRegistrations } from '../store/dossiers.ts';
import { refreshActed } from '../store/entries.ts';
import { saveEvent } from '../store/events.ts';
import { countLettersOf, countLettersTo } from '../store/letter-counts.ts';
import { insertLetter } from '../store/letters.ts';
import { findMailboxId } from '../store/mailboxes.ts';
import { CANDIDATES_PAGE, type Which } from '../store/reminders.ts';
import { findDossierReminders } from './remind-dossiers.ts';
import { findUnitReminders } from './remind-units.ts';
import type { RemindDeps, RemindDesk, Reminder } from './reminder.ts';

interface Sent {
  /** Letters to be rung. */
  due: number[];
  /** Letters that wait for approval. */
  held: number[];
}

export function openReminders(deps: RemindDeps) {
  const { db } = deps;
  const find = async (tx: Queryable, ask: ReminderAsk, which: Which<string>) => {
    const desk = await findDesk(tx, deps, ask.campaign);
    const found =
      desk &&
      (ask.kind === 'supplement-reminder'
        ? await findDossierReminders(tx, desk, deps, which)
        : await findUnitReminders(tx, desk, ask, deps.now(), which));
    return desk && found && { desk, found };
  };
  return {
    /** Null: there is no such campaign or report. @param after place of the last one on the page before */
    async list(ask: ReminderAsk, after: string | null): Promise<ReminderList | null> {
      const all = await find(db, ask, { after });
      if (!all) return null;
      return {
        candidates: all.found.slice(0, CANDIDATES_PAGE).map(({ candidate }) => candidate),
        more: all.found.length > CANDIDATES_PAGE,
        blocked: blockOf(all.desk),
      };
    },
    /** The letters as they would go; null: one of those picked is not to be reminded any more. */
    preview: (ask: ReminderAsk, keys: string[]): Promise<ReminderPreview[] | null> =>
      transaction(db, async (tx) => {
        const letters = await writeAll(tx, await find(tx, ask, { picked: keys }), keys, deps.now());
        return (
          letters?.map(({ recipient, subject, text, held }) => ({ recipient, subject, text, held })) ?? null
        );
      }),
    /** Writes them into the outbox, all or none. */
    send: (ask: ReminderAsk, keys: string[], actor: string): Promise<Sent | null> =>
      transaction(db, async (tx) => {
        // Nothing registers meanwhile, and a second press of the button finds them reminded.
        await lockRegistrations(tx);
        const letters = await writeAll(tx, await find(tx, ask, { picked: keys }), keys, deps.now());
        return letters && save(tx, deps, letters, actor);
      }),
  };
}

async function findDesk(
  tx: Queryable,
  { campaigns, mailboxes, deskOf }: RemindDeps,
  code: string,
): Promise<RemindDesk | null> {
  const campaign = campaigns.find((one) => one.code === code);
  if (!campaign) return null;
  const name = mailboxes.find((one) => deskOf(one).campaigns.includes(campaign)) ?? '';
  const id = await findMailboxId(tx, name);
  return { campaign, desk: deskOf(name), mailbox: id === null ? null : { id, name } };
}

function blockOf({ desk, mailbox }: RemindDesk): Reason | null {
  if (desk.letterMode === 'off') return 'letters-off';
  return mailbox ? null : 'mailbox-unconnected';
}

interface WrittenReminder extends ReminderPreview {
  reminder: Reminder;
  html: string;
}

/** Null: somebody picked is not to be reminded, or not as it was shown. */
async function writeAll(
  tx: Queryable,
  all: { desk: RemindDesk; found: Reminder[] } | null,
  keys: string[],
  now: Date,
): Promise<WrittenReminder[] | null> {
  if (!all || blockOf(all.desk)) return null;
  const { desk, found } = all;
  const picked = found.filter(
    ({ candidate }) => candidate.hindrance === null && keys.includes(candidate.key),
  );
  if (picked.length !== keys.length) return null;
  const written: WrittenReminder[] = [];
  for (const reminder of picked) {
    const letter = await reminder.write(tx);
    for (const recipient of reminder.candidate.addresses) {
      const held = await findHold(tx, desk, reminder, recipient, written, now);
      written.push({ ...letter, recipient, held, reminder });
    }
  }
  return written;
}

/** Letters written together count for one another. */
async function findHold(
  tx: Queryable,
  { campaign }: RemindDesk,
  { desk, mailbox }: Reminder,
  recipient: string,
  before: WrittenReminder[],
  now: Date,
): Promise<Reason | null> {
  const more = (others: number, { hour, day }: { hour: number; day: number }) => ({
    hour: hour + others,
    day: day + others,
  });
  const same = before.filter((letter) => letter.recipient === recipient).length;
  const written = {
    toAddress: more(same, await countLettersTo(tx, recipient, now)),
    inAll: more(before.length, await countLettersOf(tx, mailbox.id, campaign.lettersInAll, now)),
  };
  return heldReason({ mode: desk.letterMode, hold: null, written }, campaign);
}

async function save(
  tx: Queryable,
  { newToken, now }: RemindDeps,
  letters: WrittenReminder[],
  actor: string,
): Promise<Sent> {
  const at = now();
  const sent: Sent = { due: [], held: [] };
  for (const { reminder, recipient, subject, text, html, held } of letters) {
    const { kind, dossierId, mailbox, desk } = reminder;
    const letter = {
      kind,
      answers: null,
      mailboxId: mailbox.id,
      writtenBy: actor,
      dossierId,
      recipient,
      subject,
      text,
      html,
      messageId: letterMessageId(newToken(), desk.mailFrom),
      dueAt: at,
      held,
    };
    const id = (await insertLetter(tx, letter, at)) ?? 0;
    await saveEvent(tx, { what: 'letter-written', dossierId, detail: { letter: id, kind } }, at, actor);
    sent[held ? 'held' : 'due'].push(id);
  }
  await refreshActed(
    tx,
    letters.flatMap(({ reminder }) => reminder.dossierId ?? []),
  );
  return sent;
}
