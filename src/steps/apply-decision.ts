// A decision written into the rows that it changes; what follows from it is judged afterwards.
import type { Campaign } from '../core/campaign.ts';
import { codePrefix, formatCode, localDay } from '../core/code.ts';
import { isoDay, supplementDeadline } from '../core/deadline.ts';
import type { DossierDecision, Refusal } from '../core/decision.ts';
import { byStaff } from '../core/registration.ts';
import { withoutRobots } from '../core/resending.ts';
import type { DossierStatus } from '../core/states.ts';
import type { Queryable } from '../store/database.ts';
import {
  countDocuments,
  type DecidedDossier,
  findArrival,
  learnAddress,
  mergeDossiers,
  moveDocuments,
  setAssignee,
  setDecided,
  setDocument,
  setKind,
  setNote,
  setPaper,
  setUnit,
} from '../store/decisions.ts';
import { insertDossier } from '../store/dossiers.ts';
import { markSorted } from '../store/messages.ts';
import { findUnit } from '../store/units.ts';
import type { Told } from './told.ts';

export interface Deciding {
  tx: Queryable;
  campaign: Campaign;
  actor: string;
  now: Date;
  dossier: DecidedDossier;
  /** The dossier that a document moves to, or into which this one is merged. */
  other: DecidedDossier | null;
  /** Its latest message, as far as it is kept. */
  told: Told | null;
}

export interface Applied {
  /** Dossiers to be judged anew, as they are now. */
  changed: DecidedDossier[];
  /** The one that was made. */
  created: number | null;
  /** What stood there and what stands there now, for the history. */
  detail: Record<string, unknown>;
}

type Apply<What extends DossierDecision['what']> = (
  deciding: Deciding,
  decision: Extract<DossierDecision, { what: What }>,
) => Promise<Applied | Refusal>;

export function applyDecision(deciding: Deciding, decision: DossierDecision): Promise<Applied | Refusal> {
  const apply = APPLY[decision.what] as Apply<DossierDecision['what']>;
  return apply(deciding, decision);
}

const APPLY: { [What in DossierDecision['what']]: Apply<What> } = {
  'set-unit': async ({ tx, dossier, told, actor, now }, { unit, learn }) => {
    if (!(await findUnit(tx, unit))) return 'no-such-unit';
    await setUnit(tx, dossier.id, byStaff(unit));
    if (dossier.unit === null) await markSorted(tx, dossier.id);
    const address = learn && told ? senderOf(told) : null;
    if (address) await learnAddress(tx, address, unit, actor, now);
    return changed({ ...dossier, unit }, { before: dossier.unit, after: unit, ...(address && { address }) });
  },
  'set-kind': async ({ tx, campaign, dossier }, { kind }) => {
    const found = campaign.kinds.find(({ code, handling }) => code === kind && handling !== 'staff');
    if (!found) return 'no-such-kind';
    await setKind(tx, dossier.id, kind);
    return changed({ ...dossier, kind }, { before: dossier.kind, after: kind });
  },
  'set-document': async ({ tx, campaign, dossier }, { attachment, type, form, item }) => {
    if (type !== null && !campaign.documents.some(({ code }) => code === type)) return 'no-such-type';
    const row = { attachmentId: attachment, type, form, item: item?.trim() || null };
    if (!(await setDocument(tx, dossier.id, row))) return 'no-such-document';
    return changed(dossier, { attachment, after: { type, form, item: row.item } });
  },
  'move-documents': async ({ tx, dossier, other }, { attachments }) => {
    const refusal = refusalToJoin(dossier, other);
    if (refusal || !other) return refusal ?? 'no-such-dossier';
    const moved = await move(tx, dossier, other.id, attachments);
    return moved ?? { changed: [dossier, other], created: null, detail: { attachments, after: other.code } };
  },
  split: async (deciding, { attachments }) => {
    const { tx, dossier } = deciding;
    const created = await openLike(deciding, attachments);
    const moved = await move(tx, dossier, created.id, attachments);
    return (
      moved ?? {
        changed: [dossier, created],
        created: created.id,
        detail: { attachments, after: created.code },
      }
    );
  },
  merge: async ({ tx, dossier, other, now }) => {
    const refusal = refusalToJoin(dossier, other);
    if (refusal || !other) return refusal ?? 'no-such-dossier';
    await mergeDossiers(tx, dossier.id, other.id);
    await setDecided(tx, dossier.id, 'duplicate', null, now);
    return {
      changed: [{ ...dossier, decided: 'duplicate' }, other],
      created: null,
      detail: { after: other.code },
    };
  },
  complete: (deciding) => decideStatus(deciding, 'complete', null),
  forward: (deciding) => decideStatus(deciding, 'forwarded', null),
  refuse: (deciding, { reason }) => decideStatus(deciding, 'refused', reason.trim()),
  'not-a-submission': (deciding) => decideStatus(deciding, 'not-a-submission', null),
  reopen: async (deciding, { reason }) => {
    // What was found complete before it was forwarded is so no less when it comes back.
    const back = deciding.dossier.decided === 'forwarded' ? ('complete' as const) : null;
    return decideStatus(deciding, back, reason.trim());
  },
  'record-paper': async ({ tx, campaign, dossier, actor, now }, { sets, receivedOn }) => {
    if (receivedOn > isoDay(localDay(now, campaign.timeZone))) return 'paper-in-future';
    await setPaper(tx, dossier.id, { sets, receivedOn }, actor);
    return changed(dossier, { after: { sets, receivedOn } });
  },
  'remove-paper': async ({ tx, dossier, actor }) => {
    await setPaper(tx, dossier.id, null, actor);
    return changed(dossier, {});
  },
  assign: async ({ tx, dossier }, { to }) =>
    (await setAssignee(tx, dossier.id, to)) ? changed(dossier, { after: to }) : 'no-such-account',
  note: async ({ tx, dossier }, { text }) => {
    await setNote(tx, dossier.id, text.trim());
    return changed(dossier, {});
  },
};

