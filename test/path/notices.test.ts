// Letters that answer no message: by the same way as answers, once, however often the process dies.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { openService, type Service } from '../../src/app/service.ts';
import type { LetterKind } from '../../src/core/letter.ts';
import { reply } from '../../src/steps/reply.ts';
import { settleRestoredLetters } from '../../src/steps/settle-restored.ts';
import { findNotices } from '../../src/store/exports.ts';
import { insertLetter } from '../../src/store/letters.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { markRestored } from '../../src/store/restores.ts';
import { Crash, crashAfter } from '../support/crash.ts';
import { deliveryReport } from '../support/delivery-report.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let service: Service;
beforeEach(async () => {
  office = await openOffice();
  service = await openService(office.settings, requireMail(office.settings));
});
afterEach(async () => {
  await service.close();
  await office.close();
});

let written = 0;
async function write({
  kind = 'submission-reminder' as LetterKind,
  dossierId = null as number | null,
} = {}): Promise<number> {
  const now = new Date();
  const [name = ''] = service.mailboxes;
  const { id: mailboxId } = await enterMailbox(service.db, name, now);
  const letter = {
    kind,
    answers: null,
    mailboxId,
    writtenBy: 'can.bo',
    dossierId,
    recipient: 'xa@example.vn',
    subject: 'Đôn đốc gửi hồ sơ',
    text: 'Kính gửi: Ủy ban.\n',
    html: '<p>Kính gửi: Ủy ban.</p>',
    messageId: `<tiepnhan.${String(++written).padStart(32, '0')}@example.vn>`,
    dueAt: now,
    held: null,
  };
  return (await insertLetter(service.db, letter, now)) ?? 0;
}

const letters = () => run(office.database.url, 'select * from letters order by id');

it('goes out once, as no answer to anything, with a copy in the Sent folder', async () => {
  await write();
  await office.runOnce();
  await office.runOnce();
  const [mail, ...more] = office.smtp.received;
  expect(more).toEqual([]);
  expect(mail?.to).toEqual(['xa@example.vn']);
  const [head = ''] = mail?.raw.toString().split('\r\n\r\n') ?? [];
  expect(head).toMatch(/^From: [^:]*<hopthu@example\.vn>\r?$/m);
  expect(head).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(head).not.toMatch(/^(In-Reply-To|References):/m);
  expect(await letters()).toMatchObject([
    { state: 'sent', answers: null, written_by: 'can.bo', copied_at: expect.any(Date) },
  ]);
  const kept = await office.dovecot.withClient(async (client) => {
    await client.mailboxOpen('Sent', { readOnly: true });
    const found = await client.fetchOne('1', { source: true });
    return found ? String(found.source) : null;
  });
  expect(kept).toBe(mail?.raw.toString());
});

it('goes out once whatever the process dies after', async () => {
  let crashes = 0;
  for (let effects = 1; ; effects++) {
    office.smtp.received.length = 0;
    const id = await write();
    const plan = crashAfter(service, effects);
    const failures = await reply(plan.service, [id]).catch((error: unknown) => [{ id, error }]);
    for (const { error } of failures) if (!(error instanceof Crash)) throw error;
    if (plan.crashedAfter() === null) break;
    crashes++;
    await office.runOnce();
    const state = (await letters()).at(-1)?.state;
    expect(office.smtp.received.length, `after ${plan.crashedAfter()}`).toBeLessThanOrEqual(1);
    if (state !== 'unknown') expect([state, office.smtp.received.length]).toEqual(['sent', 1]);
  }
  expect(crashes).toBeGreaterThan(5);
});

it('waits behind answers for the budget', async () => {
  await service.close();
  office.settings.smtpLimits = { perMinute: null, perDay: 1 };
  service = await openService(office.settings, requireMail(office.settings));
  await office.dovecot.append(await unitMail(1));
  await office.runOnce();
  const reminder = await write();
  await office.dovecot.append(await unitMail(2));
  await office.runOnce();
  await run(
    office.database.url,
    `update letters set due_at = (select min(due_at) from letters) where state = 'pending'`,
  );
  expect(office.smtp.received).toHaveLength(1);
  const later = (days: number) => (one: Service) => ({
    ...one,
    now: () => new Date(Date.now() + days * 25 * 3600_000),
  });
  await office.runOnce(later(1));
  expect((await letters()).filter(({ state }) => state === 'sent').map(({ kind }) => kind)).not.toContain(
    'submission-reminder',
  );
  await office.runOnce(later(2));
  expect((await letters()).find(({ id }) => Number(id) === reminder)?.state).toBe('sent');
});

it('that comes back is marked, and its history says so', async () => {
  await write();
  await office.runOnce();
  const { messageId = '', to = [] } = office.smtp.received[0] ?? {};
  await office.dovecot.append(deliveryReport('failed', '5.1.1', to[0] ?? '', messageId));
  await office.runOnce();
  expect(await letters()).toMatchObject([{ state: 'bounced', delivery_reason: 'address-unknown' }]);
  expect(
    await run(office.database.url, "select what, message_id from events where detail ? 'letter'"),
  ).toEqual([{ what: 'letter-bounced', message_id: null }]);
});

it('of a dossier stands in the log with its first message, and in exports', async () => {
  await office.dovecot.append(await unitMail(1));
  await office.runOnce();
  const [dossier] = await run(office.database.url, 'select id from dossiers');
  await write({ kind: 'supplement-reminder', dossierId: Number(dossier?.id) });
  await write();
  const [entry] = await office.log();
  expect(entry?.letters.map(({ kind }) => kind)).toEqual(['missing-documents', 'supplement-reminder']);
  expect(await findNotices(service.db, Number(dossier?.id))).toMatchObject([
    { kind: 'supplement-reminder', answered: null, mailbox: service.mailboxes[0] },
  ]);
  expect(await findNotices(service.db, null)).toMatchObject([{ kind: 'submission-reminder' }]);
});

it('that may have gone out before a backup was put back is settled by the Sent folder', async () => {
  await write();
  await office.runOnce();
  await write();
  await run(
    office.database.url,
    `update letters set state = 'pending', due_at = now(), sent_at = null where state = 'sent'`,
  );
  await markRestored(service.db, 'operator', new Date());
  expect(await settleRestoredLetters(service, () => {})).toEqual({ sent: 1, answered: 0, waiting: 1 });
  expect((await letters()).map(({ state }) => state)).toEqual(['sent', 'held']);
});
