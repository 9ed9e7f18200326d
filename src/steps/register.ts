// Step 3, register: facts in, one verdict, one transaction: dossier, documents, letters owed and the history.
import type { Campaign } from '../core/campaign.ts';
import { chooseCampaign } from '../core/campaign-choice.ts';
import { scansWanted } from '../core/document.ts';
import type { Reason } from '../core/reasons.ts';
import {
  holdOf,
  judgeAgain,
  judgeMessage,
  type RegistrationFacts,
  type RegistrationVerdict,
} from '../core/registration.ts';
import type { Outcome } from '../core/states.ts';
import type { Bells } from '../queue/bells.ts';
import { type Queryable, transaction } from '../store/database.ts';
import { findDossier, lockRegistrations, saveDocuments } from '../store/dossiers.ts';
import { refreshEntries } from '../store/entries.ts';
import { saveEvent } from '../store/events.ts';
import { findUntold, findWaitingLists } from '../store/letters.ts';
import {
  findNextOfSender,
  lockMessage,
  type MessageRow,
  markDecided,
  markSorted,
} from '../store/messages.ts';
import { markScanned, markScansDue } from '../store/scans.ts';
import { type AttemptDeps, attemptMessage } from './attempt.ts';
import type { Desk, DeskDeps } from './desk.ts';
import { loadFacts } from './load-facts.ts';
import { markReportedLetters } from './mark-reported-letters.ts';
import { documentRows, type SavedDossier, saveDossier } from './save-dossier.ts';
import { type LetterDeps, writeLetters } from './write-letters.ts';

export interface RegisterDeps extends AttemptDeps, DeskDeps {
  bells: Bells;
  /** A token nobody can guess. */
  newToken: () => string;
  /** Whether scans are read by OCR. */
  scans: boolean;
}

/** What a registration leaves to be rung. */
interface Registered {
  /** Letters that may be sent at once. */
  letters: number[];
  scansDue: boolean;
}

export async function register(deps: RegisterDeps, id: number): Promise<void> {
  const done = await attemptMessage(deps, 'read', id, () =>
    transaction(deps.db, (tx) => registerIn(tx, deps, id)),
  );
  if (!done) return;
  await deps.bells.ring('reply', done.letters);
  if (done.scansDue) await deps.bells.ring('scan', [id]);
  await deps.bells.ring('register', await findNextOfSender(deps.db, id));
}

async function registerIn(tx: Queryable, deps: RegisterDeps, id: number): Promise<Registered | null> {
  await lockRegistrations(tx);
  const row = await lockMessage(tx, id, ['read']);
  if (!row) return null;
  const desk = deps.deskOf(row.mailbox);
  const facts = await loadFacts(tx, desk, row);
  const campaign =
    desk.campaigns.find(({ code }) => code === row.byHand?.campaign) ??
    chooseCampaign(facts.message, facts.threads, desk.campaigns);
  const verdict = judgeMessage(facts, campaign, desk.registry);
  const others = await findOvertaken(tx, facts, verdict);
  const done = await commit(tx, at(deps, desk, campaign), row, facts, verdict, {
    mayScan: deps.scans,
    foundVirus: false,
  });
  for (const other of others) done.letters.push(...(await judgeOnceMore(tx, deps, other, false)));
  return done;
}

/** Mails whose letters are taken back for one that waits for staff: they are answered anew, or nobody would be told. */
async function findOvertaken(tx: Queryable, facts: RegistrationFacts, { dossier }: RegistrationVerdict) {
  return dossier?.existing && holdOf(facts) ? findUntold(tx, dossier.existing.id) : [];
}

function at({ newToken, now }: RegisterDeps, desk: Desk, campaign: Campaign): LetterDeps {
  return { ...desk, campaign, letters: desk.lettersOf(campaign), newToken, now };
}

/**
 * A message whose scans have been read, or in which a virus was found, is judged once more; returns the letters that may be sent
 * at once.
 */
