// How often one may fail to log in, and how long one then waits.

/** The time in which failures count (ms). */
export const WINDOW = 15 * 60_000;

/** Failures within it: of one account, and from one network whatever the account. */
export const LIMITS = { account: 5, network: 20 };

/**
 * A network from which an account has logged in within this time has a count of its own for that account, so that
 * strangers who guess cannot keep its owner out (ms).
 */
export const KNOWN_FOR = 30 * 86_400_000;

/** @param latest times of failures, newest first; at least `limit` of them if there are so many */
export function minutesToWait(latest: Date[], limit: number, now: Date): number {
  const oldest = latest[limit - 1];
  if (!oldest) return 0;
  return Math.max(0, Math.ceil((oldest.getTime() + WINDOW - now.getTime()) / 60_000));
}

const IPV4_MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What stands for an address: of IPv6 the first 64 bits, for one line has all that follow (RFC 6177 §2). */
export function networkOf(address: string): string {
  const plain = IPV4_MAPPED.exec(address)?.[1] ?? address;
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.toLowerCase().replace(/%.*$/, '').split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const gap = Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0));
  const groups = [...(before ?? []), ...Array<string>(gap).fill('0'), ...(after ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
