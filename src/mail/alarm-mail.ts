// Alarms by mail: a notice to each member of staff who is to be told, through the office's own outgoing server.
import { type Owed, writeNotice } from '../core/alarm-words.ts';
import { Fault } from '../core/fault.ts';
import { letterMessageId } from './compose.ts';
import type { SendOutcome, Smtp } from './smtp.ts';

export interface AlarmSender {
  smtp: Smtp;
  /** The From header. */
  mailFrom: string;
  newToken: () => string;
  now: () => Date;
}

const CLOSING = 'Thư này do hệ thống tự động gửi, đề nghị không trả lời.\n';

/** Told when the server has taken it for one of them at least. Errors: as Smtp.send, Fault alarm-mail-refused. */
export async function mailAlarms(
  { smtp, mailFrom, newToken, now }: AlarmSender,
  recipients: string[],
  owed: Owed[],
): Promise<void> {
  const { subject, text } = writeNotice(owed);
  const outcomes: SendOutcome[] = [];
  for (const recipient of recipients) {
    const notice = {
      recipient,
      subject,
      text: `${text}\n${CLOSING}`,
      html: null,
      messageId: letterMessageId(newToken(), mailFrom),
      date: now(),
      answered: null,
    };
    outcomes.push(await smtp.send(notice, mailFrom, async () => true));
  }
  if (outcomes.some(({ how }) => how === 'sent')) return;
  throw new Fault('alarm-mail-refused', { transient: true, detail: outcomes[0]?.answer });
}
