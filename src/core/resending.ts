// A letter once more, when a member of staff wants it: which letters, to whom, and what is to be thought of before.
import { isMachine, isServer } from './robot-address.ts';
import type { LetterState } from './states.ts';

/** What waits is sent as it is; what is on the wire may still arrive. */
export function mayResend(state: LetterState): boolean {
  return state === 'sent' || state === 'bounced' || state === 'failed' || state === 'unknown';
}

/** Of these addresses, those behind which somebody reads who is not we. @param own lower case */
export function withoutRobots(addresses: string[], own: ReadonlySet<string>): string[] {
  return addresses.filter((address) => !own.has(address) && !isServer(address) && !isMachine(address));
}
