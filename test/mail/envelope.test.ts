import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAD_LIMIT, parseEnvelope, receiptTime } from '../../src/mail/envelope.ts';

const parse = (head: string, encoding: BufferEncoding = 'utf8') => parseEnvelope(Buffer.from(head, encoding));

describe('parseEnvelope', () => {
  it('reads who, about what and in answer to which', async () => {
    const envelope = await parse(
      [
        'From: =?UTF-8?B?VUJNVFRRIHjDoyBHaWEgUGjDug==?= <MTTQ.GiaPhu@Example.VN>',
        'Reply-To: <van-thu@example.vn>',
        'Subject: =?UTF-8?Q?H=E1=BB=93_s=C6=A1_s=C3=A1ng_ki=E1=BA=BFn?=',
        'Message-ID: <a@example.vn>',
        'In-Reply-To: <b@example.vn>',
        'References: <c@example.vn>',
        '\t<b@example.vn>',
        '',
        'body',
      ].join('\r\n'),
    );
    expect(envelope).toMatchObject({
      from: { name: 'UBMTTQ xã Gia Phú', address: 'mttq.giaphu@example.vn' },
      replyTo: { address: 'van-thu@example.vn' },
      subject: 'Hồ sơ sáng kiến',
      messageId: '<a@example.vn>',
      inReplyTo: ['<b@example.vn>'],
      references: ['<c@example.vn>', '<b@example.vn>'],
    });
  });

  it('makes decomposed letters whole', async () => {
    const { subject } = await parse(
      `Subject: =?UTF-8?B?${Buffer.from('Tờ trình'.normalize('NFD')).toString('base64')}?=\n\n`,
    );
    expect(subject).toBe('Tờ trình');
  });

  it('reads raw 8-bit UTF-8, as careless programs send it', async () => {
    expect((await parse('Subject: Hồ sơ xã Sơn Hà\r\nFrom: Mặt trận <a@example.vn>\r\n\r\n')).subject).toBe(
      'Hồ sơ xã Sơn Hà',
    );
  });

  it('reads names and subjects by their bytes, whatever their label says', async () => {
    const word = (label: string, text: string | Buffer) =>
      `=?${label}?B?${Buffer.from(text).toString('base64')}?=`;
    for (const label of [
      'iso-8859-1',
      'us-ascii',
      'windows-1258',
      'x-unknown',
      'unicode-1-1-utf-7',
      'utf-8*vi',
    ]) {
      const { subject, from } = await parse(
        `Subject: ${word(label, 'Hồ sơ')} =?${label}?Q?_x=C3=A3_H=C3=A0?=\r\nFrom: "${word(label, 'Tờ trình, xã')}" <a@example.vn>\r\n\r\n`,
      );
      expect([subject, from?.name]).toEqual(['Hồ sơ xã Hà', 'Tờ trình, xã']);
    }
    const letters = Buffer.from('Hồ sơ');
    const cut = `${word('utf-8', letters.subarray(0, 2))}\r\n ${word('utf-8', letters.subarray(2))}`;
    expect((await parse(`Subject: ${cut}\r\nFrom: ${cut} <a@example.vn>\r\n\r\n`)).from?.name).toBe('Hồ sơ');
    expect((await parse(`Subject: ${cut}\r\n\r\n`)).subject).toBe('Hồ sơ');
  });

  it('reads bare windows-1258, and makes it whole', async () => {
    // "Hồ sơ": "ô" and "ơ" stand whole, the tone apart.
    const bytes = [0x48, 0xf4, 0xcc, 0x20, 0x73, 0xf5];
    const head = Buffer.concat([
      Buffer.from('From: '),
      Buffer.from(bytes),
      Buffer.from(' <a@example.vn>\r\nSubject: '),
    ]);
    const { subject, from } = await parseEnvelope(
      Buffer.concat([head, Buffer.from(bytes), Buffer.from('\r\n\r\n')]),
    );
    expect([subject, from?.name]).toEqual(['Hồ sơ', 'Hồ sơ']);
  });

  it('gives a Message-ID its brackets, and takes a head after an mbox line', async () => {
    const { messageId, subject } = await parse(
      'From a@example.vn Mon Aug  1\r\nMessage-Id: a@example.vn\r\nsubject : b\r\n\r\n',
    );
    expect([messageId, subject]).toEqual(['<a@example.vn>', 'b']);
  });

  it('makes something of any head', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\r\n',
        ' ',
        'From: ',
        'Subject: ',
        'Message-ID: ',
        '=?utf-8?b?',
        '=?utf-8?q?',
        '?=',
        '<',
        '>',
        '@',
        '"',
        ',',
        '(',
        'xn--',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const { subject } = await parse(pieces.join(''), 'latin1');
        expect(subject).toBe(subject.normalize('NFC'));
      }),
      { numRuns: 1_000 },
    );
    const started = performance.now();
    for (const long of ['=?a?b?', '(', '"', '<', ',', '=?a?q?=?=', ' ', ':;']) {
      await parse(`From: ${long.repeat(60_000 / long.length)}\r\n\r\n`);
      await parse(`Subject: ${long.repeat(60_000 / long.length)}\r\n\r\n`);
    }
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it.each([
    ['nothing at all', ''],
    ['no head', '\r\n\r\njust a body'],
    ['no line ends', 'x'.repeat(100_000)],
    ['binary', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256)).toString('latin1')],
    ['colons only', ':::\r\n:\r\n\r\n'],
    ['NUL bytes', 'Subject: a\0b\r\nFrom: \0 <a\0@example.vn>\r\n\r\n'],
    ['an encoded word that lies', 'Subject: =?no-such-charset?B?////?= =?UTF-8?B?%%%?=\r\n\r\n'],
  ])('makes something of %s', async (_, head) => {
    const envelope = await parse(head, 'latin1');
    expect(typeof envelope.subject).toBe('string');
    expect(Array.isArray(envelope.headers)).toBe(true);
  });

  it('keeps a Message-ID of a kilobyte, and takes none where there is none', async () => {
    const long = `<${'x'.repeat(1000)}@example.vn>`;
    expect((await parse(`Message-ID:\r\n ${long}\r\n\r\n`)).messageId).toBe(long);
    expect((await parse('Subject: a\r\n\r\n')).messageId).toBeNull();
  });

  it('takes no address that could not be written to as it stands', async () => {
    expect((await parse('From: "a b"@example.vn\r\n\r\n')).from).toBeNull();
    expect((await parse('From: nobody\r\n\r\n')).from).toBeNull();
    expect((await parse('From: Nhóm: a@example.vn, b@example.vn;\r\n\r\n')).from?.address).toBe(
      'a@example.vn',
    );
  });

  it('does not read the body as a head, nor more of a head than its limit', async () => {
    expect(
      (await parse('Subject: a\n\nAuto-Submitted: auto-replied\n')).headers.map((line) => line.name),
    ).toEqual(['subject']);
    const long = `Subject: a\r\n${'X-Filler: x\r\n'.repeat(20_000)}Auto-Submitted: auto-replied\r\n\r\n`;
    const { headers } = await parse(long);
    expect(headers.length).toBeLessThan(HEAD_LIMIT / 'X-Filler: x\r\n'.length + 2);
  });

  it('bounds references', async () => {
    const many = Array.from({ length: 1000 }, (_, at) => `<${at}@example.vn>`).join('\r\n ');
    expect((await parse(`References: ${many}\r\n\r\n`)).references).toHaveLength(100);
  });
});

describe('receiptTime', () => {
  it('believes the topmost Received, then Date', async () => {
    const both = await parse(
      'Received: from a by b; Tue, 09 Aug 2022 23:59:59 +0700 (ICT)\r\nReceived: from c by a; Tue, 09 Aug 2022 10:00:00 +0700\r\nDate: Mon, 01 Aug 2022 10:00:00 +0700\r\n\r\n',
    );
    expect(receiptTime(both)).toEqual({ at: new Date('2022-08-09T16:59:59Z'), by: 'received-header' });
    const date = await parse('Date: Mon, 01 Aug 2022 10:00:00 +0700\r\n\r\n');
    expect(receiptTime(date)).toEqual({ at: new Date('2022-08-01T03:00:00Z'), by: 'date-header' });
    expect(receiptTime(await parse('Date: hôm nay\r\n\r\n'))).toBeNull();
  });
});
