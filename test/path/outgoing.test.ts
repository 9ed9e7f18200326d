// Letters on their way out: budgets, accounts the server stops, unanswered letters, copies in the Sent folder.
import { afterEach, describe, expect, it } from 'vitest';
import { requireMail, type Settings } from '../../config/settings.ts';
import { openService, type Service } from '../../src/app/service.ts';
import { Fault } from '../../src/core/fault.ts';
import { reply } from '../../src/steps/reply.ts';
import { sweep } from '../../src/steps/sweep.ts';
import { unitMails } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const HOUR = 3600_000;

let office: Office;
afterEach(() => office.close());

async function open(mails: number, change: Partial<Settings> = {}): Promise<void> {
  office = await openOffice(change);
  for (const mail of await unitMails(mails)) await office.dovecot.append(mail);
}

const sql = (text: string) => run(office.database.url, text);
const letters = () => sql('select * from letters order by id');
const later = (milliseconds: number) => (service: Service) => ({
  ...service,
  now: () => new Date(Date.now() + milliseconds),
});
const perDay = (limit: number) => ({ smtpLimits: { perMinute: null, perDay: limit } });

describe('a budget', () => {
  it('lets so many letters go; the others wait, staff see why, and they go when it opens', async () => {
    await open(5, perDay(3));
    await office.runOnce();
    expect(office.smtp.received).toHaveLength(3);
    // Which ones is a matter of chance: two are on their way at once.
    const waiting = (await letters()).filter(({ state }) => state === 'pending');
    expect(waiting).toMatchObject(Array(2).fill({ reason: 'letter-budget', attempts: 0, handed_at: null }));
    for (const { due_at } of waiting) {
      expect(Number(due_at) - Date.now()).toBeGreaterThan(23 * HOUR);
      expect(Number(due_at) - Date.now()).toBeLessThanOrEqual(24 * HOUR);
    }
    const reasons = (await office.log()).flatMap((entry) => entry.letters.map(({ reason }) => reason));
    expect(reasons.filter((reason) => reason !== null)).toEqual(['letter-budget', 'letter-budget']);
    expect(reasons).toHaveLength(5);
    await office.runOnce(later(HOUR));
    expect(office.smtp.received).toHaveLength(3);
    await office.runOnce(later(25 * HOUR));
    expect(new Set(office.smtp.received.map(({ messageId }) => messageId)).size).toBe(5);
    expect(office.smtp.received).toHaveLength(5);
  });

  it('is kept by several processes together', async () => {
    await open(12, perDay(4));
    await Promise.all([office.runOnce(), office.runOnce(), office.runOnce()]);
    await office.runOnce();
    expect(office.smtp.received).toHaveLength(4);
  });

  it('goes to answers before reminders, and to older letters before newer ones', async () => {
    await open(4, perDay(1));
    await office.runOnce();
    const [first, ...waiting] = office.smtp.received;
    const [reminder, ...answers] = (await letters()).filter(({ state }) => state === 'pending');
    expect([first?.messageId, waiting.length, answers.length]).toEqual([expect.any(String), 0, 2]);
    await sql(`update letters set kind = 'supplement-reminder' where id = ${reminder?.id}`);
    // All were put off to the moment when the budget opens.
    await sql(`update letters set due_at = (select min(due_at) from letters) where state = 'pending'`);
    for (const day of [1, 2, 3]) await office.runOnce(later(day * 25 * HOUR));
    const order = office.smtp.received.slice(1).map(({ messageId }) => messageId);
    expect(order).toEqual([...answers, reminder].map((letter) => letter?.message_id));
  });
});

