// Which registrations bear on each other: what one of them changes, the other asks about.
import { recipientOf } from './outbox.ts';
import type { RegistrationFacts } from './registration.ts';

/**
 * How many of these, from the first on, may be judged by what was known before any of them: none asks about a sender, a
 * recipient, a file or a dossier that one before it may change.
 */
export function countIndependent(all: RegistrationFacts[]): number {
  const touched = new Set<string>();
  for (const [at, facts] of all.entries()) {
    const touches = touchedBy(facts);
    if (touches.some((one) => touched.has(one))) return at;
    for (const one of touches) touched.add(one);
  }
  return all.length;
}

function touchedBy(facts: RegistrationFacts): string[] {
  const { message, threads, placement } = facts;
  const dossiers = [...Object.values(threads).flat(), ...(placement?.existing ? [placement.existing] : [])];
  return [
    `from ${message.envelope.from?.address ?? ''}`,
    `to ${recipientOf(message) ?? ''}`,
    ...message.attachments.flatMap(({ sha256 }) => (sha256 === null ? [] : [`file ${sha256}`])),
    ...dossiers.map(({ id }) => `dossier ${id}`),
  ];
}
