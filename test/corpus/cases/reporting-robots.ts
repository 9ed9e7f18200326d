// Robots that report: what became of a letter, that it was read, what is wrong with a mailbox or a domain.
import type { Case } from '../case.ts';
import { bytes, part } from '../files.ts';
import { writeNested } from '../mime.ts';
import { fromOf, LETTER, type Row, report, robot, robotOf } from '../robots.ts';

const gone = (address: string, action = 'failed', status = '5.1.1') => [
  'Reporting-MTA: dns; mx.example.vn',
  '',
  `Final-Recipient: rfc822; ${address}`,
  `Action: ${action}`,
  `Status: ${status}`,
];
const UNKNOWN = '<ai.do@example.vn>: host mx.example.vn said: 550 5.1.1 User unknown';

/** By the book: multipart/report. */
function delivery(
  name: string,
  why: string,
  from: [string, string],
  subject: string,
  words: string[],
  { action = 'failed', status = '5.1.1', head = [] as string[] } = {},
): Case {
  return robot(name, why, 'delivery-report', (k) => ({
    from,
    subject,
    raw: report(fromOf(k, ...from), subject, {
      kind: 'delivery-status',
      words,
      fields: gone('ai.do@example.vn', action, status),
      head,
    }),
  }));
}

function receipt(name: string, why: string, subject: string, words: string): Case {
  return robot(name, why, 'read-receipt', (k) => ({
    from: ['Tran Van A', 'vana'],
    subject,
    raw: report(fromOf(k, 'Tran Van A', 'vana'), subject, {
      kind: 'disposition-notification',
      words: [words],
      fields: [
        'Final-Recipient: rfc822; vana@example.vn',
        'Disposition: manual-action/MDN-sent-manually; displayed',
      ],
    }),
  }));
}

