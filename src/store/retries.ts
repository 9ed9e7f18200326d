// A failed message that a member of staff sends on its path again.
import { type Database, transaction } from './database.ts';
import { saveEvent } from './events.ts';
import { retryIfFailed } from './messages.ts';

/** False: it is not failed, or purged. */
export function retryByStaff(db: Database, id: number, actor: string, now: Date): Promise<boolean> {
  return transaction(db, async (tx) => {
    const retried = await retryIfFailed(tx, id, now);
    if (retried) await saveEvent(tx, { what: 'retried', messageId: id }, now, actor);
    return retried;
  });
}
