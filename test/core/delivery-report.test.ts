// What mail servers write when a letter does not arrive, in the forms of many of them; and what people write, which is none.
import { describe, expect, it } from 'vitest';
import { judgeDelivery } from '../../src/core/delivery.ts';
import { deliveryReason } from '../../src/core/delivery-reason.ts';
import { readDeliveryReport } from '../../src/core/delivery-report.ts';
import { envelope } from './facts.ts';

const TO = 'mttq.giaphu@example.vn';
const ID = '<tiepnhan.0123456789abcdef@example.vn>';
const RETURNED = `From: hopthu@example.vn\r\nTo: ${TO}\r\nMessage-ID: ${ID}\r\nSubject: x\r\n`;

interface Mail {
  from?: string;
  subject?: string;
  headers?: Record<string, string>;
  body?: string;
  statuses?: string[];
  returned?: string[];
}

function read({
  from = 'mailer-daemon@mx.example.vn',
  subject = '',
  headers = {},
  body = '',
  statuses = [],
  returned = [RETURNED],
}: Mail) {
  const head = envelope({
    from: { name: '', address: from },
    subject,
    headers: Object.entries(headers).map(([name, value]) => ({ name: name.toLowerCase(), value })),
  });
  return readDeliveryReport({ envelope: head, body, statuses, returned });
}

/** action, status code and reason for the letter, or null */
function said(mail: Mail): [string, string | null, string] | null {
  const report = read(mail);
  const told = report && judgeDelivery(report, TO);
  return told && [told.action, told.status, deliveryReason(told.status, told.words)];
}

const status = (action: string, code: string, diagnostic: string, to = TO) =>
  `Reporting-MTA: dns; mx.example.vn\r\n\r\nFinal-Recipient: rfc822; ${to}\r\nAction: ${action}\r\nStatus: ${code}\r\nDiagnostic-Code: smtp; ${diagnostic}\r\n`;

describe('by the book (RFC 3464)', () => {
  it.each<[string, string, string, string, [string, string, string]]>([
    [
      'an unknown address',
      'failed',
      '5.1.1',
      '550 5.1.1 User unknown',
      ['failed', '5.1.1', 'address-unknown'],
    ],
    [
      'a full mailbox that was given up',
      'failed',
      '4.2.2',
      '452 4.2.2 Mailbox full',
      ['failed', '4.2.2', 'mailbox-full'],
    ],
    [
      'a server away, still tried',
      'delayed',
      '4.4.1',
      'connection timed out',
      ['delayed', '4.4.1', 'server-unreachable'],
    ],
    ['a domain that is not', 'failed', '5.1.2', 'Host not found', ['failed', '5.1.2', 'domain-unknown']],
    [
      'a letter refused as spam',
      'failed',
      '5.7.1',
      '554 5.7.1 rejected as spam',
      ['failed', '5.7.1', 'letter-rejected'],
    ],
    [
      'a code that says nothing beside words that do',
      'failed',
      '5.0.0',
      '552 5.2.2 over quota',
      ['failed', '5.2.2', 'mailbox-full'],
    ],
  ])('%s', (_, action, code, diagnostic, want) => {
    const headers = { 'Content-Type': 'multipart/report; report-type=delivery-status' };
    expect(said({ headers, statuses: [status(action, code, diagnostic)] })).toEqual(want);
  });

  it('a success, and a report on somebody else, say nothing of the letter', () => {
    const headers = { 'Content-Type': 'multipart/report; report-type=delivery-status' };
    expect(said({ headers, statuses: [status('relayed', '2.0.0', '250 ok')] })?.[0] ?? 'passed').toBe(
      'passed',
    );
    expect(said({ headers, statuses: [status('failed', '5.1.1', '550', 'other@example.com')] })).toBeNull();
  });

  it('names the letter by the Message-ID of what is returned', () => {
    expect(
      read({
        headers: { 'Content-Type': 'multipart/report; report-type=delivery-status' },
        statuses: [status('failed', '5.1.1', 'x')],
      })?.messageIds,
    ).toEqual([ID]);
  });
});

