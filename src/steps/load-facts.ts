// Loads what is known of a message before it is judged.
import { judgeAuthentication } from '../core/authentication.ts';
import { findAutomatic } from '../core/automatic.ts';
import { findCodes } from '../core/code.ts';
import type { ByHand } from '../core/decision.ts';
import type { Placement, RegistrationFacts } from '../core/registration.ts';
import type { Queryable } from '../store/database.ts';
import {
  findAnsweredDossiers,
  findDossiersByCode,
  findDossiersSharing,
  findRecentDossiers,
} from '../store/dossiers.ts';
import { findOwnMessageIds } from '../store/letters.ts';
import { findSameMessage, type MessageRow } from '../store/messages.ts';
import { findAttachments } from '../store/readings.ts';
import { findRestoredAt } from '../store/restores.ts';
import { findMergedUnits, findUnit, findUnitByAddress } from '../store/units.ts';
import type { Desk } from './desk.ts';

async function findPlacement(tx: Queryable, { dossier, kind, unit }: ByHand): Promise<Placement> {
  const [existing = null] = dossier === null ? [] : await findDossiersByCode(tx, [dossier]);
  return existing ? { existing, kind: existing.kind, unit: existing.unit } : { existing, kind, unit };
}

export async function loadFacts(
  tx: Queryable,
  { campaigns, ownAddresses, trustedAuthservId }: Desk,
  row: MessageRow,
): Promise<RegistrationFacts> {
  const { envelope } = row;
  const attachments = await findAttachments(tx, row.id);
  const own = envelope.messageId ? await findOwnMessageIds(tx, [envelope.messageId]) : new Set<string>();
  const address = envelope.from?.address ?? null;
  const unitCode = address && (await findUnitByAddress(tx, address));
  const files = attachments.flatMap(({ file, sha256 }) => (file.problem === null && sha256 ? [sha256] : []));
  return {
    message: {
      id: row.id,
      receivedAt: row.receivedAt,
      envelope,
      body: row.body,
      links: row.links,
      attachments,
    },
    automatic: row.deliveryReport
      ? { reason: 'delivery-report', weight: 'certain' }
      : findAutomatic(envelope, ownAddresses, (messageId) => own.has(messageId)),
    authentication: judgeAuthentication(envelope, trustedAuthservId),
    foundInJunk: row.foundInJunk,
    cut: row.cut,
    isCopy: (await findSameMessage(tx, row.id)) !== null,
    restoredAt: await findRestoredAt(tx),
    mergedUnits: await findMergedUnits(tx),
    confirmedUnit: unitCode ? await findUnit(tx, unitCode) : null,
    placement: row.byHand && (await findPlacement(tx, row.byHand)),
    threads: {
      answered: await findAnsweredDossiers(tx, [...envelope.inReplyTo, ...envelope.references]),
      named: await findDossiersByCode(tx, findCodes(envelope.subject)),
      sharing: await findDossiersSharing(tx, files),
      recent: await findRecentDossiers(
        tx,
        campaigns.map(({ code }) => code),
        address,
      ),
    },
  };
}
