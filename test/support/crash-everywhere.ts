// Crashes a run after every single effect and starts anew: one dossier, one letter, whatever was cut short.
import { setMaxListeners } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { Crash, type CrashPlan, crashAfter } from './crash.ts';
import { createTestDatabase } from './postgres.ts';
import { type Office, openOffice } from './service.ts';

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ SƠN HÀ', 'BAN THƯỜNG TRỰC'], place: 'Sơn Hà' };

async function dossierMail(): Promise<Buffer> {
  const order = toTrinh(UNIT);
  const report = baoCaoMoTa(UNIT, 'Tổ tự quản');
  return makeMail({
    from: 'MTTQ xã Sơn Hà <mttq.sonha@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ sáng kiến xã Sơn Hà',
    text: 'Kính gửi ban tổ chức.',
    messageId: '<sonha@example.vn>',
    attachments: [
      { name: 'To trinh.docx', content: await makeDocx(order) },
      { name: 'To trinh.pdf', content: await makePdf(order) },
      { name: 'Bao cao mo ta.docx', content: await makeDocx(report) },
      { name: 'Bao cao mo ta.pdf', content: await makePdf(report) },
    ],
  });
}

/** Another database and an empty archive; the mailbox stays as it is, for nobody ever writes to it. */
async function begin(office: Office): Promise<void> {
  await office.database.drop();
  office.database = await createTestDatabase();
  office.settings.databaseUrl = office.database.url;
  for (const name of await readdir(office.settings.dataDir)) {
    await rm(join(office.settings.dataDir, name), { recursive: true, force: true });
  }
  office.smtp.received.length = 0;
}

/** Runs until the crash; says what it came after, or null if the run came to its end without one. */
async function runInto(office: Office, effects: number): Promise<string | null> {
  const plans: CrashPlan[] = [];
  await office
    .runOnce((service) => {
      const plan = crashAfter(service, effects);
      plans.push(plan);
      return plan.service;
    })
    .catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
  return plans[0]?.crashedAfter() ?? null;
}

/** One mail; a crash after the first effect, the second, and so on, until a run comes to its end. */
export async function crashEverywhere(redisUrl: string | null): Promise<void> {
  setMaxListeners(0);
  const office = await openOffice({ redisUrl });
  try {
    await office.dovecot.append(await dossierMail());
    const held: string[] = [];
    let effects = 1;
    for (; ; effects++) {
      await begin(office);
      const crashedAfter = await runInto(office, effects);
      if (crashedAfter === null) break;
      await office.runOnce();
      if (await expectOneOfEach(office, `crash ${effects}, after ${crashedAfter}`)) held.push(crashedAfter);
    }
    expect(effects).toBeGreaterThan(15);
    // Only these two moments: about to hand the bytes over, and the server's answer not yet written down.
    expect(held).toHaveLength(2);
  } finally {
    await office.close();
  }
}

/** One dossier and one letter, sent once; true where nobody knows whether it was sent, and it is held. */
async function expectOneOfEach(office: Office, what: string): Promise<boolean> {
  const log = await office.log();
  expect(log, what).toMatchObject([
    { outcome: 'registered', dossier: { arrivalNumber: 1, status: 'complete' } },
  ]);
  expect(log[0]?.letters, what).toHaveLength(1);
  expect(office.smtp.received.length, what).toBeLessThanOrEqual(1);
  const isHeld = log[0]?.letters[0]?.state === 'unknown';
  if (!isHeld) expect([log[0]?.letters[0]?.state, office.smtp.received.length], what).toEqual(['sent', 1]);
  return isHeld;
}
