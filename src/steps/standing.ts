// Where a dossier stands: all its documents judged anew, after something but a mail has changed it.
import type { Campaign } from '../core/campaign.ts';
import { asDecided, judgeDossier } from '../core/dossier-state.ts';
import type { DossierStatus } from '../core/states.ts';
import type { Queryable } from '../store/database.ts';
import { type DecidedDossier, hasSupplements, saveStanding } from '../store/decisions.ts';
import { countOtherLinks, saveItems } from '../store/documents.ts';
import { refreshEntries } from '../store/entries.ts';
import { findUnit } from '../store/units.ts';
import { otherDocuments, type SavedDossier } from './save-dossier.ts';

export interface Standing extends SavedDossier {
  kind: string;
  version: number;
}

/** No message is left out. */
const NONE = 0;

export async function judgeStanding(
  tx: Queryable,
  campaign: Campaign,
  dossier: DecidedDossier,
  now: Date,
): Promise<Standing> {
  const { id, kind } = dossier;
  const documents = await otherDocuments(tx, { campaign }, id, NONE);
  const links = await countOtherLinks(tx, id, NONE);
  const unit = dossier.unit ? await findUnit(tx, dossier.unit) : null;
  const state = judgeDossier(documents, { kind, unitKnown: unit !== null, links }, campaign);
  await saveItems(tx, id, state);
  const status = await statusOf(tx, id, state.status);
  const version = await saveStanding(tx, id, { status, missing: state.missing }, now);
  await refreshEntries(tx, { dossierIds: [id] });
  return { ...dossier, unit, documents, state: asDecided(state, dossier.decided), version };
}

/** What is to be checked after more came stands apart from what nobody has looked at yet. */
async function statusOf(tx: Queryable, id: number, status: DossierStatus): Promise<DossierStatus> {
  return status === 'checking' && (await hasSupplements(tx, id)) ? 'supplemented' : status;
}