const BOUNCES: Case[] = [
  delivery(
    'postfix-bounce',
    'Postfix returns a letter.',
    ['Mail Delivery System', 'MAILER-DAEMON'],
    'Undelivered Mail Returned to Sender',
    ['This is the mail system at host mx.example.vn.', '', UNKNOWN],
    { head: ['Auto-Submitted: auto-replied', 'Return-Path: <>'] },
  ),
  delivery(
    'postfix-delay',
    'Postfix is still trying.',
    ['Mail Delivery System', 'MAILER-DAEMON'],
    'Delayed Mail (still being retried)',
    ['This is the mail system at host mx.example.vn.', '', 'YOU DO NOT NEED TO RESEND YOUR MESSAGE.'],
    { action: 'delayed', status: '4.4.1' },
  ),
  delivery(
    'postfix-success',
    'Postfix tells that it has delivered: nothing to answer either.',
    ['Mail Delivery System', 'MAILER-DAEMON'],
    'Successful Mail Delivery Report',
    ['This is the mail system at host mx.example.vn.'],
    { action: 'delivered', status: '2.0.0' },
  ),
  delivery(
    'sendmail-bounce',
    'Sendmail shows its transcript.',
    ['Mail Delivery Subsystem', 'MAILER-DAEMON'],
    'Returned mail: see transcript for details',
    ['The original message was received at Mon, 8 Aug 2022 09:20:00 +0700', UNKNOWN],
  ),
  delivery(
    'exchange-bounce',
    'Exchange’s report comes from a postmaster and looks like a letter.',
    ['Microsoft Outlook', 'postmaster'],
    'Undeliverable: Ho so sang kien',
    ['Delivery has failed to these recipients or groups:', '', 'ai.do@example.vn'],
    { head: ['X-MS-Exchange-Message-Is-Ndr:'] },
  ),
  delivery(
    'microsoft365-bounce',
    'Microsoft 365 writes from an address of letters and digits.',
    ['Microsoft Outlook', 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e'],
    'Undeliverable: Ho so sang kien',
    ['Your message to ai.do@example.vn couldn’t be delivered.'],
    { status: '5.1.10' },
  ),
  delivery(
    'google-bounce',
    'Gmail names the recipient in a header, too.',
    ['Mail Delivery Subsystem', 'mailer-daemon'],
    'Delivery Status Notification (Failure)',
    ['** Address not found **', '', 'Your message wasn’t delivered to ai.do@example.vn.'],
    { head: ['X-Failed-Recipients: ai.do@example.vn', 'Auto-Submitted: auto-replied'] },
  ),
  delivery(
    'google-delay',
    'Gmail is still trying.',
    ['Mail Delivery Subsystem', 'mailer-daemon'],
    'Delivery Status Notification (Delay)',
    ['** Delivery incomplete **', '', 'There was a temporary problem delivering your message.'],
    { action: 'delayed', status: '4.4.1' },
  ),
  delivery(
    'domino-bounce',
    'Lotus Domino.',
    ['Mail Router', 'postmaster'],
    'DELIVERY FAILURE: User ai.do not listed in Domino Directory',
    ['Your message', '', 'was not delivered to:', 'ai.do@example.vn'],
  ),
  delivery(
    'mdaemon-bounce',
    'MDaemon.',
    ['MDaemon at mail.example.vn', 'MDAEMON'],
    'Permanent Delivery Failure',
    ['The attached message had PERMANENT fatal delivery errors!'],
  ),
  robot(
    'bounce-with-dossier',
    'A server returns a dossier that somebody sent elsewhere: no dossier of ours.',
    'delivery-report',
    (k) => ({
      from: ['Mail Delivery System', 'mailer-daemon'],
      subject: 'Undeliverable: Undeliverable: Undeliverable: Hồ sơ đề nghị công nhận sáng kiến',
      text: 'Your message to ai.do@example.vn could not be delivered. The original message is attached.',
      attachments: [
        part(
          null,
          () =>
            writeNested(
              { from: k.address('Văn thư'), subject: 'Hồ sơ sáng kiến', text: k.text, attachments: k.full() },
              `${k.mark}-returned`,
            ),
          { type: 'message/rfc822' },
        ),
      ],
    }),
  ),
  robot('complaint', 'A reader of Yahoo’s called the letter spam (RFC 5965).', 'delivery-report', (k) => ({
    from: ['Yahoo! Mail AntiSpam Feedback', 'feedback'],
    subject: LETTER,
    raw: report(fromOf(k, 'Yahoo! Mail AntiSpam Feedback', 'feedback'), 'FW: Ho so sang kien', {
      kind: 'feedback-report',
      words: ['This is an email abuse report for an email message received on Mon, 8 Aug 2022.'],
      fields: ['Feedback-Type: abuse', 'Version: 1', 'User-Agent: Yahoo!-Mail-Feedback/2.0'],
    }),
  })),
  robot('tls-report', 'Google’s TLS report (RFC 8460).', 'delivery-report', (k) => ({
    from: ['smtp-tls-reporting', 'noreply-smtp-tls-reporting'],
    subject: 'Report Domain: example.vn',
    raw: report(fromOf(k, 'TLS', 'noreply-smtp-tls-reporting'), 'Report Domain: example.vn', {
      kind: 'tlsrpt',
      words: ['This is an aggregate TLS report.'],
      fields: ['{"organization-name":"Google Inc."}'],
    }),
  })),
];

/** In the servers' own words. */
const IN_WORDS: Row[] = [
  [
    'exim-bounce',
    'Exim’s returned message.',
    'delivery-report',
    ['Mail Delivery System', 'Mailer-Daemon'],
    'Mail delivery failed: returning message to sender',
    `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\n${UNKNOWN}`,
    { 'Auto-Submitted': 'auto-replied', 'X-Failed-Recipients': 'ai.do@example.vn' },
  ],
  [
    'exim-delay',
    'Exim’s warning after a day.',
    'delivery-report',
    ['Mail Delivery System', 'Mailer-Daemon'],
    'Warning: message 1oKwXy-0003Ab-Cd delayed 24 hours',
    'This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours.',
    { 'Auto-Submitted': 'auto-replied' },
  ],
  [
    'qmail-bounce',
    'qmail says hello.',
    'delivery-report',
    ['', 'MAILER-DAEMON'],
    'failure notice',
    `Hi. This is the qmail-send program at mail.example.vn.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n${UNKNOWN}`,
  ],
  [
    'yahoo-bounce',
    'Yahoo’s notice.',
    'delivery-report',
    ['', 'mailer-daemon'],
    'Failure Notice',
    'Sorry, we were unable to deliver your message to the following address.\n\n<ai.do@example.vn>:\n554: delivery error',
  ],
  [
    'groupwise-bounce',
    'GroupWise.',
    'delivery-report',
    ['Mail Delivery System', 'postmaster'],
    'Mail System Error - Returned Mail',
    'The attached file had the following undeliverable recipient(s):\n  ai.do@example.vn',
  ],
  [
    'courier-bounce',
    'Courier.',
    'delivery-report',
    ['Courier mail server', 'MAILER-DAEMON'],
    'NOTICE: mail delivery status.',
    `This is a delivery status notification from mail.example.vn, running the Courier mail server.\n\n${UNKNOWN}`,
  ],
  [
    'office-server-bounce',
    'The server of an authority tells it in Vietnamese.',
    'delivery-report',
    ['Hệ thống thư', 'mailer-daemon'],
    'Không gửi được: hồ sơ sáng kiến',
    'Thư của bạn không thể gửi đến địa chỉ ai.do@example.vn. Địa chỉ không tồn tại.',
  ],
  [
    'read-receipt-vietnamese',
    'A read receipt whose parts a gateway has thrown away.',
    'read-receipt',
    ['Trần Văn A', 'vana'],
    `Đã đọc: ${LETTER}`,
    'Thư của bạn đã được đọc lúc 09:30, ngày 08/8/2022.',
  ],
  [
    'deleted-unread',
    'Outlook tells that the letter was deleted.',
    'read-receipt',
    ['Tran Van A', 'vana'],
    `Not read: ${LETTER}`,
    'Your message was deleted without being read.',
  ],
  [
    'virus-notice',
    'The virus scanner of a gateway warns the sender.',
    'auto-submitted',
    ['Content-filter', 'amavis'],
    'VIRUS IN MAIL FROM YOU: hồ sơ sáng kiến',
    'VIRUS ALERT. Our content checker found a virus in your email.',
    { 'Auto-Submitted': 'auto-generated', 'X-Mailer': 'amavisd-new' },
  ],
  [
    'quota-warning',
    'The mailbox is nearly full.',
    'robot-sender',
    ['Quản trị hệ thống thư', 'postmaster'],
    'Cảnh báo: hộp thư hồ sơ sáng kiến sắp đầy',
    'Hộp thư đã dùng 95% dung lượng.',
  ],
  [
    'quarantine-digest',
    'The list of what a spam filter holds back.',
    'robot-sender',
    ['Spam Quarantine', 'no-reply'],
    'Quarantine digest: 3 messages, hồ sơ sáng kiến',
    'The following messages are in quarantine.',
  ],
];

export const REPORTING_ROBOTS: Case[] = [
  ...BOUNCES,
  ...IN_WORDS.map(robotOf),
  receipt('outlook-read', 'Outlook: read.', 'Read: Ho so sang kien', 'Your message was read on Monday.'),
  receipt(
    'thunderbird-read',
    'Thunderbird: displayed.',
    'Return Receipt (displayed) - Ho so sang kien',
    'This is a Return Receipt for the mail that you sent to vana@example.vn.',
  ),
  receipt('zimbra-read', 'Zimbra: read.', 'Read-Receipt: Ho so sang kien', 'The message was read.'),
  robot('dmarc-report', 'Google’s DMARC report comes with a file (RFC 7489).', 'robot-sender', (k) => ({
    from: ['', 'noreply-dmarc-support'],
    subject: `Report domain: example.vn Submitter: google.com Report-ID: ${k.seed}`,
    text: '',
    attachments: [
      part(`google.com!example.vn!1659916800!1660003199.xml.gz`, bytes(`\x1f\x8b${k.mark}`), {
        type: 'application/gzip',
      }),
    ],
  })),
];