it('an account that has sent enough, says the server, waits for an hour; no letter fails', async () => {
  await open(3);
  const answer = { code: 550, text: '5.4.5 Daily user sending limit exceeded' };
  // Two are on their way at once.
  for (const _ of [1, 2]) office.smtp.troubles.push({ at: 'DATA', answer });
  await office.runOnce();
  const [first] = await letters();
  expect((await letters()).map(({ state, reason }) => `${state} ${reason}`)).toContain(
    'pending account-paused',
  );
  expect(first?.smtp_answer).toContain('5.4.5');
  await office.runOnce(later(1.1 * HOUR));
  await office.runOnce(later(2.5 * HOUR));
  expect((await letters()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  expect(office.smtp.received).toHaveLength(3);
});

it('a letter at which the server cuts the line waits alone', async () => {
  await open(5);
  office.smtp.troubles.push({ at: 'MAIL', answer: 'cut' });
  await office.runOnce();
  const all = await letters();
  expect(all.map(({ state }) => state).sort()).toEqual(['pending', 'sent', 'sent', 'sent', 'sent']);
  expect(all.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
});

describe('a letter that nobody answered for', () => {
  /** An office whose server keeps sent mail itself, with one letter cut off after its bytes. */
  async function unanswered(work: (service: Service, id: number) => Promise<void>): Promise<void> {
    await open(1, { savesCopies: false });
    await office.runOnce((service) => ({ ...service, postOf: away(service) }));
    await sql('update letters set due_at = now()');
    office.smtp.troubles.push({ at: 'DATA', answer: 'cut', kept: true });
    const service = await openService(office.settings, requireMail(office.settings));
    const [letter] = await letters();
    await reply(service, [Number(letter?.id)]);
    expect(await letters()).toMatchObject([{ state: 'sending', unanswered_at: expect.any(Date) }]);
    await sweep(service, 0);
    expect(await letters()).toMatchObject([{ state: 'sending' }]);
    await work(service, Number(letter?.id)).finally(() => service.close());
    expect(office.smtp.received).toHaveLength(1);
  }

  it('is sent when the Sent folder shows it a little later', async () => {
    await unanswered(async (service) => {
      await office.dovecot.append(office.smtp.received[0]?.raw ?? '', { folder: 'Sent' });
      await sweep(service, 0);
      expect(await letters()).toMatchObject([{ state: 'sent', smtp_answer: 'found in the Sent folder' }]);
    });
  });

  it('is held for staff when the Sent folder does not show it within two minutes, and never sent again', async () => {
    await unanswered(async (service, id) => {
      await sweep(later(121_000)(service), 0);
      expect(await letters()).toMatchObject([{ state: 'unknown', reason: 'outcome-unknown' }]);
      await reply(service, [id]);
    });
  });

  it('waits while the mailbox cannot be asked, and holds up nothing else', async () => {
    await unanswered(async (service) => {
      const mute = (milliseconds: number) => ({
        ...later(milliseconds)(service),
        postOf: (mailbox: string) => ({
          ...service.postOf(mailbox),
          sent: { ...service.postOf(mailbox).sent, holds: refuse('mailbox-unreachable') },
        }),
      });
      await sweep(mute(600_000), 0);
      expect(await letters()).toMatchObject([{ state: 'sending' }]);
      await sweep(mute(2 * HOUR), 0);
      expect(await letters()).toMatchObject([{ state: 'unknown' }]);
    });
  });
});

const refuse = (code: 'mailbox-unreachable' | 'smtp-unreachable') => async () => {
  throw new Fault(code, { transient: true, detail: 'away' });
};

function away(service: Service): Service['postOf'] {
  return (mailbox) => {
    const post = service.postOf(mailbox);
    return { ...post, smtp: { ...post.smtp, send: refuse('smtp-unreachable') } };
  };
}

describe('a copy in the Sent folder', () => {
  interface Copy {
    raw: string;
    seen: boolean;
  }

  const copies = () =>
    office.dovecot.withClient(async (client) => {
      await client.mailboxOpen('Sent', { readOnly: true });
      const found: Copy[] = [];
      for await (const { source, flags } of client.fetch('1:*', { source: true, flags: true })) {
        found.push({ raw: String(source), seen: flags?.has('\\Seen') === true });
      }
      return found;
    });

  it('is the very mail that was sent, read, and there once', async () => {
    await open(4);
    await office.runOnce();
    const sent = office.smtp.received.map(({ raw }) => raw.toString()).sort();
    expect(sent).toHaveLength(4);
    const kept = await copies();
    expect(kept.map(({ raw }) => raw).sort()).toEqual(sent);
    expect(kept.every(({ seen }) => seen)).toBe(true);
    expect(await letters()).toMatchObject(Array(4).fill({ copied_at: expect.any(Date), copy_due_at: null }));
    // As after a process that died between copying and saying so.
    await sql('update letters set copied_at = null, copy_due_at = now()');
    await office.runOnce();
    expect(await copies()).toHaveLength(4);
  });

  it('is not made where the server keeps sent mail itself', async () => {
    await open(1, { savesCopies: false });
    await office.runOnce();
    expect(await copies()).toEqual([]);
    expect(await letters()).toMatchObject([{ state: 'sent', copy_due_at: null, copied_at: null }]);
  });

  it('that cannot be made is tried for a while and then noted; the letter stays sent', async () => {
    await open(1);
    const broken = (service: Service): Service => ({
      ...service,
      postOf: (mailbox) => {
        const post = service.postOf(mailbox);
        return { ...post, sent: { ...post.sent, keep: refuse('mailbox-unreachable') } };
      },
    });
    for (let tries = 1; tries <= 8; tries++) {
      await office.runOnce(broken);
      expect(await letters()).toMatchObject([{ state: 'sent', copy_attempts: tries }]);
      await sql('update letters set copy_due_at = now() where copy_due_at is not null');
    }
    expect(await letters()).toMatchObject([{ copy_due_at: null, copied_at: null }]);
    expect(await sql("select detail from events where what = 'letter-not-copied'")).toHaveLength(1);
  });
});
