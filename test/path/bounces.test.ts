// Letters come back: a report marks the letter it belongs to, makes no dossier, is not answered, and cannot be forged.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deliveryReport as report } from '../support/delivery-report.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
  await office.dovecot.append(await unitMail(1));
  await office.runOnce();
  expect(office.smtp.received).toHaveLength(1);
});
afterEach(() => office.close());

const letter = async () =>
  (
    await run(
      office.database.url,
      'select state, delivery, delivery_status, delivery_reason from letters order by id',
    )
  )[0];

async function arrive(raw: string): Promise<void> {
  await office.dovecot.append(raw);
  await office.runOnce();
  // It made no dossier, and nobody answered it.
  expect((await office.log()).at(-1)).toMatchObject({
    outcome: 'automatic',
    reason: 'delivery-report',
    dossier: null,
    letters: [],
  });
  expect(office.smtp.received).toHaveLength(1);
}

it('first late, then returned for good, and both are told', async () => {
  const { messageId = '', to = [] } = office.smtp.received[0] ?? {};
  await arrive(report('delayed', '4.4.1', to[0] ?? '', messageId));
  expect(await letter()).toMatchObject({ state: 'sent', delivery: 'delayed' });
  await arrive(report('failed', '5.1.1', to[0] ?? '', messageId));
  expect(await letter()).toMatchObject({
    state: 'bounced',
    delivery: 'failed',
    delivery_status: '5.1.1',
    delivery_reason: 'address-unknown',
  });
  const events = await run(
    office.database.url,
    "select what from events where what like 'letter-%' order by id",
  );
  expect(events.map(({ what }) => what)).toEqual(['letter-delayed', 'letter-bounced']);
  expect((await office.log())[0]?.letters).toMatchObject([{ state: 'bounced' }]);
});

it('a report that does not know the letter’s secret, or speaks of another address, changes nothing', async () => {
  const { messageId = '', to = [] } = office.smtp.received[0] ?? {};
  await arrive(
    report('failed', '5.1.1', to[0] ?? '', '<tiepnhan.00000000000000000000000000000000@example.vn>'),
  );
  await arrive(report('failed', '5.1.1', 'somebody@example.com', messageId));
  expect(await letter()).toMatchObject({ state: 'sent', delivery: null });
});
