// What breaks beneath a running service, and comes back: clocks, disks, the queue's server, a mail server that stalls.
import { afterEach, describe, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { openService, type Service } from '../../src/app/service.ts';
import { Fault } from '../../src/core/fault.ts';
import { shareMailboxes } from '../../src/store/receivers.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail, unitMails } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { startCommand } from '../support/processes.ts';
import { ended } from '../support/program.ts';
import { startRedis } from '../support/redis.ts';
import { startScriptedSmtp } from '../support/scripted-smtp.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

const HOUR = 3600_000;

let office: Office;
afterEach(() => office.close());

const sql = (text: string) => run(office.database.url, text);
const outcomes = async () => (await office.log()).map(({ outcome }) => outcome);
const ahead = (milliseconds: number) => (service: Service) => ({
  ...service,
  now: () => new Date(Date.now() + milliseconds),
});

describe('a clock that was three days ahead', () => {
  it('puts no letter off by as long, once it is right again', async () => {
    office = await openOffice();
    await office.dovecot.append(await unitMail(1));
    office.smtp.troubles.push({
      at: 'RCPT',
      answer: { code: 451, text: '4.7.1 greylisted, come back later' },
    });
    await office.runOnce(ahead(72 * HOUR));
    expect(office.smtp.received).toHaveLength(0);
    await office.runOnce();
    expect(office.smtp.received).toHaveLength(1);
  });

  it('keeps no mailbox from others', async () => {
    office = await openOffice();
    const service = await openService(office.settings, requireMail(office.settings));
    await sql(`insert into mailboxes (name, connected_at) values ('a', now())`);
    const [row] = await sql('select id from mailboxes');
    const ids = [Number(row?.id)];
    const share = (who: string, at: number) => shareMailboxes(service.db, who, ids, new Date(at));
    expect(await share('ahead', Date.now() + 72 * HOUR)).toEqual(ids);
    expect(await share('right', Date.now())).toEqual(ids);
    await service.close();
  });
});

describe('a full disk', () => {
  const full = () => {
    throw new Fault('archive-full', { transient: true, detail: 'no space left on device' });
  };

  it('leaves mail in the mailbox until there is space', async () => {
    office = await openOffice();
    for (const mail of await unitMails(2)) await office.dovecot.append(mail);
    const filling = (service: Service): Service => {
      let space = 1;
      const put: Service['archive']['put'] = async (content) =>
        space-- > 0 ? service.archive.put(content) : full();
      return { ...service, archive: { ...service.archive, put } };
    };
    await expect(office.runOnce(filling)).rejects.toMatchObject({ code: 'archive-full' });
    expect(await outcomes()).toHaveLength(1);
    expect(await sql('select last_error from mailboxes where failing_since is not null')).toMatchObject([
      { last_error: expect.stringContaining('disk of the archive is full') },
    ]);
    await office.runOnce();
    expect(await outcomes()).toEqual(['registered', 'registered']);
    expect(office.smtp.received).toHaveLength(2);
  });

  it('costs a message that is being read none of its attempts', async () => {
    office = await openOffice();
    await office.dovecot.append(await unitMail(1));
    for (let times = 1; times <= 7; times++) {
      await office.runOnce((service) => ({
        ...service,
        reader: { ...service.reader, dissect: async () => full() },
      }));
      expect(await sql('select state, attempts from messages')).toEqual([{ state: 'received', attempts: 0 }]);
      await sql('update messages set due_at = now()');
    }
    await office.runOnce();
    expect(await outcomes()).toEqual(['registered']);
  });
});

describe('the server of the queue', () => {
  it('may be away or frozen; mail that came meanwhile is worked off when it is back', async () => {
    let redis = await startRedis();
    office = await openOffice({ redisUrl: redis.url });
    const service = startCommand(['start'], environmentOf(office));
    try {
      await office.dovecot.append(await unitMail(1));
      await office.smtp.waitFor(1);
      await redis.stop('SIGKILL');
      await office.dovecot.append(await unitMail(2));
      await eventually('the mail in the log', async () => (await outcomes()).length === 2);
      redis = await startRedis('noeviction', Number(new URL(redis.url).port));
      await eventually('its letter', () => office.smtp.received.length === 2, 120_000);
      process.kill(redis.pid, 'SIGSTOP');
      await office.dovecot.append(await unitMail(3));
      await eventually('the mail in the log', async () => (await outcomes()).length === 3);
      process.kill(redis.pid, 'SIGCONT');
      await eventually('its letter', () => office.smtp.received.length === 3, 120_000);
    } finally {
      await ended(service.child, 'SIGTERM');
      await redis.stop();
    }
    expect(service.child.exitCode, service.stderr()).toBe(0);
  }, 300_000);
});

describe('a stop', () => {
  it('takes ten seconds at the most, and what was in hand is settled by the next start', async () => {
    office = await openOffice();
    const stalling = await startScriptedSmtp([{ on: 'message', and: 'stall' }]);
    await office.dovecot.append(await unitMail(1));
    const service = startCommand(['start'], {
      ...environmentOf(office),
      SMTP_URL: `smtp://127.0.0.1:${stalling.port}`,
    });
    await eventually(
      'a letter on the wire',
      async () => (await sql("select from letters where state = 'sending'")).length === 1,
    );
    const asked = Date.now();
    await ended(service.child, 'SIGTERM');
    expect(Date.now() - asked).toBeLessThan(15_000);
    expect(service.child.exitCode).toBe(0);
    await stalling.stop();
    await office.runOnce();
    expect((await office.log())[0]?.letters).toMatchObject([{ state: 'unknown' }]);
    expect(office.smtp.received).toHaveLength(0);
  }, 120_000);
});
