// Loads what is known of a message before it is judged.
import { judgeAuthentication } from '../core/authentication.ts';
import { findAutomatic } from '../core/automatic.ts';
import { findCodes } from '../core/code.ts';
import type { ByHand } from '../core/decision.ts';
import type { Placement, RegistrationFacts } from '../core/registration.ts';
import type { Queryable } from '../store/database.ts';
import { isOwnMessageId } from '../store/letters.ts';
import type { MessageRow } from '../store/messages.ts';
import { findAttachments } from '../store/readings.ts';
import { findRestoredAt } from '../store/restores.ts';
import { findSameMessage } from '../store/same-message.ts';
import {
  findAnsweredDossiers,
  findDossiersByCode,
  findDossiersSharing,
  findRecentDossiers,
} from '../store/threads.ts';
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
  const address = envelope.from?.address ?? null;
  // Side by side, so that the server is asked a few times, and not a dozen.
  const [attachments, isOwn, unitCode, same, restoredAt, mergedUnits, placement, answered, named, recent] =
    await Promise.all([
      findAttachments(tx, row.id),
      envelope.messageId !== null && isOwnMessageId(tx, envelope.messageId),
      address === null ? null : findUnitByAddress(tx, address),
      findSameMessage(tx, row.id),
      findRestoredAt(tx),
      findMergedUnits(tx),
      row.byHand && findPlacement(tx, row.byHand),
      findAnsweredDossiers(tx, [...envelope.inReplyTo, ...envelope.references]),
      findDossiersByCode(tx, findCodes(envelope.subject)),
      findRecentDossiers(
        tx,
        campaigns.map(({ code }) => code),
        address,
      ),
    ]);
  const files = attachments.flatMap(({ file, sha256 }) => (file.problem === null && sha256 ? [sha256] : []));
  const [confirmedUnit, sharing] = await Promise.all([
    unitCode ? findUnit(tx, unitCode) : null,
    findDossiersSharing(tx, files),
  ]);
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
      : findAutomatic(envelope, ownAddresses, () => isOwn),
    authentication: judgeAuthentication(envelope, trustedAuthservId),
    foundInJunk: row.foundInJunk,
    cut: row.cut,
    isCopy: same !== null,
    restoredAt,
    mergedUnits,
    confirmedUnit,
    placement,
    threads: { answered, named, sharing, recent },
  };
}
