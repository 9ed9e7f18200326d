// Takes in what staff were handed: its bytes into the archive, its row into Postgres, then a ring, as with any mail.
import type { ByHand } from '../core/decision.ts';
import type { HandedFile } from '../core/decisions.ts';
import { buildHandedMail } from '../mail/by-hand.ts';
import { parseEnvelope } from '../mail/envelope.ts';
import { saveEvent } from '../store/events.ts';
import { BY_HAND, enterMailbox } from '../store/mailboxes.ts';
import { saveMessage } from '../store/new-messages.ts';
import { keep, type ReceiveDeps } from './take-in.ts';

export interface HandDeps extends ReceiveDeps {
  newToken: () => string;
}

/** Returns the number of its message. */
export async function addByHand(
  { db, archive, bells, now, newToken }: HandDeps,
  byHand: ByHand,
  files: HandedFile[],
  sender: string | null,
  actor: string,
): Promise<number> {
  const at = now();
  const raw = await buildHandedMail({
    from: sender,
    subject: `Hồ sơ nhận trực tiếp (${byHand.how})`,
    text: `Cán bộ tiếp nhận ghi nhận tài liệu được gửi qua: ${byHand.how}.\n`,
    files,
    messageId: `<${newToken()}@by-hand.localhost>`,
    date: at,
  });
  const { kept, start } = await keep(archive, raw);
  const mailbox = await enterMailbox(db, `${BY_HAND}${byHand.campaign}`, at);
  const { id } = await saveMessage(
    db,
    {
      ...kept,
      mailboxId: mailbox.id,
      place: null,
      announcedSize: null,
      cut: false,
      receivedAt: at,
      receivedBy: 'hand',
      byHand,
      envelope: await parseEnvelope(start),
    },
    at,
  );
  await saveEvent(db, { what: 'added-by-hand', messageId: id, detail: { how: byHand.how } }, at, actor);
  await bells.ring('read', [id]);
  return id;
}
