// What servers answer, when a letter is offered again, and what becomes of one that nobody answered.
import { describe, expect, it } from 'vitest';
import { nextOfferAt, nextTryAt } from '../../src/core/retry.ts';
import { meaningOf } from '../../src/core/smtp-answer.ts';
import { settle } from '../../src/core/unanswered.ts';

const now = new Date('2022-08-08T09:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe('meaningOf', () => {
  it.each([
    ['450 4.2.0 <a@b>: Recipient address rejected: Greylisted, see http://postgrey.example', 'later'],
    ['451 4.7.1 Please try again later', 'later'],
    ['450-4.2.1 The user you are trying to contact is receiving mail too quickly.', 'later'],
    ['452 4.2.2 The email account that you tried to reach is over quota', 'later'],
    ['452 4.5.3 Your message has too many recipients', 'later'],
    ['451 4.5.3 Daily message limit exceeded', 'limit'],
    ['452 4.5.3 Sending limit exceeded for today', 'limit'],
    ['550 5.4.5 Daily user sending limit exceeded', 'limit'],
    ['550-5.4.5 Daily SMTP relay limit exceeded for customer', 'limit'],
    ['454 4.7.1 You have exceeded your daily sending quota', 'limit'],
    ['550 5.1.90 Your message can not be sent because you have reached your daily limit', 'limit'],
    ['550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP', 'limit'],
    ['554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException', 'limit'],
    ['421 4.7.0 Try again later, closing connection', 'away'],
    ['421-4.7.28 Gmail has detected an unusual rate of mail', 'away'],
    ['535 5.7.8 Username and Password not accepted', 'sender'],
    ['530 5.7.0 Must issue a STARTTLS command first', 'sender'],
    ['550 5.1.8 Access denied, bad outbound sender', 'sender'],
    ['554 5.2.252 SendAsDenied; a@b not allowed to send as c@d', 'sender'],
    ['550 5.1.1 The email account that you tried to reach does not exist', 'refused'],
    ['552 5.2.2 Mailbox full, quota exceeded', 'refused'],
    ['552 5.3.4 Message size exceeds fixed limit', 'refused'],
    ['554 5.7.1 Message rejected as spam', 'refused'],
    ['571 Delivery not authorized', 'refused'],
    ['250 thanks', 'unknown'],
    ['hello', 'unknown'],
  ])('%s: %s', (text, meaning) => {
    const code = Number(/^\d{3}/.exec(text)?.[0] ?? 0);
    expect(meaningOf({ code, text, to: 'bytes' })).toBe(meaning);
  });

  it('a refusal before any recipient was named is not about the letter', () => {
    expect(meaningOf({ code: 550, text: '550 5.7.1 Blocked', to: 'sender' })).toBe('sender');
    expect(meaningOf({ code: 451, text: '451 4.3.0 Busy', to: 'sender' })).toBe('away');
    expect(meaningOf({ code: 0, text: 'line cut', to: 'letter' })).toBe('away');
  });
});

describe('waiting', () => {
  const minutesTo = (at: Date | null) => ((at?.getTime() ?? Number.NaN) - now.getTime()) / 60_000;

  it('a greylisted letter comes back between 2 and 3 minutes later, then ever more slowly, for about two days', () => {
    for (let id = 1; id <= 50; id++) {
      expect(minutesTo(nextOfferAt(1, id, now))).toBeGreaterThanOrEqual(2);
      expect(minutesTo(nextOfferAt(1, id, now))).toBeLessThan(2.5);
    }
    const waits = Array.from({ length: 15 }, (_, at) => minutesTo(nextOfferAt(at + 1, 0, now)));
    expect(waits.slice(0, 5)).toEqual([2, 4, 8, 16, 32]);
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 60;
    expect(hours).toBeGreaterThan(40);
    expect(hours).toBeLessThan(56);
    expect(nextOfferAt(16, 0, now)).toBeNull();
  });

  it('letters put off together come back apart', () => {
    const times = Array.from({ length: 100 }, (_, id) => nextTryAt(3, id, now).getTime());
    expect(new Set(times).size).toBe(100);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(25_000);
  });

  it('a server that was away for days is asked again within 40 minutes', () => {
    expect(minutesTo(nextTryAt(200, 7, now))).toBeLessThan(40);
  });
});

describe('settle', () => {
  it.each([
    ['it lies in the Sent folder', true, true, 0, 'sent'],
    ['it does, however late', true, false, 9_999, 'sent'],
    ['the server may still put it there', false, true, 60, 'wait'],
    ['the server has not put it there for two minutes', false, true, 121, 'unknown'],
    ['nobody but us puts it there', false, false, 0, 'unknown'],
    ['there is no such folder', null, true, 0, 'unknown'],
    ['the mailbox does not answer', undefined, true, 600, 'wait'],
    ['the mailbox has not answered for an hour', undefined, false, 3601, 'unknown'],
  ])('%s', (_, inSent, serverKeeps, silence, how) => {
    expect(settle({ inSent, serverKeeps, unansweredAt: ago(silence) }, now)).toBe(how);
  });
});
