// Takes a decision of staff back: its rows as they were, its letters unsent, those that it had taken back as they stood.
import type { Queryable } from '../store/database.ts';
import { lockByCode } from '../store/decisions.ts';
import { lockRegistrations } from '../store/dossiers.ts';
import { refreshEntries } from '../store/entries.ts';
import { saveEvent } from '../store/events.ts';
import { beginUndo, closeCreated, putLettersBack, restore, withdrawWritten } from '../store/undo.ts';
import { campaignOf, type Outcome, refused } from './decide.ts';
import { judgeStanding } from './standing.ts';
import { type DecideDeps, loadTold } from './told.ts';

export async function undoDecision(
  tx: Queryable,
  deps: DecideDeps,
  id: number,
  actor: string,
): Promise<Outcome> {
  await lockRegistrations(tx);
  const undoable = await beginUndo(tx, id, deps.now());
  if (!undoable) return refused('undone-or-old');
  const { dossierIds, created, before, withdrawn, codes } = undoable;
  await withdrawWritten(tx, undoable);
  await restore(tx, before, dossierIds);
  const [first] = dossierIds;
  if (created !== null && first !== undefined) await closeCreated(tx, created, first);
  for (const code of codes) await settle(tx, deps, code, created, id, actor);
  const letters = await putLettersBack(tx, withdrawn);
  return { decided: { how: 'done', dossier: codes[0] ?? null, letters: [], undo: null }, letters };
}

async function settle(
  tx: Queryable,
  deps: DecideDeps,
  code: string,
  created: number | null,
  undo: number,
  actor: string,
): Promise<void> {
  const dossier = await lockByCode(tx, code);
  if (!dossier) return;
  await saveEvent(tx, { what: 'undo', dossierId: dossier.id, detail: { undo } }, deps.now(), actor);
  if (dossier.id === created) {
    await refreshEntries(tx, { dossierIds: [created] });
    return;
  }
  const told = await loadTold(tx, deps, dossier.id);
  await judgeStanding(tx, campaignOf(deps, told, dossier.campaign), dossier, deps.now());
}
