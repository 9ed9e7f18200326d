// Makes raw mails (RFC 5322) as ordinary mail programs send them.
import MailComposer from 'nodemailer/lib/mail-composer';

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  date?: Date;
  messageId?: string;
  inReplyTo?: string;
  references?: string;
  headers?: Record<string, string>;
  attachments?: { name: string; content: Buffer; type?: string; cid?: string; inline?: boolean }[];
}

export function makeMail({ attachments = [], ...mail }: Mail): Promise<Buffer> {
  return new MailComposer({
    ...mail,
    attachments: attachments.map(({ name, content, type, cid, inline }) => ({
      filename: name,
      content,
      contentType: type,
      cid,
      contentDisposition: inline ? ('inline' as const) : ('attachment' as const),
    })),
  })
    .compile()
    .build();
}
