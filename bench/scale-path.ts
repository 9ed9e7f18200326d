// New mails through the real steps, beside however many are there already: what each step takes of the database.

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { readSettings } from '../config/settings.ts';
import { baoCaoMoTa, toTrinh } from '../demo/samples/documents.ts';
import { makeDocx } from '../demo/samples/docx.ts';
import { makeMail } from '../demo/samples/eml.ts';
import { makeJpeg } from '../demo/samples/image.ts';
import { makeScan } from '../demo/samples/pdf.ts';
import { type Intake, openIntake } from '../src/app/service.ts';
import type { Post } from '../src/steps/post.ts';
import { read } from '../src/steps/read.ts';
import { register } from '../src/steps/register.ts';
import { reply } from '../src/steps/reply.ts';
import { keep, store } from '../src/steps/take-in.ts';
import type { Database } from '../src/store/database.ts';
import { advanceMailbox, enterMailbox } from '../src/store/mailboxes.ts';
import { PLACES } from '../test/support/mails.ts';
import { type Cost, costOf } from './cost.ts';

const root = dirname(createRequire(import.meta.url).resolve('#package.json'));

/** Named as the mailbox that bench/seed.sql has filled. */
const MAILBOX_URL = 'imaps://hopthu%40example.vn:unused@mail.example.vn/INBOX';

export interface StepCost extends Cost {
  step: string;
}

/** Takes `count` mails of six files in and answers them; costs are of all of them. @param run tells one run's mails from another's */
export async function takeMails(
  url: string,
  dataDir: string,
  count: number,
  run: string,
): Promise<StepCost[]> {
  const mails: Buffer[] = [];
  for (let at = 0; at < count; at++) mails.push(await makeOne(at, run));
  const ids: number[] = [];
  const step = async (name: string, work: (intake: Intake) => Promise<void>): Promise<StepCost> => {
    const cost = await costOf(url, async () => {
      const intake = await openIntake(settingsOf(url, dataDir));
      await work(intake).finally(() => intake.close());
    });
    return { step: name, ...cost };
  };
  return [
    await step('start and stop', async () => {}),
    await step('receive', async (intake) => {
      const [name = ''] = intake.mailboxes;
      const { id } = await enterMailbox(intake.db, name, new Date());
      const lastUid = await findLastUid(intake.db, id);
      const place = { mailboxId: id, uidValidity: 1 };
      for (const [at, mail] of mails.entries()) {
        const listed = { uid: lastUid + 1 + at, size: mail.length, receivedAt: new Date() };
        const saved = await store(intake, place, [{ listed, bytes: await keep(intake.archive, mail) }]);
        ids.push(...saved.map((one) => one.id));
        await intake.bells.ring('read', ids.slice(-1));
        await advanceMailbox(intake.db, id, listed.uid, new Date());
      }
    }),
    await step('read', async (intake) => {
      for (const some of inTens(ids)) await read(intake, some);
    }),
    await step('register', async (intake) => {
      for (const some of inTens(ids)) await register(intake, some);
    }),
    await step('reply', async (intake) => {
      const { rows } = await intake.db.query<{ id: number }>(
        'select id from letters where answers = any($1)',
        [ids],
      );
      if (rows.length === 0) throw new Error('no mail was answered');
      const letters = rows.map(({ id }) => id);
      for (const some of inTens(letters)) await reply({ ...intake, postOf: () => POST }, some);
    }),
  ];
}

/** As they are rung when many come at once. */
function inTens(ids: number[]): number[][] {
  return Array.from({ length: Math.ceil(ids.length / 10) }, (_, at) => ids.slice(10 * at, 10 * at + 10));
}

async function findLastUid(db: Database, mailboxId: number): Promise<number> {
  const { rows } = await db.query<{ last: number }>(
    `select coalesce((select uid from messages where mailbox_id = $1 and uid_validity = 1 order by uid desc limit 1), 0) as last`,
    [mailboxId],
  );
  return rows[0]?.last ?? 0;
}

/** A server that takes every letter at once. */
const POST: Post = {
  smtp: {
    send: async (_letter, _from, beforeData) => ({
      how: (await beforeData()) ? 'sent' : 'cancelled',
      answer: '250 OK',
    }),
    verify: async () => {},
    close: () => {},
  },
  mailFrom: 'hopthu@example.vn',
  account: 'bench',
  limits: { perMinute: null, perDay: null },
  sent: {
    holds: async () => null,
    answers: async () => null,
    keep: async () => false,
    close: async () => {},
  },
  savesCopies: false,
};

function settingsOf(databaseUrl: string, dataDir: string) {
  return readSettings(
    {
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      MAILBOX_URL,
      SMTP_URL: 'smtp://127.0.0.1',
      MAIL_FROM: 'hopthu@example.vn',
      LETTER_QUIET_SECONDS: '0',
      OCR: 'off',
    },
    root,
  );
}

async function makeOne(at: number, run: string): Promise<Buffer> {
  const place = PLACES[at % PLACES.length] ?? '';
  const unit = {
    letterhead: ['ỦY BAN MTTQ VIỆT NAM', `XÃ ${place.toUpperCase()}`, 'BAN THƯỜNG TRỰC'],
    place,
  };
  const letter = await makeDocx({ ...toTrinh(unit), number: `Số: ${at}/TTr-${run}` });
  const report = await makeDocx(baoCaoMoTa(unit, `Sáng kiến số ${at} ${run}`));
  const seed = Number.parseInt(run, 36) + at * 4;
  return makeMail({
    // Those who have written most in the seeded log among them.
    from: `MTTQ xã ${place} <donvi${at % 40}@example.vn>`,
    to: 'hopthu@example.vn',
    subject: `Hồ sơ đề nghị công nhận sáng kiến số ${at} xã ${place}`,
    text: 'Kính gửi Ban Thường trực, đơn vị xin gửi hồ sơ.',
    messageId: `<${run}-${at}@example.vn>`,
    attachments: [
      { name: 'To trinh.docx', content: letter },
      { name: 'Bao cao mo ta.docx', content: report },
      { name: 'To trinh.pdf', content: await makeScan(seed) },
      { name: 'Bao cao mo ta.pdf', content: await makeScan(seed + 1) },
      { name: 'Anh 1.jpg', content: makeJpeg(seed + 2) },
      { name: 'Anh 2.jpg', content: makeJpeg(seed + 3) },
    ],
  });
}