export function registerAgain(deps: RegisterDeps, id: number, found: 'text' | 'virus'): Promise<number[]> {
  return transaction(deps.db, async (tx) => {
    await lockRegistrations(tx);
    if (found === 'text') await markScanned(tx, id);
    // Lists of what is missing that wait for a later mail of the dossier are written anew as well.
    const others = await findWaitingLists(tx, id);
    const letters = [];
    for (const one of [id, ...others])
      letters.push(...(await judgeOnceMore(tx, deps, one, found === 'virus' && one === id)));
    return letters;
  });
}

async function judgeOnceMore(
  tx: Queryable,
  deps: RegisterDeps,
  id: number,
  foundVirus: boolean,
): Promise<number[]> {
  const row = await lockMessage(tx, id, ['registered', 'supplement', 'unsorted']);
  if (!row) return [];
  const desk = deps.deskOf(row.mailbox);
  const facts = await loadFacts(tx, desk, row);
  const dossier = row.dossierId === null ? null : await findDossier(tx, row.dossierId);
  const campaign =
    desk.campaigns.find(({ code }) => code === dossier?.campaign) ??
    chooseCampaign(facts.message, facts.threads, desk.campaigns);
  const verdict = dossier
    ? judgeAgain(
        facts,
        dossier,
        { outcome: row.state as Outcome, reason: row.reason },
        campaign,
        desk.registry,
      )
    : judgeMessage(facts, campaign, desk.registry);
  return (await commit(tx, at(deps, desk, campaign), row, facts, verdict, { mayScan: false, foundVirus }))
    .letters;
}

async function commit(
  tx: Queryable,
  deps: LetterDeps,
  row: MessageRow,
  facts: RegistrationFacts,
  verdict: RegistrationVerdict,
  { mayScan, foundVirus }: { mayScan: boolean; foundVirus: boolean },
): Promise<Registered> {
  const { id } = row;
  const dossier = verdict.dossier && (await saveDossier(tx, deps, facts, verdict, verdict.dossier));
  if (!dossier) await saveDocuments(tx, null, documentRows(facts, verdict));
  const reason = verdict.reason ?? remarkOf(facts, verdict);
  const dossierId = dossier?.id ?? verdict.duplicateOf?.id ?? null;
  await markDecided(tx, id, verdict.outcome, reason, dossierId, verdict.guesses);
  if (dossier?.unit && verdict.dossier?.existing?.unit === null) await markSorted(tx, dossier.id);
  if (verdict.outcome === 'automatic') await markReportedLetters(tx, row, deps.now());
  // A dossier that is complete stays so: its receipt says it.
  const scansDue = mayScan && dossier?.state.status !== 'complete' && wantsScans(facts, verdict);
  if (scansDue) await markScansDue(tx, id, deps.now());
  const letters = await writeLetters(tx, deps, facts.message, verdict, dossier, {
    connectedAt: row.mailboxConnectedAt,
    hold: holdOf(facts) ?? holdByStaff(dossier),
    scansPending: scansDue,
    foundVirus,
  });
  await saveEvent(
    tx,
    { what: verdict.outcome, messageId: id, dossierId: dossier?.id, detail: { reason } },
    deps.now(),
  );
  await refreshEntries(tx, { messageIds: [id], dossierIds: row.dossierId === null ? [] : [row.dossierId] });
  return { letters, scansDue };
}

/** Staff told the unit, or will: what the program would say of such a dossier, a person reads first. */
function holdByStaff(dossier: SavedDossier | null): Reason | null {
  const { decided = null } = dossier ?? {};
  return decided === null || decided === 'complete' || decided === 'forwarded' ? null : 'decided-by-staff';
}

/** Where nothing else is to be said of a message: that its letters wait, and why. */
function remarkOf(
  { automatic, foundInJunk }: RegistrationFacts,
  { dossier }: RegistrationVerdict,
): Reason | null {
  if (automatic?.weight === 'machine' && dossier) return 'sent-by-machine';
  return foundInJunk ? 'found-in-junk' : null;
}

/** Scans of unclear name may be what is asked for, or tell the unit. */
export function wantsScans(
  { message }: RegistrationFacts,
  { outcome, documents }: RegistrationVerdict,
): boolean {
  if (outcome === 'automatic' || outcome === 'duplicate') return false;
  return message.attachments.some((attachment, at) => {
    const judged = documents[at];
    return judged !== undefined && scansWanted(attachment, judged);
  });
}
