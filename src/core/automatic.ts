// Is a message automatic? Robots are never answered, or two of them would answer each other for ever.
import type { Envelope, HeaderLine } from './facts.ts';
import type { Reason } from './reasons.ts';

/** Local parts of addresses behind which nobody reads. */
const ROBOT =
  /^(no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|mailer-daemon|postmaster|bounces?|mdaemon|noreply.*)$/;

/**
 * The reason why a message must not be answered, or null.
 * @param ownAddresses lower case: the mailbox's and the one letters come from
 * @param isOwnMessageId whether a Message-ID is of one of our letters
 */
export function findAutomaticReason(
  envelope: Envelope,
  ownAddresses: ReadonlySet<string>,
  isOwnMessageId: (messageId: string) => boolean,
): Reason | null {
  const sender = envelope.from?.address ?? null;
  if (sender && ownAddresses.has(sender)) return 'own-message';
  if (envelope.replyTo && ownAddresses.has(envelope.replyTo.address)) return 'own-message';
  if (envelope.messageId && isOwnMessageId(envelope.messageId)) return 'own-message';
  return findHeaderReason(envelope.headers) ?? (sender && isRobot(sender) ? 'robot-sender' : null);
}

function findHeaderReason(headers: HeaderLine[]): Reason | null {
  const values = (name: string) =>
    headers.filter((line) => line.name === name).map((line) => line.value.trim().toLowerCase());
  const has = (name: string) => headers.some((line) => line.name === name);

  // RFC 3464 §2 and RFC 8098 §3: delivery reports and read receipts
  if (
    values('content-type').some((type) => /^multipart\/report|^message\/(delivery|disposition)/.test(type))
  ) {
    return 'delivery-report';
  }
  if (has('x-failed-recipients')) return 'delivery-report';
  // RFC 3834 §5: every value but "no" marks an automatic message
  if (values('auto-submitted').some((value) => !/^no\b/.test(value))) return 'auto-submitted';
  if (has('x-autoreply') || has('x-autorespond') || has('x-autoreply-from')) return 'auto-submitted';
  // RFC 5321 §4.5.5: the null reverse-path belongs to notifications, which must not be answered
  if (values('return-path').some((path) => path === '<>')) return 'null-return-path';
  // RFC 2919, RFC 2369
  if (headers.some((line) => /^list-(id|post|help|unsubscribe|owner)$/.test(line.name)))
    return 'mailing-list';
  if (values('precedence').some((value) => /^(bulk|list|junk|auto_reply)$/.test(value)))
    return 'bulk-precedence';
  return null;
}

function isRobot(address: string): boolean {
  return ROBOT.test(address.split('@')[0] ?? '');
}
