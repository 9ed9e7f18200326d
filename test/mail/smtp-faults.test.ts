// A scripted SMTP server: whatever it does, the outcome is certain, or said to be unknown.
import { afterEach, describe, expect, it } from 'vitest';
import { openSmtp, type Smtp } from '../../src/mail/smtp.ts';
import { type ScriptedSmtp, type SmtpRule, startScriptedSmtp } from '../support/scripted-smtp.ts';

const FROM = 'Bộ phận tiếp nhận <hopthu@example.vn>';
const letter = {
  recipient: 'mttq.giaphu@example.vn',
  subject: 'Xác nhận',
  text: 'Kính gửi: quý đơn vị\n',
  html: '<p>Kính gửi: quý đơn vị</p>',
  messageId: '<tiepnhan.t0ken@example.vn>',
  date: new Date('2022-08-08T02:15:00Z'),
  answered: { messageId: null, references: [] },
};
const SHORT = { greeting: 300, envelope: 300, bytes: 300 };

let server: ScriptedSmtp;
let smtp: Smtp;
afterEach(async () => {
  smtp.close();
  await server.stop();
});

/** What became of one letter, and whether the server was offered its bytes. */
async function outcomeOf(script: SmtpRule[], { extensions = [] as string[], secure = false } = {}) {
  server = await startScriptedSmtp(script, extensions);
  smtp = openSmtp(
    { host: '127.0.0.1', port: server.port, secure, user: null, password: null, ca: null },
    SHORT,
  );
  let offered = false;
  const outcome = await smtp
    .send(letter, FROM, async () => {
      offered = true;
      return true;
    })
    .catch((error: { code: string; transient: boolean }) => ({ how: error.code, answer: String(error) }));
  return { ...outcome, offered };
}

/** Sending fails before the bytes: nobody has taken them. */
const BEFORE: [what: string, how: string, script: SmtpRule[]][] = [
  [
    '421 in place of a greeting',
    'smtp-unreachable',
    [{ on: 'greeting', say: '421 4.3.2 Closing', and: 'cut' }],
  ],
  ['554 in place of a greeting', 'smtp-unreachable', [{ on: 'greeting', say: '554 No SMTP service here' }]],
  ['silence in place of a greeting', 'smtp-unreachable', [{ on: 'greeting', and: 'stall' }]],
  ['a greeting in another language', 'smtp-unreachable', [{ on: 'greeting', say: '* OK IMAP4rev1' }]],
  ['a line cut at the greeting', 'smtp-unreachable', [{ on: 'greeting', and: 'cut' }]],
  ['421 at EHLO', 'smtp-unreachable', [{ on: /^EHLO/, say: '421 4.3.2 Closing', and: 'cut' }]],
  ['silence at EHLO', 'smtp-unreachable', [{ on: /^EHLO/, and: 'stall' }]],
  ['421 at MAIL', 'smtp-unreachable', [{ on: /^MAIL/, say: '421 4.7.0 Try again later', and: 'cut' }]],
  ['451 at MAIL', 'smtp-unreachable', [{ on: /^MAIL/, say: '451 4.3.0 Mail server temporarily rejected' }]],
  ['452 at MAIL', 'smtp-unreachable', [{ on: /^MAIL/, say: '452 4.3.1 Insufficient system storage' }]],
  ['530 at MAIL', 'smtp-sender-refused', [{ on: /^MAIL/, say: '530 5.7.0 Authentication required' }]],
  ['553 at MAIL', 'smtp-sender-refused', [{ on: /^MAIL/, say: '553 5.7.1 Sender not allowed' }]],
  ['354 at MAIL', 'smtp-unreachable', [{ on: /^MAIL/, say: '354 go on' }]],
  ['silence at MAIL', 'smtp-unreachable', [{ on: /^MAIL/, and: 'stall' }]],
  ['a line cut at MAIL', 'smtp-unreachable', [{ on: /^MAIL/, and: 'cut' }]],
  ['421 at RCPT', 'smtp-unreachable', [{ on: /^RCPT/, say: '421 4.3.2 Closing', and: 'cut' }]],
  ['450 at RCPT', 'later', [{ on: /^RCPT/, say: '450 4.2.0 Greylisted' }]],
  ['451 at RCPT', 'later', [{ on: /^RCPT/, say: '451 4.7.1 Greylisting in action, please come back later' }]],
  ['452 at RCPT', 'later', [{ on: /^RCPT/, say: '452 4.2.2 The recipient is over quota' }]],
  ['550 at RCPT', 'refused', [{ on: /^RCPT/, say: '550 5.1.1 No such user' }]],
  ['552 at RCPT', 'refused', [{ on: /^RCPT/, say: '552 5.2.2 Mailbox full, over quota' }]],
  [
    '553 at RCPT for the sender',
    'smtp-sender-refused',
    [{ on: /^RCPT/, say: '553 5.7.1 <hopthu@example.vn>: Sender address rejected: not owned by user a' }],
  ],
  [
    'a daily limit at RCPT',
    'smtp-limit-reached',
    [
      {
        on: /^RCPT/,
        say: ['550-5.4.5 Daily user sending limit exceeded. For more information', '550 5.4.5 go to support'],
      },
    ],
  ],
  ['silence at RCPT', 'smtp-unreachable', [{ on: /^RCPT/, and: 'stall' }]],
  ['a line cut at RCPT', 'smtp-unreachable', [{ on: /^RCPT/, and: 'cut' }]],
  ['421 at DATA', 'smtp-unreachable', [{ on: /^DATA/, say: '421 4.3.2 Closing', and: 'cut' }]],
  ['451 at DATA', 'later', [{ on: /^DATA/, say: '451 4.3.0 Try again' }]],
  ['554 at DATA', 'refused', [{ on: /^DATA/, say: '554 5.7.1 Rejected' }]],
  ['silence at DATA', 'smtp-unreachable', [{ on: /^DATA/, and: 'stall' }]],
  ['a line cut at DATA', 'smtp-unreachable', [{ on: /^DATA/, and: 'cut' }]],
  [
    'an answer that never ends',
    'smtp-unreachable',
    [{ on: /^RCPT/, say: ['250-more', '250-and more'], and: 'stall' }],
  ],
];

