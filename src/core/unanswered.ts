// A letter whose server fell silent after its bytes: the Sent folder settles it, or nobody can.

export interface Traces {
  /** Whether the Sent folder holds it; null: there is no such folder; undefined: it could not be asked. */
  inSent: boolean | null | undefined;
  /** The server puts what it takes into the Sent folder; else nothing but us does, after its answer. */
  serverKeeps: boolean;
  unansweredAt: Date;
}

/** A server puts its copy into the Sent folder within seconds (ms). */
const COPY_PATIENCE = 120_000;
/** A mailbox that cannot be asked for so long leaves the question to staff (ms). */
const ABSENCE_PATIENCE = 3600_000;

export function settle(
  { inSent, serverKeeps, unansweredAt }: Traces,
  now: Date,
): 'sent' | 'wait' | 'unknown' {
  if (inSent) return 'sent';
  const silence = now.getTime() - unansweredAt.getTime();
  if (inSent === undefined) return silence < ABSENCE_PATIENCE ? 'wait' : 'unknown';
  return inSent === false && serverKeeps && silence < COPY_PATIENCE ? 'wait' : 'unknown';
}
