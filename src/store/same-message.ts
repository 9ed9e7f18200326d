// The same message once more: in a mailbox made anew, from another server, or imported.
import { IMPORTED } from './mailboxes.ts';
import { together } from './together.ts';

/**
 * An older message that is this very one: the same bytes in the same account, on whatever server, or in a file that was
 * imported; or the same Message-ID, receipt time and files in a mailbox made anew, for some servers write a mail's bytes anew.
 * A purged message is known by a hash of its Message-ID. Junk that nobody had looked at before it was purged is no older one.
 */
export const findSameMessage = together<number, number | null>(async (tx, ids) => {
  const { rows } = await tx.query<{ of: number; id: number | null }>(
    // "offset 0": found by what tells it apart, whatever the planner takes the other conditions for while tables are new.
    `select b.id as of, (select min(same.id) from (
       select a.id from ${OLDER('sha256 = b.sha256')} a
         join mailboxes x on x.id = a.mailbox_id join mailboxes y on y.id = b.mailbox_id
       where not (a.purged_at is not null and a.reason is not distinct from 'junk')
         and (x.id = y.id or ${USER('x')} = ${USER('y')} or x.name = '${IMPORTED}' or y.name = '${IMPORTED}')
       union all
       select a.id from ${OLDER('message_id = b.message_id')} a where a.mailbox_id = b.mailbox_id
         and a.received_at = b.received_at and a.received_by = 'server'
         and a.uid_validity is distinct from b.uid_validity and ${FILES('a')} = ${FILES('b')}
       union all
       select a.id from ${OLDER(`message_id = ${HASHED_ID('b')}`)} a where a.mailbox_id = b.mailbox_id
         and a.received_at = b.received_at and a.purged_at is not null
     ) same) as id
     from messages b where b.id = any($1)`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.of, row.id]));
  return ids.map((id) => found.get(id) ?? null);
});

const OLDER = (which: string) => `(select * from messages where ${which} and id < b.id offset 0)`;

/** What stands before the server's name in "user@host/folder". */
const USER = (mailbox: string) => `regexp_replace(split_part(${mailbox}.name, '/', 1), '@[^@]*$', '')`;

/** What is left of the Message-ID of a purged message. */
export const HASHED_ID = (message: string) =>
  `encode(sha256(convert_to(${message}.message_id, 'UTF8')), 'hex')`;

const FILES = (message: string) =>
  `array(select sha256 from attachments where message_id = ${message}.id order by position)`;
