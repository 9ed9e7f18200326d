// Step 3, register: facts in, one verdict, one transaction: dossier, documents, letters owed and the history.
import { countIndependent } from '../core/bearing.ts';
import type { Campaign } from '../core/campaign.ts';
import { chooseCampaign } from '../core/campaign-choice.ts';
import { scansWanted } from '../core/document.ts';
import { recipientOf } from '../core/outbox.ts';
import type { Reason } from '../core/reasons.ts';
import {
  holdOf,
  judgeAgain,
  judgeMessage,
  type RegistrationFacts,
  type RegistrationVerdict,
} from '../core/registration.ts';
import type { MessageState, Outcome } from '../core/states.ts';
import type { Bells } from '../queue/bells.ts';
import { findNextOfSenders } from '../store/attempts.ts';
import { type Queryable, transaction } from '../store/database.ts';
import { saveDocuments } from '../store/documents.ts';
import { lockRegistrations } from '../store/dossiers.ts';
import { refreshEntries } from '../store/entries.ts';
import { saveEvent } from '../store/events.ts';
import { findUntold, findWaitingLists } from '../store/letters.ts';
import { lockMessage, type MessageRow, markDecided, markSorted } from '../store/messages.ts';
import { markScanned, markScansDue } from '../store/scans.ts';
import { findDossier } from '../store/threads.ts';
import { type AttemptDeps, attemptMessages, type Failure } from './attempt.ts';
import type { Desk, DeskDeps } from './desk.ts';
import { loadFacts } from './load-facts.ts';
import { markReportedLetters } from './mark-reported-letters.ts';
import { documentRows, type SavedDossier, saveDossier } from './save-dossier.ts';
import { untilAllEnd } from './side-by-side.ts';
import { type LetterDeps, type WrittenLetters, writeLetters } from './write-letters.ts';

export interface RegisterDeps extends AttemptDeps, DeskDeps {
  bells: Bells;
  /** A token nobody can guess. */
  newToken: () => string;
  /** Whether scans are read by OCR. */
  scans: boolean;
}

/** What registrations leave to be rung. */
interface Registered {
  /** Letters that may be sent at once. */
  letters: number[];
  /** Messages whose scans are to be read. */
  scans: number[];
}

export async function register(deps: RegisterDeps, ids: number[]): Promise<Failure[]> {
  const { done, failures } = await attemptMessages(deps, 'read', ids, (claimed) =>
    transaction(deps.db, (tx) =>
      registerAll(
        tx,
        deps,
        claimed.map(({ id }) => id),
      ),
    ),
  );
  const { db, bells } = deps;
  await bells.ring(
    'reply',
    done.flatMap(({ letters }) => letters),
  );
  await bells.ring(
    'scan',
    done.flatMap(({ scans }) => scans),
  );
  if (done.length > 0) await bells.ring('register', await findNextOfSenders(db, ids));
  return failures;
}

/** Those that have nothing to do with each other side by side, so that they ask the database together; the others after them. */
async function registerAll(tx: Queryable, deps: RegisterDeps, ids: number[]): Promise<Registered> {
  await lockRegistrations(tx);
  const done: Registered = { letters: [], scans: [] };
  const written: WrittenLetters = new Map();
  for (let waiting = ids; waiting.length > 0; ) {
    const loaded = await untilAllEnd(waiting.map((id) => load(tx, deps, id, ['read'])));
    const found = loaded.filter((one) => one !== null);
    const next = countIndependent(found.map(({ facts }) => facts));
    const registered = found.slice(0, next).map((one) => registerOne(tx, deps, one, written));
    for (const { letters, scans } of await untilAllEnd(registered)) {
      done.letters.push(...letters);
      done.scans.push(...scans);
    }
    waiting = found.slice(next).map(({ row }) => row.id);
  }
  return done;
}

/** A message with what is known of it. */
interface Loaded {
  row: MessageRow;
  desk: Desk;
  facts: RegistrationFacts;
}

