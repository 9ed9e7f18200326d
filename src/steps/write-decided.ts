// A letter that a decision of staff owes, written into the outbox in the transaction of the decision.
import type { Campaign } from '../core/campaign.ts';
import type { Intent } from '../core/decisions.ts';
import type { AnswerKind, LetterKind, RenderedLetter } from '../core/letter.ts';
import { letterFacts } from '../core/letter-facts.ts';
import { recipientOf } from '../core/outbox.ts';
import { judgePlaced } from '../core/registration.ts';
import { letterMessageId } from '../mail/compose.ts';
import type { Queryable } from '../store/database.ts';
import { insertLetter } from '../store/letters.ts';
import { findDossier } from '../store/threads.ts';
import type { SavedDossier } from './save-dossier.ts';
import type { DecideDeps, Told } from './told.ts';

export interface WrittenLetter {
  /** Null: it is only shown, or was not wanted. */
  id: number | null;
  kind: LetterKind;
  to: string;
  subject: string;
  text: string;
}

export interface WriteDeps extends DecideDeps, Told {
  campaign: Campaign;
  actor: string;
  send: Intent['send'];
}

/** The address that a letter about the message goes to; null: it is not answered. */
export function answerableTo({ desk, facts }: Told): string | null {
  const to = recipientOf(facts.message);
  const mayAnswer = desk.letterMode !== 'off' && facts.automatic?.weight !== 'certain';
  return to && mayAnswer && !desk.ownAddresses.has(to.toLowerCase()) ? to : null;
}

/** Who decides has read it, so it waits for nobody; where no letters are sent at all, none is. */
export async function writeDecided(
  tx: Queryable,
  deps: WriteDeps,
  kind: LetterKind,
  dossier: SavedDossier,
  reason: string,
): Promise<WrittenLetter[]> {
  const { desk, facts, actor, send, now } = deps;
  const to = answerableTo(deps);
  if (to === null) return [];
  const rendered = await render(tx, deps, kind, dossier, reason);
  const letter = { kind, to, subject: rendered.subject, text: rendered.text };
  if (send !== 'preview' && !send.includes(kind)) return [];
  const id = await insertLetter(
    tx,
    {
      ...rendered,
      kind,
      answers: facts.message.id,
      dossierId: dossier.id,
      recipient: to,
      messageId: letterMessageId(deps.newToken(), desk.mailFrom),
      dueAt: now(),
      held: null,
      writtenBy: actor,
    },
    now(),
  );
  return [{ ...letter, id }];
}

async function render(
  tx: Queryable,
  { desk, facts, campaign }: WriteDeps,
  kind: LetterKind,
  dossier: SavedDossier,
  reason: string,
): Promise<RenderedLetter> {
  const letters = desk.lettersOf(campaign);
  const { code, arrivalNumber, unit, receivedAt } = dossier;
  if (kind === 'refusal') return letters.render(kind, { code, arrivalNumber, unit, receivedAt, reason });
  const existing = await findDossier(tx, dossier.id);
  const placement = { existing, kind: existing?.kind ?? '', unit: unit?.code ?? null };
  const judged = judgePlaced(facts, placement, campaign);
  // Only what tells of a supplement tells of the message; the rest speaks of the dossier as a whole.
  const outcome = kind.startsWith('supplement') ? ('supplement' as const) : ('registered' as const);
  const answer = kind as AnswerKind;
  return letters.render(
    answer,
    letterFacts(
      answer,
      facts.message,
      { ...judged, outcome },
      dossier,
      campaign,
      judged.dossier?.report ?? null,
    ),
  );
}