describe('in a server’s own words', () => {
  it.each<[string, Mail, [string, string | null]]>([
    [
      'qmail',
      {
        from: 'mailer-daemon@example.com',
        subject: 'failure notice',
        body: `Hi. This is the qmail-send program at example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<${TO}>:\nSorry, no mailbox here by that name. (#5.1.1)\n`,
      },
      ['failed', 'address-unknown'],
    ],
    [
      'Exim',
      {
        subject: 'Mail delivery failed: returning message to sender',
        headers: { 'X-Failed-Recipients': TO },
        body: `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\n  ${TO}\n    all relevant MX records point to non-existent hosts\n`,
      },
      ['failed', null],
    ],
    [
      'Exim, still trying',
      {
        subject: 'Warning: message 1abc-0001 delayed 24 hours',
        body: `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours.\n\n  ${TO}\n    host mx.example.vn: connection timed out\n\nNo action is required on your part. Delivery attempts will continue.\n`,
      },
      ['delayed', 'server-unreachable'],
    ],
    [
      'Gmail',
      {
        from: 'mailer-daemon@googlemail.com',
        subject: 'Delivery Status Notification (Failure)',
        body: `Address not found\n\nYour message wasn't delivered to ${TO} because the address couldn't be found, or is unable to receive mail.\n\n550 5.1.1 The email account that you tried to reach does not exist.\n`,
      },
      ['failed', 'address-unknown'],
    ],
    [
      'Exchange',
      {
        from: 'postmaster@example.com',
        subject: 'Undeliverable: [DKST-BT-220808-0001]',
        body: `Delivery has failed to these recipients or groups:\n\n${TO}\nThe recipient's mailbox is full and can't accept messages now.\n\n#554 5.2.2 mailbox full##\n`,
      },
      ['failed', 'mailbox-full'],
    ],
    [
      'MDaemon',
      {
        from: 'mdaemon@example.com',
        subject: 'Message status - undeliverable',
        body: `The attached message had PERMANENT fatal delivery errors!\n\nFailed address: ${TO}\n550 <${TO}>, Recipient unknown\n`,
      },
      ['failed', 'address-unknown'],
    ],
    [
      'Sendmail',
      {
        subject: 'Returned mail: see transcript for details',
        body: `The original message was received at Mon, 8 Aug 2022\n\n   ----- The following addresses had permanent fatal errors -----\n<${TO}>\n    (reason: 550 5.1.1 <${TO}>... User unknown)\n`,
      },
      ['failed', 'address-unknown'],
    ],
  ])('%s', (_, mail, [action, reason]) => {
    const told = said(mail);
    expect(told?.[0]).toBe(action);
    if (reason) expect(told?.[2]).toBe(reason);
  });
});

describe('no report', () => {
  it.each<[string, Mail]>([
    [
      'an out-of-office note',
      { from: TO, subject: 'Trả lời tự động: vắng mặt', body: 'Tôi đi công tác, sẽ trả lời sau.' },
    ],
    [
      'a person who asks about one',
      {
        from: TO,
        subject: 'Fwd: Undeliverable: hồ sơ',
        body: 'Em gửi bị trả lại thế này ạ.\n\n> Delivery has failed to these recipients',
      },
    ],
    [
      'a read receipt',
      {
        from: TO,
        subject: 'Read: x',
        headers: { 'Content-Type': 'multipart/report; report-type=disposition-notification' },
        body: 'Your message was read.',
      },
    ],
    ['a dossier', { from: TO, subject: 'Hồ sơ sáng kiến', body: 'Kính gửi Ban Thường trực.' }],
    [
      'a parcel that is late',
      { from: 'no-reply@shop.example', subject: 'Delivery delayed', body: 'Your parcel has been delayed.' },
    ],
  ])('%s', (_, mail) => {
    expect(read({ returned: [], ...mail })).toBeNull();
  });

  it('a report of ten thousand recipients costs no more than one', () => {
    const many = Array.from({ length: 10_000 }, (_, at) =>
      status('failed', '5.1.1', 'x', `a${at}@example.com`),
    ).join('\r\n');
    const headers = { 'Content-Type': 'multipart/report; report-type=delivery-status' };
    expect(read({ headers, statuses: [many] })?.recipients.length).toBeLessThanOrEqual(50);
  });
});
