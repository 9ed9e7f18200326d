// Alarms on the whole path: what breaks on real servers arrives as a mail and at a webhook, and so does its end.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { poll } from '../../src/app/poll.ts';
import { openService, type Service } from '../../src/app/service.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { raiseAlarms } from '../../src/steps/alarms.ts';
import { saveBeats } from '../../src/store/beats.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { startLine, type TestLine } from '../support/line.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { LOG, type Office, openOffice } from '../support/service.ts';

let office: Office;
let collector: Collector;
let line: TestLine | null = null;
/** How far the clock of the alarms is ahead (ms). */
let ahead = 0;
beforeEach(async () => {
  ahead = 0;
  collector = await startCollector();
  office = await openOffice({
    alarmMail: ['canbo@example.vn', 'quantri@example.vn'],
    alarmWebhook: `${collector.url}/hooks/t0ken`,
  });
});
afterEach(async () => {
  await line?.stop();
  line = null;
  await collector.stop();
  await office.close();
});

async function withService(work: (service: Service) => Promise<void>): Promise<void> {
  const opened = await openService(office.settings, requireMail(office.settings));
  const service = { ...opened, now: () => new Date(Date.now() + ahead) };
  try {
    await work(service);
  } finally {
    await opened.close();
  }
}

/** Looks at the alarms `minutes` later; receivers are seen to live meanwhile. */
async function look(service: Service, minutes: number): Promise<void> {
  ahead += minutes * 60_000;
  const beats = service.alarms.steps.map((step) => ({ step, doneAt: service.now(), archiveFree: null }));
  await saveBeats(service.db, beats, service.now());
  await service.db.query(
    "insert into receivers (name, seen_at) values ('test', $1) on conflict (name) do update set seen_at = $1",
    [service.now()],
  );
  await service.db.query("update mailboxes set held_by = 'test'");
  await raiseAlarms(service);
}

const events = () =>
  collector.posted.map(({ body }) => {
    const { alarms } = body as { alarms: { event: string; code: string; subject: string | null }[] };
    return alarms.map(({ event, code }) => `${event} ${code}`);
  });

async function noticeTo(address: string, at: number) {
  const mail = office.smtp.received.filter(({ to }) => to.includes(address))[at];
  if (!mail) throw new Error(`no mail number ${at} to ${address}`);
  return simpleParser(mail.raw);
}

const ownMailbox = () => {
  if (!office.settings.mailbox) throw new Error('the office has a mailbox');
  return office.settings.mailbox;
};

