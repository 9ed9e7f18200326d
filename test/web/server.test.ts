// Health over HTTP: the built program beside real servers that come and go.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { openService, type Service } from '../../src/app/service.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { openBells } from '../../src/queue/bells.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openMeter } from '../../src/web/meter.ts';
import { openWeb } from '../../src/web/server.ts';
import { eventually } from '../support/eventually.ts';
import { startLine } from '../support/line.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { startCommand } from '../support/processes.ts';
import { ended, freePort } from '../support/program.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

let office: Office;
let service: Service;
beforeAll(async () => {
  office = await openOffice();
  service = await openService(office.settings, requireMail(office.settings));
});
afterAll(async () => {
  await service.close();
  await office.close();
});

const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
};

/** Values by name with labels, as a scraper reads them. */
function parse(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of text.trim().split('\n')) {
    if (/^# (HELP|TYPE) \w+ \S/.test(line)) continue;
    const [, name, value] = /^([a-z_]+(?:\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+\})?) (\S+)$/.exec(line) ?? [];
    if (!name) throw new Error(`no such line in the format: ${line}`);
    values.set(name, value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value));
  }
  return values;
}

describe('the service over HTTP', () => {
  it('tells right figures after a real run, with nothing in them that a sender chose', async () => {
    await office.dovecot.append(await unitMail(1));
    await office.dovecot.append('From: a@example.vn\r\nSubject: Chúc mừng\r\n\r\nThân ái.\r\n');
    const port = await freePort();
    const started = startCommand(['start'], { ...environmentOf(office), WEB_PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    const values = await eventually(
      'the figures of the run',
      async () => {
        const { text } = await get(`${url}/metrics`).catch(() => ({ text: '' }));
        const found = text ? parse(text) : new Map<string, number>();
        const decided = found.get('tiepnhan_messages{outcome="not-a-submission"}') === 1;
        const seen = Number.isFinite(found.get('tiepnhan_step_seen_age_seconds{step="sweep"}'));
        return decided && seen && found.get('tiepnhan_letters{state="sent"}') === 1 && found;
      },
      120_000,
    );
    const box = 'hopthu@example.vn@127.0.0.1/INBOX';
    expect(values.get('tiepnhan_messages{outcome="registered"}')).toBe(1);
    expect(values.get('tiepnhan_messages{outcome="failed"}')).toBe(0);
    expect(values.get(`tiepnhan_mailbox_success_age_seconds{mailbox="${box}"}`)).toBeLessThan(30);
    expect(values.get(`tiepnhan_mailbox_failing{mailbox="${box}"}`)).toBe(0);
    expect(values.get(`tiepnhan_mailbox_missing{mailbox="${box}"}`)).toBe(0);
    expect(values.get('tiepnhan_up{dependency="database"}')).toBe(1);
    expect(values.get('tiepnhan_up{dependency="queue"}')).toBe(1);
    expect(values.get('tiepnhan_queue_waiting{bell="read"}')).toBe(0);
    expect(values.get('tiepnhan_step_seconds_count{step="register",outcome="done"}')).toBeGreaterThanOrEqual(
      2,
    );
    expect(values.get('tiepnhan_step_seconds_count{step="receive",outcome="done"}')).toBeGreaterThanOrEqual(
      1,
    );
    expect(values.get('tiepnhan_archive_free_bytes')).toBeGreaterThan(0);
    const { text, type } = await get(`${url}/metrics`);
    expect(type).toContain('text/plain');
    expect(text).not.toMatch(/unit-1|a@example\.vn|Chúc|pdf|docx|mat khau/);
    expect(await get(`${url}/healthz`)).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await get(`${url}/readyz`)).toMatchObject({
      status: 200,
      text: '{"status":"ready","unready":[]}',
    });
    expect(await get(`${url}/nothing`)).toMatchObject({ status: 404 });
    await ended(started.child, 'SIGTERM');
    expect(started.child.exitCode).toBe(0);
  });

  it('serves without a mailbox, and says so when its port is taken', async () => {
    const port = await freePort();
    const env = {
      ...environmentOf(office),
      MAILBOX_URL: '',
      SMTP_URL: '',
      MAIL_FROM: '',
      WEB_PORT: String(port),
    };
    const started = startCommand(['start', 'web'], env);
    await eventually('an answer', () => get(`http://127.0.0.1:${port}/healthz`).catch(() => null));
    const second = startCommand(['start', 'web'], env);
    expect(await second.end()).toBe(1);
    expect(second.stderr()).toContain('WEB_PORT');
    await ended(started.child, 'SIGTERM');
    expect(started.child.exitCode).toBe(0);
  });

  it('lives while what it stands on is away, and is ready again when it is back', async () => {
    const { hostname, port } = new URL(office.database.url);
    const line = await startLine(Number(port || 5432));
    const through = new URL(office.database.url);
    through.host = `${hostname}:${line.port}`;
    const db = await openDatabase(through.href);
    const bells = await openBells({ redisUrl: null, databaseUrl: through.href });
    const archive = await openArchive(office.settings.archiveDir);
    const web = await openWeb(
      { ...service, db, bells, archive, meter: openMeter(), mailboxes: [], onError: () => {} },
      { host: '127.0.0.1', port: 0, url: null },
    );
    const readyAs = (status: number, unready: string[]) =>
      eventually(`readiness ${status}`, async () => {
        const answer = await get(`${web.url}/readyz`);
        return answer.status === status && JSON.parse(answer.text).unready.join() === unready.join();
      });
    await readyAs(200, []);
    line.refuse(true);
    line.cut();
    await readyAs(503, ['database', 'queue']);
    expect(await get(`${web.url}/healthz`)).toMatchObject({ status: 200 });
    const values = parse((await get(`${web.url}/metrics`)).text);
    expect(values.get('tiepnhan_up{dependency="database"}')).toBe(0);
    expect((await get(`${web.url}/readyz`)).text).not.toMatch(/127\.0\.0\.1|postgres/);
    line.refuse(false);
    await readyAs(200, []);
    await web.close();
    await bells.close();
    await db.end();
    await line.stop();
  });

  it('tells of alarms that stand', async () => {
    await run(
      office.database.url,
      `insert into alarms (code, subject, since, seen_at, raised_at, cause) values
       ('queue-away', '', now(), now(), now(), 'x'), ('step-stuck', 'read', now(), now(), null, 'x')`,
    );
    const db = await openDatabase(office.database.url);
    const bells = await openBells({ redisUrl: null, databaseUrl: office.database.url });
    const archive = await openArchive(office.settings.archiveDir);
    const deps = {
      ...service,
      db,
      bells,
      archive,
      meter: openMeter(),
      mailboxes: ['new@mail/INBOX'],
      onError: () => {},
    };
    const web = await openWeb(deps, { host: '127.0.0.1', port: 0, url: null });
    const values = parse((await get(`${web.url}/metrics`)).text);
    const alarms = [...values.keys()].filter((name) => name.startsWith('tiepnhan_alarm'));
    expect(alarms).toEqual(['tiepnhan_alarm{code="queue-away",subject="",severity="critical"}']);
    expect(values.get('tiepnhan_mailbox_success_age_seconds{mailbox="new@mail/INBOX"}')).toBe(
      Number.POSITIVE_INFINITY,
    );
    await web.close();
    await bells.close();
    await db.end();
  });
});
