// Alarms by webhook: one small JSON document to an address of the office's choice. The address may hold a token.
import { ALARMS, mendOf } from '../core/alarm-codes.ts';
import { type Owed, writeNotice } from '../core/alarm-words.ts';
import { Fault } from '../core/fault.ts';

/** Time the other side has to answer (ms). */
const PATIENCE = 10_000;

/** Errors: Fault webhook-refused, which names host and status and never the address. */
export async function postAlarms(url: string, owed: Owed[]): Promise<void> {
  const { host } = new URL(url);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(documentOf(owed)),
    // What is told stays with whom it was addressed to.
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((cause: unknown) => {
    throw new Fault('webhook-refused', { transient: true, detail: `${host} does not answer`, cause });
  });
  await response.body?.cancel();
  if (!response.ok) {
    throw new Fault('webhook-refused', {
      transient: true,
      detail: `${host} answers with status ${response.status}`,
    });
  }
}

/** "text" is what chat services show; the rest is for programs. */
function documentOf(owed: Owed[]) {
  const { subject, text } = writeNotice(owed);
  return {
    service: 'tiepnhan',
    text: `${subject}\n\n${text}`,
    alarms: owed.map(({ telling, alarm }) => ({
      event: telling,
      code: alarm.code,
      severity: ALARMS[alarm.code].severity,
      subject: alarm.subject || null,
      since: alarm.since.toISOString(),
      until: alarm.recoveredAt && alarm.seenAt.toISOString(),
      cause: alarm.cause,
      mend: mendOf(alarm),
    })),
  };
}
