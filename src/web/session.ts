// A session's token: it is in the cookie alone, the database knows its hash.
import { createHash } from 'node:crypto';

export const COOKIE = 'tiepnhan';

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