/** The server has the bytes, or some of them. */
const AFTER: [what: string, how: string, script: SmtpRule[]][] = [
  ['421 after the dot', 'smtp-unreachable', [{ on: 'message', say: '421 4.3.2 Shutting down', and: 'cut' }]],
  ['451 after the dot', 'later', [{ on: 'message', say: '451 4.7.1 Greylisted, try again' }]],
  ['452 after the dot', 'later', [{ on: 'message', say: '452 4.3.1 Out of space' }]],
  [
    'a daily limit after the dot',
    'smtp-limit-reached',
    [
      {
        on: 'message',
        say: '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed',
      },
    ],
  ],
  [
    'a wrong From after the dot',
    'smtp-sender-refused',
    [{ on: 'message', say: '554 5.2.252 SendAsDenied; hopthu@example.vn not allowed to send as other' }],
  ],
  ['550 after the dot', 'refused', [{ on: 'message', say: '550 5.7.1 Looks like spam' }]],
  ['552 after the dot', 'refused', [{ on: 'message', say: '552 5.3.4 Message too big' }]],
  [
    '554 after the dot',
    'refused',
    [{ on: 'message', say: ['554-5.6.0 Refused', '554 5.6.0 for its content'] }],
  ],
  [
    '552 in the middle, then a cut',
    'refused',
    [{ on: 'message', after: 20, say: '552 5.3.4 Too big', and: 'cut' }],
  ],
  ['a cut in the middle', 'unknown', [{ on: 'message', after: 20, and: 'cut' }]],
  ['silence in the middle', 'unknown', [{ on: 'message', after: 20, and: 'stall' }]],
  ['a cut after the dot', 'unknown', [{ on: 'message', and: 'cut' }]],
  ['silence after the dot', 'unknown', [{ on: 'message', and: 'stall' }]],
  [
    'half an answer after the dot',
    'unknown',
    [{ on: 'message', say: ['250-2.0.0 Queued', '250-as'], and: 'stall' }],
  ],
  ['354 after the dot', 'unknown', [{ on: 'message', say: '354 go on' }]],
  ['words without a code after the dot', 'unknown', [{ on: 'message', say: 'thank you' }]],
];