describe('staff are told', () => {
  it('of a mailbox that is away, and that it is back', async () => {
    line = await startLine(office.dovecot.address.port);
    ownMailbox().port = line.port;
    const through = line;
    await withService(async (service) => {
      await poll(service, LOG);
      through.refuse(true);
      await expect(poll(service, LOG)).rejects.toMatchObject({ code: 'mailbox-unreachable' });
      await look(service, 5);
      expect(events()).toEqual([]);
      await look(service, 15);
      await look(service, 15);
      expect(events()).toEqual([['raised mailbox-failing']]);
      through.refuse(false);
      await poll(service, LOG);
      await look(service, 1);
      await look(service, 15);
      expect(events()).toEqual([['raised mailbox-failing'], ['recovered mailbox-failing']]);
    });
    const [raised, over] = [await noticeTo('canbo@example.vn', 0), await noticeTo('quantri@example.vn', 1)];
    expect(raised.subject).toBe(
      '[Tiếp nhận hồ sơ] Sự cố: Không đọc được hộp thư hopthu@example.vn@127.0.0.1/INBOX.',
    );
    expect(raised.text).toContain('Cần làm: Kiểm tra máy chủ thư');
    // RFC 3834 §5
    expect(raised.headers.get('auto-submitted')).toBe('auto-generated');
    expect(raised.html).toBe(false);
    expect(over.text).toContain('ĐÃ KHẮC PHỤC');
    expect(office.smtp.received).toHaveLength(4);
    expect(collector.posted[0]).toMatchObject({
      path: '/hooks/t0ken',
      type: 'application/json',
      body: { service: 'tiepnhan', text: expect.stringContaining('Không đọc được hộp thư') },
    });
  });

  it('of OAuth2 that is refused, and not of one that is only away', async () => {
    let status = 503;
    const server: Server = createServer((_request, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ownMailbox().password = null;
    office.settings.oauth = {
      tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
      clientId: 'client',
      clientSecret: null,
      refreshToken: 'r3fresh',
    };
    await withService(async (service) => {
      await service.db.query(
        `insert into mailboxes (name, connected_at) values ('${service.mailboxes[0]}', now())`,
      );
      await expect(poll(service, LOG)).rejects.toMatchObject({ code: 'oauth-refused', transient: true });
      await look(service, 6);
      expect(events()).toEqual([]);
      status = 400;
      await expect(poll(service, LOG)).rejects.toMatchObject({ code: 'oauth-refused', transient: false });
      await look(service, 1);
    });
    expect(events()).toEqual([['raised oauth-refused']]);
    expect((await noticeTo('canbo@example.vn', 0)).text).toContain('MAIL_OAUTH_REFRESH_TOKEN');
    expect(JSON.stringify(collector.posted)).not.toContain('r3fresh');
    await new Promise((resolve) => server.close(resolve));
  });

  it('of mail that the server holds and the log lacks', async () => {
    for (const number of [1, 2]) await office.dovecot.append(await unitMail(number));
    await withService(async (service) => {
      await poll(service, LOG);
      await service.db.query('update mailboxes set with_row = 1 where junk_of is null');
      await look(service, 1);
      await look(service, 6);
      expect(events()).toEqual([['raised mailbox-differs']]);
      // The next comparison finds them.
      await poll(service, LOG);
      await look(service, 16);
      expect(events().slice(1)).toEqual([['recovered mailbox-differs']]);
    });
  });

  it('of a message that failed, by the number that the log gives it and nothing else of it', async () => {
    await office.dovecot.append(await unitMail(1));
    await office.runOnce();
    const [{ id } = { id: 0 }] = await run(
      office.database.url,
      `update messages set state = 'failed', reason = 'attempts-exhausted' where dossier_id is not null returning id`,
    );
    const before = office.smtp.received.length;
    await withService((service) => look(service, 1));
    const told = office.smtp.received.slice(before);
    expect(told.map(({ to }) => to)).toEqual([['canbo@example.vn'], ['quantri@example.vn']]);
    expect(told[0]?.subject).toContain(`1 thư đến xử lý không thành công (số ${id})`);
    expect(JSON.stringify(collector.posted)).not.toMatch(/unit-1|sáng kiến số|Gia Phú|Sơn Hà/);
  });
});

it('what the mail server cannot tell of itself, the webhook does; its mails follow later', async () => {
  await office.dovecot.append(await unitMail(1));
  office.smtp.troubles.push(...Array(9).fill({ at: 'MAIL', answer: 'cut' }));
  await withService(async (service) => {
    await poll(service, LOG);
    await run(
      office.database.url,
      `update messages set state = 'failed', due_at = null, reason = 'attempts-exhausted'`,
    );
    await expect(look(service, 1)).rejects.toMatchObject({ code: 'smtp-unreachable' });
    expect(events()).toEqual([['raised messages-failed']]);
    expect(office.smtp.received).toEqual([]);
    office.smtp.troubles.length = 0;
    collector.answer(500);
    await look(service, 2);
    expect(office.smtp.received).toHaveLength(2);
    // The webhook is told again of nothing.
    await look(service, 24 * 60).catch(() => {});
    expect(events()).toHaveLength(1);
    collector.answer(204);
    await look(service, 10);
    expect(events().slice(1)).toEqual([['raised mailbox-silent', 'reminder messages-failed']]);
  });
});

it('an alarm that comes back to the mailbox is our own mail: it is not answered and raises nothing', async () => {
  await withService(async (service) => {
    await poll(service, LOG);
    await service.db.query('update mailboxes set with_row = 0, on_server = 3 where junk_of is null');
    await look(service, 1);
    await look(service, 6);
  });
  const [notice] = office.smtp.received;
  if (!notice) throw new Error('nobody was told');
  const before = office.smtp.received.length;
  await office.dovecot.append(notice.raw);
  await office.runOnce();
  expect((await office.log()).at(-1)).toMatchObject({ outcome: 'automatic', letters: [] });
  expect(office.smtp.received).toHaveLength(before);
});

it('the disk of the archive is looked at without writing to it', async () => {
  const archive = await openArchive(office.settings.archiveDir);
  expect(await archive.free()).toBeGreaterThan(0);
});
