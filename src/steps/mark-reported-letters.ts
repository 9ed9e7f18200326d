// Marks the letters that a mail server reports of, in the transaction of the report's own verdict.

import { type DeliveryReport, judgeDelivery } from '../core/delivery.ts';
import { deliveryReason } from '../core/delivery-reason.ts';
import type { Queryable } from '../store/database.ts';
import { findReportedLetters, markBouncedIfTaken, markDelayedIfTaken } from '../store/deliveries.ts';
import { saveEvent } from '../store/events.ts';

export async function markReportedLetters(
  tx: Queryable,
  { id, receivedAt, deliveryReport }: { id: number; receivedAt: Date; deliveryReport: DeliveryReport | null },
  now: Date,
): Promise<void> {
  if (!deliveryReport) return;
  for (const letter of await findReportedLetters(tx, deliveryReport.messageIds)) {
    const said = judgeDelivery(deliveryReport, letter.recipient);
    if (!said || said.action === 'passed') continue;
    const { status, words } = said;
    const reason = deliveryReason(status, words);
    const failed = said.action === 'failed';
    const mark = failed ? markBouncedIfTaken : markDelayedIfTaken;
    const marked = await mark(tx, letter.id, { reason, status, words, report: id, reportedAt: receivedAt });
    if (!marked) continue;
    const what = failed ? 'letter-bounced' : 'letter-delayed';
    const detail = { letter: letter.id, report: id, reason, status };
    await saveEvent(tx, { what, messageId: letter.answers, dossierId: letter.dossierId, detail }, now);
  }
}
