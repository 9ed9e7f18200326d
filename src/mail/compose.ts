// A letter as a mail: threaded under the message it answers, and marked so that no robot answers it back.
import nodemailer, { type SendMailOptions } from 'nodemailer';
import type { OutgoingLetter } from '../core/letter.ts';

const MOST_REFERENCES = 30;
/** A Message-ID that fits on a header line (RFC 5322 §2.1.1 allows 998 characters). */
const LONGEST_ID = 900;

export function composeLetter(letter: OutgoingLetter, from: string): SendMailOptions {
  const { messageId, references } = letter.answered ?? { messageId: null, references: [] };
  const inReplyTo = messageId !== null && isUsable(messageId) ? messageId : undefined;
  return {
    from,
    to: { name: '', address: letter.recipient },
    subject: letter.subject,
    text: letter.text,
    ...(letter.html !== null && { html: letter.html }),
    messageId: letter.messageId,
    date: letter.date,
    // Of this letter alone, and the same each time it is built.
    baseBoundary: letter.messageId.replace(/\W/g, '').slice(0, 48),
    inReplyTo,
    // RFC 5322 §3.6.4: the parent's references, then the parent
    references: [...references.filter(isUsable).slice(-MOST_REFERENCES), ...(inReplyTo ? [inReplyTo] : [])],
    headers: {
      // RFC 3834 §3.1.7 and §5
      'Auto-Submitted': letter.answered ? 'auto-replied' : 'auto-generated',
      // MS-OXCMAIL §2.2.3.2.14: no out-of-office answers, receipts or reports, please
      'X-Auto-Response-Suppress': 'All',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The bytes of a letter, as they are sent. */
export async function buildLetter(letter: OutgoingLetter, from: string): Promise<Buffer> {
  const { message } = await BUILDER.sendMail(composeLetter(letter, from));
  if (!Buffer.isBuffer(message)) throw new Error('the builder gives a buffer');
  return message;
}

export const BUILDER = nodemailer.createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
});

function isUsable(messageId: string): boolean {
  return messageId.length <= LONGEST_ID && /^<[\x21-\x7e]+>$/.test(messageId);
}

/** The Message-ID of a letter: `token` must not be guessable, for it opens the dossier to whoever quotes it. */
export function letterMessageId(token: string, from: string): string {
  const domain = /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return `<tiepnhan.${token}@${domain}>`;
}
