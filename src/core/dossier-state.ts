// Where a dossier stands: complete, or what it lacks, with all that came for it.
import type { Campaign } from './campaign.ts';
import type { DossierDocument } from './dossier-document.ts';
import { type Completeness, judgeCompleteness } from './missing.ts';
import type { DossierStatus } from './states.ts';

export interface DossierState extends Completeness {
  status: DossierStatus;
}

/**
 * Where a dossier stands with all its documents.
 * @param links documents sent by link, in all its messages
 */
export function judgeDossier(
  documents: DossierDocument[],
  dossier: { kind: string; unitKnown: boolean; links: number },
  campaign: Campaign,
): DossierState {
  const kind = campaign.kinds.find(({ code }) => code === dossier.kind);
  const completeness =
    kind?.handling === 'report' ? reportState(documents) : judgeCompleteness(documents, campaign, dossier);
  return { ...completeness, status: statusOf(completeness, dossier.unitKnown) };
}

/** What staff found complete is complete, whatever the program would still ask for. */
export function asDecided(state: DossierState, decided: DossierStatus | null): DossierState {
  if (decided !== 'complete' && decided !== 'forwarded') return state;
  return { ...state, status: 'complete', missing: [], uncertain: [], unreadable: [] };
}

/** A report is taken as it is; one that cannot be opened is asked for again. */
function reportState(documents: DossierDocument[]): Completeness {
  return {
    items: [],
    itemOf: new Map(),
    missing: [],
    uncertain: [],
    unreadable: documents.some(({ usable }) => usable) ? [] : documents,
    supersededBy: new Map(),
    replaced: [],
  };
}

function statusOf({ missing, unreadable, uncertain }: Completeness, unitKnown: boolean): DossierStatus {
  if (!unitKnown) return 'unsorted';
  if (missing.length > 0 || unreadable.length > 0) return 'awaiting-documents';
  return uncertain.length > 0 ? 'checking' : 'complete';
}
