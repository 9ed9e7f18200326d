// What staff decide: one transaction that changes the rows, judges the dossiers anew and writes the letters owed; or a rehearsal of it.
import type { Campaign } from '../core/campaign.ts';
import { type After, letterAfter, untrueAfter } from '../core/decided-letters.ts';
import {
  type Decided,
  type DecidedLetter,
  type DossierDecision,
  type Refusal,
  refusalOf,
} from '../core/decision.ts';
import type { Intent } from '../core/decisions.ts';
import type { LetterKind } from '../core/letter.ts';
import type { DossierStatus } from '../core/states.ts';
import type { Queryable } from '../store/database.ts';
import { type DecidedDossier, lockByCode } from '../store/decisions.ts';
import { lockRegistrations } from '../store/dossiers.ts';
import { saveEvent } from '../store/events.ts';
import { findToldKinds, withdrawUnsent } from '../store/letters.ts';
import { saveDecision, takeSnapshot, type Undoable, type Withdrawn } from '../store/undo.ts';
import { type Applied, applyDecision, type Deciding } from './apply-decision.ts';
import { judgeStanding, type Standing } from './standing.ts';
import { type DecideDeps, loadTold, type Told } from './told.ts';
import { type WrittenLetter, writeDecided } from './write-decided.ts';

/** What was decided, with the letters that may go once it is committed. */
export interface Outcome {
  decided: Decided;
  letters: number[];
}

export async function decideOnDossier(
  tx: Queryable,
  deps: DecideDeps,
  code: string,
  version: number,
  decision: DossierDecision,
  intent: Intent,
): Promise<Outcome> {
  await lockRegistrations(tx);
  const dossier = await lockByCode(tx, code);
  if (!dossier) return refused('no-such-dossier');
  if (dossier.version !== version) return { decided: { how: 'changed' }, letters: [] };
  const refusal = refusalOf(decision, dossier);
  if (refusal) return refused(refusal);
  const deciding = await prepare(tx, deps, dossier, decision, intent.actor);
  const touched = [dossier.id, ...(deciding.other ? [deciding.other.id] : [])];
  const before = await takeSnapshot(tx, touched);
  const told = new Map<number, LetterKind[]>();
  for (const id of touched) told.set(id, await findToldKinds(tx, id));
  const applied = await applyDecision(deciding, decision);
  if (typeof applied === 'string') return refused(applied);
  const letters: WrittenLetter[] = [];
  const withdrawn: Withdrawn = {};
  const standings: Standing[] = [];
  for (const changed of applied.changed) {
    const standing = await judgeStanding(tx, deciding.campaign, changed, deciding.now);
    standings.push(standing);
    const telling = await tell(deps, deciding, decision, standing, told.get(changed.id) ?? [], intent);
    letters.push(...telling.written);
    withdrawn[changed.id] = telling.withdrawn;
  }
  const undo = await note(deciding, decision, applied, standings, { before, withdrawn });
  return done(applied.changed.at(-1)?.code ?? code, letters, undo);
}

export function refused(why: Refusal): Outcome {
  return { decided: { how: 'refused', why }, letters: [] };
}

export function done(dossier: string | null, written: WrittenLetter[], undo: number | null): Outcome {
  const letters: DecidedLetter[] = written.map(({ kind, to, subject, text }) => ({
    kind,
    to,
    subject,
    text,
  }));
  return {
    decided: { how: 'done', dossier, letters, undo },
    letters: written.flatMap(({ id }) => id ?? []),
  };
}

async function prepare(
  tx: Queryable,
  deps: DecideDeps,
  dossier: DecidedDossier,
  decision: DossierDecision,
  actor: string,
): Promise<Deciding> {
  const named = otherOf(decision);
  const told = await loadTold(tx, deps, dossier.id);
  return {
    tx,
    actor,
    now: deps.now(),
    dossier,
    other: named === null ? null : await lockByCode(tx, named.trim()),
    told,
    campaign: campaignOf(deps, told, dossier.campaign),
  };
}

function otherOf(decision: DossierDecision): string | null {
  if (decision.what === 'merge') return decision.into;
  return decision.what === 'move-documents' ? decision.to : null;
}

/** A campaign that is no longer set up is judged by the first one. */
export function campaignOf(deps: DecideDeps, told: Told | null, code: string): Campaign {
  const { campaigns } = told?.desk ?? deps.deskOf('');
  const campaign = campaigns.find((one) => one.code === code) ?? campaigns[0];
  if (!campaign) throw new Error('a desk has a campaign');
  return campaign;
}

/** What a decision did to the letters about one dossier. */
interface Telling {
  withdrawn: LetterKind[];
  written: WrittenLetter[];
}

/** Takes back what is no longer true, and writes what is news. */
async function tell(
  deps: DecideDeps,
  { tx, campaign, actor, dossier, other, now }: Deciding,
  decision: DossierDecision,
  standing: Standing,
  told: LetterKind[],
  { send }: Intent,
): Promise<Telling> {
  // Of what is new, the unit has heard nothing.
  const was = [dossier, other].find((one) => one?.id === standing.id) ?? { ...dossier, ...UNHEARD };
  const before = { ...was, told };
  const after = afterOf(standing, campaign);
  const closed = isClosed(standing.decided);
  const withdrawn = await withdrawUnsent(tx, standing.id, untrueAfter(before, after, closed));
  if (withdrawn.length > 0) {
    const detail = { kinds: withdrawn };
    await saveEvent(tx, { what: 'letter-withdrawn', dossierId: standing.id, detail }, now, actor);
  }
  const owed = letterAfter(decision.what, before, after, closed);
  const answered = owed && (await loadTold(tx, deps, standing.id));
  if (!owed || !answered) return { withdrawn, written: [] };
  const reason = decision.what === 'refuse' ? decision.reason.trim() : '';
  const writing = { ...deps, ...answered, campaign, actor, send };
  return { withdrawn, written: await writeDecided(tx, writing, owed, standing, reason) };
}

const UNHEARD = { missing: [], status: 'unsorted' as const };

function afterOf({ unit, kind, documents, state }: Standing, campaign: Campaign): After {
  return {
    unit: unit?.code ?? null,
    kind,
    isReport: campaign.kinds.find(({ code }) => code === kind)?.handling === 'report',
    usable: documents.some(({ usable }) => usable),
    state,
  };
}

/** It is no dossier of its own any more, or not accepted. */
function isClosed(decided: DossierStatus | null): boolean {
  return decided !== null && decided !== 'complete' && decided !== 'forwarded';
}

async function note(
  { tx, dossier, actor, now }: Deciding,
  decision: DossierDecision,
  { created, detail }: Applied,
  standings: Standing[],
  was: Pick<Undoable, 'before' | 'withdrawn'>,
): Promise<number> {
  const undo = await saveDecision(
    tx,
    {
      ...was,
      actor,
      created,
      dossierIds: standings.map(({ id }) => id),
      versions: standings.map(({ version }) => version),
    },
    now,
  );
  const event = { what: decision.what, dossierId: dossier.id, detail: { ...detail, undo } };
  await saveEvent(tx, event, now, actor);
  for (const { id } of standings.filter((one) => one.id !== dossier.id)) {
    const what = OTHER_SIDE[decision.what] ?? decision.what;
    await saveEvent(tx, { what, dossierId: id, detail: { before: dossier.code } }, now, actor);
  }
  return undo;
}

/** What the history of the other dossier calls it. */
const OTHER_SIDE: Partial<Record<DossierDecision['what'], string>> = {
  split: 'split-from',
  merge: 'merged-in',
  'move-documents': 'documents-added',
};
