// Beside receive: what looks like a dossier in the mailbox's Junk folder is taken in too; its letters wait for staff.
import { mayBeDossier } from '../core/junk.ts';
import type { Folder, Listed, Mailbox } from '../mail/imap.ts';
import {
  advanceMailbox,
  countSetAside,
  enterMailbox,
  markMailboxSeen,
  restartMailbox,
} from '../store/mailboxes.ts';
import { findKnownSenders } from '../store/messages.ts';
import { batches, fetchBatch, type Pass, saveBatch } from './fetch.ts';
import { isVoid, NO_UID_VALIDITY } from './receive.ts';
import type { ReceiveDeps } from './take-in.ts';

/** Messages looked at from outside at a time. */
const OUTLINES = 200;

/**
 * Takes in what may be a dossier from the open Junk folder, and counts the rest.
 * @param owner name of the mailbox the folder belongs to
 */
export async function receiveJunk(
  deps: ReceiveDeps,
  owner: string,
  name: string,
  mailbox: Mailbox,
  folder: Folder,
  stop?: AbortSignal,
): Promise<Pass> {
  const { db, now } = deps;
  const { id: ownerId } = await enterMailbox(db, owner, now());
  const row = await enterMailbox(db, name, now(), ownerId);
  const place = { mailboxId: row.id, uidValidity: folder.uidValidity ?? NO_UID_VALIDITY };
  const isNew = isVoid(row, folder);
  if (isNew) await restartMailbox(db, row.id, place.uidValidity);
  const listed = await mailbox.listFrom(isNew ? 1 : row.lastUid + 1);
  const pass: Pass = { stored: 0, known: 0, gone: 0, withheld: [] };
  for (let at = 0; at < listed.length && !stop?.aborted; at += OUTLINES) {
    const some = listed.slice(at, at + OUTLINES);
    const wanted = await choose(deps, mailbox, some);
    for (const batch of batches(wanted))
      await saveBatch(deps, place, await fetchBatch(deps, mailbox, batch), pass);
    await countSetAside(db, row.id, some.length - wanted.length);
    const safe = pass.withheld[0] ? pass.withheld[0] - 1 : some.at(-1)?.uid;
    if (safe) await advanceMailbox(db, row.id, safe, now());
  }
  await markMailboxSeen(db, row.id, now());
  return pass;
}

async function choose({ db }: ReceiveDeps, mailbox: Mailbox, listed: Listed[]): Promise<Listed[]> {
  const outlines = await mailbox.outline(listed.map(({ uid }) => uid));
  const known = await findKnownSenders(
    db,
    outlines.flatMap(({ from }) => from ?? []),
  );
  const wanted = new Set(
    outlines
      .filter(({ from, fileNames }) => mayBeDossier(fileNames, from !== null && known.has(from)))
      .map(({ uid }) => uid),
  );
  return listed.filter(({ uid }) => wanted.has(uid));
}
