// What staff decide about a message that no dossier holds: it is registered, joins a dossier, or is none.
import { chooseCampaign } from '../core/campaign-choice.ts';
import { type MessageDecision, PLACEABLE } from '../core/decision.ts';
import type { Intent } from '../core/decisions.ts';
import { ANSWER_KINDS, type LetterKind } from '../core/letter.ts';
import { firstLetter, withdrawnByChange } from '../core/outbox.ts';
import { judgePlaced, type Placement } from '../core/registration.ts';
import type { Queryable } from '../store/database.ts';
import { lockByCode } from '../store/decisions.ts';
import { lockRegistrations } from '../store/dossiers.ts';
import { refreshEntries } from '../store/entries.ts';
import { saveEvent } from '../store/events.ts';
import { withdrawAnswers, withdrawUnsent } from '../store/letters.ts';
import { lockMessage, type MessageRow, markDecided, markSorted } from '../store/messages.ts';
import { markScansDue } from '../store/scans.ts';
import { findDossier } from '../store/threads.ts';
import { findUnit } from '../store/units.ts';
import { done, type Outcome, refused } from './decide.ts';
import { loadFacts } from './load-facts.ts';
import { wantsScans } from './register.ts';
import { type SavedDossier, saveDossier } from './save-dossier.ts';
import type { DecideDeps } from './told.ts';
import { answerableTo, writeDecided } from './write-decided.ts';

export interface MessageDeps extends DecideDeps {
  /** Whether scans are read by OCR. */
  scans: boolean;
}

export async function decideOnMessage(
  tx: Queryable,
  deps: MessageDeps,
  id: number,
  state: string,
  decision: MessageDecision,
  intent: Intent,
): Promise<Outcome> {
  await lockRegistrations(tx);
  const row = await lockMessage(tx, id, PLACEABLE);
  if (!row || row.state !== state) return { decided: { how: 'changed' }, letters: [] };
  if (row.dossierId !== null && row.state !== 'duplicate') return refused('message-placed');
  if (decision.what === 'not-a-submission') return setAside(tx, deps, row, intent.actor);
  return place(tx, deps, row, decision, intent);
}

async function setAside(
  tx: Queryable,
  { now }: MessageDeps,
  { id, dossierId }: MessageRow,
  actor: string,
): Promise<Outcome> {
  await withdrawAnswers(tx, id, ANSWER_KINDS);
  await markDecided(tx, id, { outcome: 'not-a-submission', reason: null, dossierId: null, guesses: [] });
  await saveEvent(tx, { what: 'not-a-submission', messageId: id }, now(), actor);
  await refreshEntries(tx, { messageIds: [id], dossierIds: dossierId === null ? [] : [dossierId] });
  return done(null, [], null);
}

async function place(
  tx: Queryable,
  deps: MessageDeps,
  row: MessageRow,
  decision: Exclude<MessageDecision, { what: 'not-a-submission' }>,
  { actor, send }: Intent,
): Promise<Outcome> {
  const desk = deps.deskOf(row.mailbox);
  const facts = await loadFacts(tx, desk, row);
  const placement = await findPlacement(tx, decision);
  if (typeof placement === 'string') return refused(placement);
  const { existing, kind } = placement;
  const campaign =
    desk.campaigns.find(({ code }) => code === existing?.campaign) ??
    chooseCampaign(facts.message, facts.threads, desk.campaigns);
  const found = campaign.kinds.find(({ code, handling }) => code === kind && handling !== 'staff');
  if (!found) return refused('no-such-kind');
  const verdict = judgePlaced(facts, placement, campaign);
  if (!verdict.dossier) throw new Error('what staff place has a dossier');
  const letterDeps = { ...deps, ...desk, campaign, letters: desk.lettersOf(campaign) };
  const dossier = await saveDossier(tx, letterDeps, facts, verdict, verdict.dossier);
  await withdrawAnswers(tx, row.id, ANSWER_KINDS);
  if (existing && answerableTo({ desk, facts })) await withdrawOvertaken(tx, dossier, deps.now(), actor);
  const { outcome, reason } = verdict;
  await markDecided(tx, row.id, { outcome, reason, dossierId: dossier.id, guesses: [] });
  if (existing?.unit === null && dossier.unit) await markSorted(tx, dossier.id);
  if (deps.scans && wantsScans(facts, verdict)) await markScansDue(tx, row.id, deps.now());
  const event = { what: decision.what, messageId: row.id, dossierId: dossier.id };
  await saveEvent(tx, event, deps.now(), actor);
  await refreshEntries(tx, { messageIds: [row.id] });
  const letter = existing ? supplementLetter(dossier) : receiptLetter(dossier, found.handling === 'report');
  const written = await writeDecided(
    tx,
    { ...deps, desk, facts, campaign, actor, send },
    letter,
    dossier,
    '',
  );
  return done(dossier.code, written, null);
}

/** Lists of what is missing that have not gone out: the letter about this message tells it as it is now. */
async function withdrawOvertaken(
  tx: Queryable,
  { id, state }: SavedDossier,
  now: Date,
  actor: string,
): Promise<void> {
  const untrue = await withdrawUnsent(tx, id, withdrawnByChange(state));
  if (untrue.length === 0) return;
  const detail = { kinds: untrue.map(({ kind }) => kind) };
  await saveEvent(tx, { what: 'letter-withdrawn', dossierId: id, detail }, now, actor);
}

async function findPlacement(
  tx: Queryable,
  decision: Exclude<MessageDecision, { what: 'not-a-submission' }>,
): Promise<Placement | 'no-such-dossier' | 'no-such-unit' | 'decided-already'> {
  if (decision.what === 'register') {
    const { kind, unit } = decision;
    if (unit !== null && !(await findUnit(tx, unit))) return 'no-such-unit';
    return { existing: null, kind, unit };
  }
  const row = await lockByCode(tx, decision.dossier.trim());
  const existing = row && !row.purged ? await findDossier(tx, row.id) : null;
  if (!row || !existing) return 'no-such-dossier';
  if (row.decided !== null && row.decided !== 'complete') return 'decided-already';
  return { existing, kind: existing.kind, unit: existing.unit };
}

function receiptLetter({ unit, documents, state }: SavedDossier, isReport: boolean): LetterKind {
  const usable = documents.some((one) => one.usable);
  return firstLetter(state, { unit: unit?.code ?? null, isReport, usable });
}

function supplementLetter({ state }: SavedDossier): LetterKind {
  if (state.status === 'complete') return 'supplement-complete';
  return state.missing.length > 0 ? 'supplement-missing' : 'receipt-checking';
}
