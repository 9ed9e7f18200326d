// Takes a decision of staff back: its rows as they were, its letters unsent, those that it had taken back written anew.
import type { Queryable } from '../store/database.ts';
import { lockByCode } from '../store/decisions.ts';
import { lockRegistrations } from '../store/dossiers.ts';
import { refreshEntries } from '../store/entries.ts';
import { saveEvent } from '../store/events.ts';
import { beginUndo, closeCreated, restore, type Undoable, withdrawWritten } from '../store/undo.ts';
import { campaignOf, done, type Outcome, refused } from './decide.ts';
import { judgeStanding } from './standing.ts';
import { type DecideDeps, loadTold } from './told.ts';
import { type WrittenLetter, writeDecided } from './write-decided.ts';

export async function undoDecision(
  tx: Queryable,
  deps: DecideDeps,
  id: number,
  actor: string,
): Promise<Outcome> {
  await lockRegistrations(tx);
  const undoable = await beginUndo(tx, id, deps.now());
  if (!undoable) return refused('undone-or-old');
  const { dossierIds, created, before, at, codes } = undoable;
  await withdrawWritten(tx, dossierIds, at);
  await restore(tx, before);
  const [first] = dossierIds;
  if (created !== null && first !== undefined) await closeCreated(tx, created, first);
  const written: WrittenLetter[] = [];
  for (const code of codes) written.push(...(await settle(tx, deps, code, undoable, id, actor)));
  return done(codes[0] ?? null, written, null);
}

async function settle(
  tx: Queryable,
  deps: DecideDeps,
  code: string,
  { created, withdrawn }: Undoable,
  undo: number,
  actor: string,
): Promise<WrittenLetter[]> {
  const dossier = await lockByCode(tx, code);
  if (!dossier) return [];
  await saveEvent(tx, { what: 'undo', dossierId: dossier.id, detail: { undo } }, deps.now(), actor);
  if (dossier.id === created) {
    await refreshEntries(tx, { dossierIds: [created] });
    return [];
  }
  const told = await loadTold(tx, deps, dossier.id);
  const campaign = campaignOf(deps, told, dossier.campaign);
  const standing = await judgeStanding(tx, campaign, dossier, deps.now());
  if (!told) return [];
  const written: WrittenLetter[] = [];
  for (const kind of withdrawn[dossier.id] ?? []) {
    const writing = { ...deps, ...told, campaign, actor, send: [kind] };
    written.push(...(await writeDecided(tx, writing, kind, standing, '')));
  }
  return written;
}
