// Places: where on the server each message lies, or lay.
import type { Queryable } from './database.ts';

export interface KnownPlace {
  uid: number;
  receivedAt: Date;
  announcedSize: number | null;
}

/** Places from a UID on that have a row already. */
export async function findKnownPlaces(
  db: Queryable,
  mailboxId: number,
  uidValidity: number,
  fromUid: number,
): Promise<Map<number, KnownPlace>> {
  const { rows } = await db.query<KnownPlace>(
    `select uid, received_at as "receivedAt", announced_size as "announcedSize" from messages
     where mailbox_id = $1 and uid_validity = $2 and uid >= $3`,
    [mailboxId, uidValidity, fromUid],
  );
  return new Map(rows.map((row) => [row.uid, row]));
}

/** Other messages lie at these places now; those that lay there keep their rows, without a place. */
export async function vacatePlaces(
  db: Queryable,
  mailboxId: number,
  uidValidity: number,
  uids: number[],
): Promise<void> {
  await db.query(
    `update messages set uid = null, uid_validity = null
     where mailbox_id = $1 and uid_validity = $2 and uid = any($3)`,
    [mailboxId, uidValidity, uids],
  );
}
