// What a plain script makes of the same job, one mail after the other: imapflow, simpleParser, files, rows, nodemailer.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import pg from 'pg';

const {
  PLAIN_IMAP_PORT,
  PLAIN_USER,
  PLAIN_PASSWORD,
  PLAIN_SMTP_PORT,
  DATABASE_URL,
  PLAIN_FOLDER = '',
} = process.env;

const db = new pg.Pool({ connectionString: DATABASE_URL, max: 1 });
await db.query(`create table plain_messages (id serial primary key, uid bigint unique, message_id text, sender text,
  subject text, body text);
  create table plain_files (message integer references plain_messages, name text, type text, size bigint, sha256 text)`);
await mkdir(PLAIN_FOLDER, { recursive: true });
const smtp = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(PLAIN_SMTP_PORT),
  pool: true,
  maxConnections: 1,
});
const imap = new ImapFlow({
  host: '127.0.0.1',
  port: Number(PLAIN_IMAP_PORT),
  secure: false,
  auth: { user: PLAIN_USER ?? '', pass: PLAIN_PASSWORD ?? '' },
  logger: false,
});
await imap.connect();
await imap.mailboxOpen('INBOX');
const uids = (await imap.search({ all: true }, { uid: true })) || [];

for (const uid of uids) {
  const fetched = await imap.fetchOne(String(uid), { source: true }, { uid: true });
  const source = fetched ? fetched.source : undefined;
  if (!source) continue;
  const mail = await simpleParser(source);
  const { rows } = await db.query(
    'insert into plain_messages (uid, message_id, sender, subject, body) values ($1, $2, $3, $4, $5) returning id',
    [uid, mail.messageId, mail.from?.text, mail.subject, mail.text],
  );
  for (const { content, filename, contentType, size } of mail.attachments) {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await writeFile(join(PLAIN_FOLDER, sha256), content);
    await db.query('insert into plain_files values ($1, $2, $3, $4, $5)', [
      rows[0].id,
      filename,
      contentType,
      size,
      sha256,
    ]);
  }
  if (mail.attachments.length === 0) continue;
  await smtp.sendMail({
    from: 'hopthu@example.vn',
    to: mail.from?.value[0]?.address,
    subject: `Re: ${mail.subject}`,
    text: `Đã nhận được hồ sơ của quý cơ quan gồm ${mail.attachments.length} tệp.`,
    inReplyTo: mail.messageId,
  });
}
smtp.close();
await imap.logout();
await db.end();