for (const extensions of [[], ['PIPELINING', 'SIZE 1000000', '8BITMIME']]) {
  describe(extensions.length > 0 ? 'with pipelining' : 'command by command', () => {
    it.each(BEFORE)('%s: %s, and not a byte was offered', async (_, how, script) => {
      expect(await outcomeOf(script, { extensions })).toMatchObject({ how, offered: false });
      expect(server.messages.filter((message) => message !== '')).toEqual([]);
    });

    it.each(AFTER)('%s: %s', async (_, how, script) => {
      expect(await outcomeOf(script, { extensions })).toMatchObject({ how, offered: true });
      // Never twice, whatever the pool of connections does.
      expect(server.heard.filter((command) => command === 'DATA')).toHaveLength(1);
    });

    it('understands answers of several lines, and those that come byte by byte', async () => {
      const script: SmtpRule[] = [
        { on: 'greeting', say: ['220-Welcome', '220 to mail.example.vn'], slowly: true },
        { on: /^RCPT/, say: ['250-2.1.5', '250 2.1.5 fine'], slowly: true },
        { on: 'message', say: ['250-2.0.0 Ok', '250 2.0.0 queued as 4RW'], slowly: true },
      ];
      expect(await outcomeOf(script, { extensions })).toMatchObject({
        how: 'sent',
        answer: '250-2.0.0 Ok\n250 2.0.0 queued as 4RW',
      });
    });
  });
}

describe('TLS', () => {
  it.each<[string, SmtpRule[], { extensions?: string[]; secure?: boolean }]>([
    ['a cut in its handshake', [{ on: 'greeting', and: 'cut' }], { secure: true }],
    ['plain text in place of its handshake', [], { secure: true }],
    ['silence in its handshake', [{ on: 'greeting', and: 'stall' }], { secure: true }],
    ['a cut after STARTTLS', [{ on: /^STARTTLS/, say: '220 go', and: 'cut' }], { extensions: ['STARTTLS'] }],
    [
      '454 to STARTTLS',
      [{ on: /^STARTTLS/, say: '454 4.7.0 TLS not available' }],
      { extensions: ['STARTTLS'] },
    ],
    [
      'silence after STARTTLS',
      [{ on: /^STARTTLS/, say: '220 go', and: 'stall' }],
      { extensions: ['STARTTLS'] },
    ],
  ])('%s: nothing was taken, and nothing goes in the clear', async (_, script, how) => {
    expect(await outcomeOf(script, how)).toMatchObject({ how: 'smtp-unreachable', offered: false });
    expect(server.heard.filter((command) => /^(MAIL|AUTH)/.test(command))).toEqual([]);
  });
});

it('a server that says a byte now and then is not waited for without end', async () => {
  const trickle = { on: 'message', say: `250 ${'x'.repeat(100_000)}`, slowly: true } as const;
  expect(await outcomeOf([trickle])).toMatchObject({ how: 'unknown', offered: true });
});

it('a connection that was dropped while idle costs nothing', async () => {
  server = await startScriptedSmtp([{ on: 'message', say: '250 2.0.0 Ok', and: 'cut' }]);
  smtp = openSmtp(
    { host: '127.0.0.1', port: server.port, secure: false, user: null, password: null, ca: null },
    SHORT,
  );
  for (let sent = 1; sent <= 3; sent++) {
    expect(await smtp.send(letter, FROM, async () => true)).toMatchObject({ how: 'sent' });
    expect(server.messages).toHaveLength(sent);
  }
});

it('a pooled connection that ends when the next letter comes is replaced', async () => {
  server = await startScriptedSmtp([
    { on: /^MAIL/, say: '250 2.1.0 Ok', times: 1 },
    { on: /^MAIL/, say: '421 4.4.2 Idle too long', and: 'cut', times: 1 },
  ]);
  smtp = openSmtp(
    { host: '127.0.0.1', port: server.port, secure: false, user: null, password: null, ca: null },
    SHORT,
  );
  expect(await smtp.send(letter, FROM, async () => true)).toMatchObject({ how: 'sent' });
  expect(await smtp.send(letter, FROM, async () => true)).toMatchObject({ how: 'sent' });
  expect(server.messages).toHaveLength(2);
});
