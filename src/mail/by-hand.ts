// What was brought to the office on a stick or on paper, as the mail it might have been: so it goes the same path.
import { BUILDER } from './compose.ts';

export interface HandedMail {
  /** An address to which a receipt goes; null: nobody is written to. */
  from: string | null;
  subject: string;
  text: string;
  files: { name: string; bytes: Buffer }[];
  messageId: string;
  date: Date;
}

export async function buildHandedMail({ from, files, ...mail }: HandedMail): Promise<Buffer> {
  const { message } = await BUILDER.sendMail({
    ...mail,
    ...(from && { from: { name: '', address: from } }),
    to: { name: '', address: 'tiepnhan@localhost' },
    attachments: files.map(({ name, bytes }) => ({ filename: name, content: bytes })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(message)) throw new Error('the builder gives a buffer');
  return message;
}