/** Null: it is in none of these states any more. */
async function load(
  tx: Queryable,
  { deskOf }: RegisterDeps,
  id: number,
  states: readonly MessageState[],
): Promise<Loaded | null> {
  const row = await lockMessage(tx, id, states);
  if (!row) return null;
  const desk = deskOf(row.mailbox);
  return { row, desk, facts: await loadFacts(tx, desk, row) };
}

async function registerOne(
  tx: Queryable,
  deps: RegisterDeps,
  { row, desk, facts }: Loaded,
  written: WrittenLetters,
): Promise<Registered> {
  const campaign =
    desk.campaigns.find(({ code }) => code === row.byHand?.campaign) ??
    chooseCampaign(facts.message, facts.threads, desk.campaigns);
  const verdict = judgeMessage(facts, campaign, desk.registry);
  const others = await findOvertaken(tx, facts, verdict);
  const done = await commit(tx, at(deps, desk, campaign), row, facts, verdict, {
    mayScan: deps.scans,
    foundVirus: false,
    written,
  });
  for (const other of others) done.letters.push(...(await judgeOnceMore(tx, deps, other, false, written)));
  return done;
}

/**
 * Mails whose letters are taken back for one that waits for staff, or that nobody can be answered to: they are answered anew, or
 * nobody would be told.
 */
async function findOvertaken(tx: Queryable, facts: RegistrationFacts, { dossier }: RegistrationVerdict) {
  const isSilent = holdOf(facts) !== null || recipientOf(facts.message) === null;
  return dossier?.existing && isSilent ? findUntold(tx, dossier.existing.id) : [];
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
    const written: WrittenLetters = new Map();
    const letters = [];
    for (const one of [id, ...others])
      letters.push(...(await judgeOnceMore(tx, deps, one, found === 'virus' && one === id, written)));
    return letters;
  });
}

async function judgeOnceMore(
  tx: Queryable,
  deps: RegisterDeps,
  id: number,
  foundVirus: boolean,
  written: WrittenLetters,
): Promise<number[]> {
  const loaded = await load(tx, deps, id, ['registered', 'supplement', 'unsorted']);
  if (!loaded) return [];
  const { row, desk, facts } = loaded;
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
  const how = { mayScan: false, foundVirus, written };
  return (await commit(tx, at(deps, desk, campaign), row, facts, verdict, how)).letters;
}

async function commit(
  tx: Queryable,
  deps: LetterDeps,
  row: MessageRow,
  facts: RegistrationFacts,
  verdict: RegistrationVerdict,
  { mayScan, foundVirus, written }: { mayScan: boolean; foundVirus: boolean; written: WrittenLetters },
): Promise<Registered> {
  const { id } = row;
  const dossier = verdict.dossier && (await saveDossier(tx, deps, facts, verdict, verdict.dossier));
  if (!dossier) await saveDocuments(tx, null, documentRows(facts, verdict));
  const reason = verdict.reason ?? remarkOf(facts, verdict);
  const dossierId = dossier?.id ?? verdict.duplicateOf?.id ?? null;
  await markDecided(tx, id, { outcome: verdict.outcome, reason, dossierId, guesses: verdict.guesses });
  if (dossier?.unit && verdict.dossier?.existing?.unit === null) await markSorted(tx, dossier.id);
  if (verdict.outcome === 'automatic') await markReportedLetters(tx, row, deps.now());
  // A dossier that is complete stays so: its receipt says it.
  const scansDue = mayScan && dossier?.state.status !== 'complete' && wantsScans(facts, verdict);
  if (scansDue) await markScansDue(tx, id, deps.now());
  const letters = await writeLetters(tx, deps, facts.message, verdict, dossier, {
    mailboxId: row.mailboxId,
    connectedAt: row.mailboxConnectedAt,
    written,
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
  return { letters, scans: scansDue ? [id] : [] };
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
