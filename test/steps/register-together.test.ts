// Registered together or one by one: the same dossiers, codes, letters and history.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { poll } from '../../src/app/poll.ts';
import { openService, type Service } from '../../src/app/service.ts';
import { read } from '../../src/steps/read.ts';
import { register } from '../../src/steps/register.ts';
import { unitMail, unitMails } from '../support/mails.ts';
import { LOG, type Office, openOffice } from '../support/service.ts';

const NOW = new Date('2022-08-08T09:15:00+07:00');
const HOW = { together: 10, 'one by one': 1 } as const;
type How = keyof typeof HOW;

const offices = new Map<How, { office: Office; service: Service }>();
beforeAll(async () => {
  for (const how of Object.keys(HOW) as How[]) {
    const office = await openOffice();
    const service = await openService(office.settings, requireMail(office.settings));
    offices.set(how, { office, service: { ...service, now: () => NOW } });
  }
});
afterAll(async () => {
  for (const { office, service } of offices.values()) {
    await service.close();
    await office.close();
  }
});

/** Sends the mails to both offices, takes them in, and registers them: ten at a time, and one at a time. */
async function registerBoth(mails: Buffer[]): Promise<void> {
  for (const [how, { office, service }] of offices) {
    for (const mail of mails) await office.dovecot.append(mail, { receivedAt: NOW });
    await poll(service, LOG);
    const ids = await idsIn(service, 'received');
    expect(await read(service, ids)).toEqual([]);
    expect(await idsIn(service, 'read')).toEqual(ids);
    for (let at = 0; at < ids.length; at += HOW[how])
      expect(await register(service, ids.slice(at, at + HOW[how]))).toEqual([]);
    expect(await idsIn(service, 'read')).toEqual([]);
  }
}

async function idsIn({ db }: Service, state: string): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>('select id from messages where state = $1 order by id', [
    state,
  ]);
  return rows.map(({ id }) => id);
}

const TABLES = {
  messages: 'select id, state, reason, dossier_id, guesses from messages order by id',
  dossiers: `select id, code, arrival_number, kind, unit_code, unit_evidence, status, deadline, received_at, missing
     from dossiers order by id`,
  units: 'select code, name, provisional from units order by code',
  items: 'select * from items order by dossier_id, number',
  documents: `select a.message_id, a.position, a.verdict, a.reason, d.dossier_id, d.type, d.form, d.item_number,
       d.superseded_by is not null as superseded
     from attachments a left join documents d on d.attachment_id = a.id order by 1, 2`,
  letters: `select answers, kind, dossier_id, recipient, subject, body, state, reason, due_at, mailbox_id
     from letters order by answers, kind`,
  events: `select message_id, dossier_id, what, actor, detail from events order by message_id, dossier_id, what, detail`,
  log: 'select * from log_entries order by id',
};

async function contents(how: How, table: keyof typeof TABLES): Promise<Record<string, unknown>[]> {
  return (await offices.get(how)?.service.db.query(TABLES[table]))?.rows ?? [];
}

const from = (name: string, subject: string, text: string, more: object = {}) =>
  makeMail({ from: `${name} <${name}@example.vn>`, to: 'hopthu@example.vn', subject, text, ...more });

/** A dossier of a body that is in no registry: a unit is made of its letterhead. */
async function schoolMail(number: number): Promise<Buffer> {
  const school = {
    letterhead: ['UBND HUYỆN BẢO THẮNG', `TRƯỜNG MẦM NON HOA BAN ${number}`],
    place: 'Phố Lu',
  };
  const content = await makeDocx({ ...toTrinh(school), number: `Số: ${number}/TTr-MN` });
  return from(`school-${number}`, 'Hồ sơ sáng kiến', 'Kính gửi.', {
    attachments: [{ name: 'To trinh.docx', content }],
  });
}

describe('mails registered together', () => {
  beforeAll(async () => {
    const [again = Buffer.of()] = await unitMails(1, 30);
    const logo = { name: 'logo.png', content: Buffer.from('89504e470d0a1a0a'.repeat(9), 'hex') };
    await registerBoth([
      ...(await unitMails(7)),
      // Of one sender, twice; the very same once more; its files from somebody else.
      again,
      await from('unit-30', 'Bổ sung hồ sơ', 'Gửi thêm.', { attachments: [logo] }),
      again,
      Buffer.from(again.toString('latin1').replaceAll('unit-30@', 'somebody@'), 'latin1'),
      await from('lan', 'Chuc mung', 'X.'),
      await from('logo-1', 'Giấy mời', 'Kính mời.', { attachments: [logo] }),
      await from('logo-2', 'Giấy mời', 'Kính mời.', { attachments: [logo] }),
      await from('robot', 'Trả lời tự động', 'Tôi đi vắng.', {
        headers: { 'Auto-Submitted': 'auto-replied' },
      }),
      await from('empty', 'Hồ sơ sáng kiến của Trường Mầm non Hoa Ban', 'Xin gửi hồ sơ.'),
      await schoolMail(1),
      ...(await unitMails(5, 40)),
      await schoolMail(2),
    ]);
    // Answers to what was just written, and codes in subjects.
    const [first, second, third] = await contents('together', 'dossiers');
    await registerBoth([
      await from('unit-1', `Re: ${first?.code}`, 'Bổ sung.', { attachments: [logo] }),
      await from('colleague', `Re: ${second?.code}`, 'Bổ sung.', { attachments: [logo] }),
      await unitMail(50),
      await from('unit-2', `Re: ${second?.code}`, 'Đã nhận được thư.'),
      await unitMail(51),
      await from('unit-3', `${third?.code} và ${first?.code}`, 'Gửi lại.', { attachments: [logo] }),
    ]);
  });

  it.each(Object.keys(TABLES) as (keyof typeof TABLES)[])('are as if one by one: %s', async (table) => {
    const together = await contents('together', table);
    expect(together.length).toBeGreaterThan(5);
    expect(together).toEqual(await contents('one by one', table));
  });

  it('are of many kinds', async () => {
    const states = (await contents('together', 'messages')).map(({ state }) => state);
    expect(new Set(states)).toEqual(
      new Set(['registered', 'supplement', 'duplicate', 'unsorted', 'automatic', 'not-a-submission']),
    );
  });

  it('bring units that were not known', async () => {
    const units = await contents('together', 'units');
    expect(units.filter(({ provisional }) => provisional)).toHaveLength(2);
  });

  it('have codes and arrival numbers in the order in which they came', async () => {
    const numbers = (await contents('together', 'dossiers')).map((row) => row.arrival_number);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });
});