/** By which its next mail is known; where letters go is for the sender to say. Null: it is a robot's, or ours. */
function senderOf({ desk, facts }: Told): string | null {
  const { from } = facts.message.envelope;
  return withoutRobots(from ? [from.address.toLowerCase()] : [], desk.ownAddresses)[0] ?? null;
}

function changed(dossier: DecidedDossier, detail: Record<string, unknown>): Applied {
  return { changed: [dossier], created: null, detail };
}

async function decideStatus(
  { tx, dossier, now }: Deciding,
  decided: DossierStatus | null,
  reason: string | null,
): Promise<Applied> {
  await setDecided(tx, dossier.id, decided, reason, now);
  return changed(
    { ...dossier, decided },
    { before: dossier.status, after: decided, ...(reason && { reason }) },
  );
}

function refusalToJoin(dossier: DecidedDossier, other: DecidedDossier | null): Refusal | null {
  if (!other) return 'no-such-dossier';
  if (other.id === dossier.id) return 'same-dossier';
  if (other.campaign !== dossier.campaign) return 'other-campaign';
  if (other.purged) return 'purged';
  return other.decided === null || other.decided === 'complete' ? null : 'decided-already';
}

async function move(
  tx: Queryable,
  from: DecidedDossier,
  to: number,
  attachments: number[],
): Promise<Refusal | null> {
  const count = await moveDocuments(tx, from.id, to, attachments);
  if (count === 0 || count < new Set(attachments).size) return 'no-such-document';
  return (await countDocuments(tx, from.id)) === 0 ? 'nothing-left' : null;
}

/** A new dossier beside the one that these documents came in: received when they were, judged by the same deadline. */
async function openLike(
  { tx, campaign, dossier, now }: Deciding,
  attachments: number[],
): Promise<DecidedDossier> {
  const receivedAt = (await findArrival(tx, attachments)) ?? dossier.receivedAt;
  const opened = {
    ...dossier,
    status: 'checking' as const,
    decided: null,
    missing: [],
    receivedAt,
    supplementUntil: supplementDeadline(now, campaign),
  };
  const registered = await insertDossier(
    tx,
    {
      ...opened,
      codePrefix: codePrefix(campaign, receivedAt),
      formatCode,
      period: null,
      arrivalYear: localDay(receivedAt, campaign.timeZone).year,
      unitEvidence: dossier.unit ? [byStaff(dossier.unit)] : [],
    },
    now,
  );
  return { ...opened, ...registered, version: 1 };
}
