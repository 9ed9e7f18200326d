// What servers do wrong, on the wire: a fault that says so, in time, or the truth; never silence taken for an answer.
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { connectMailbox, type Mailbox } from '../../src/mail/imap.ts';
import {
  fetched,
  type ImapContents,
  type ImapRule,
  type ScriptedImap,
  startScriptedImap,
} from '../support/scripted-imap.ts';

const MESSAGES = { 1: 'Subject: a\r\n\r\nfirst\r\n', 2: 'Subject: b\r\n\r\nsecond\r\n' };
/** What a server gets to answer (ms); the real ones get a minute. */
const SHORT = { answer: 400, noop: 200 };
const NEVER = new AbortController().signal;
const MOST = 1_000_000;

let server: ScriptedImap;
let mailbox: Mailbox | null = null;
afterEach(async () => {
  await mailbox?.close();
  mailbox = null;
  await server.stop();
});

async function connect(
  script: ImapRule[],
  contents: ImapContents = { messages: MESSAGES },
): Promise<Mailbox> {
  server = await startScriptedImap(script, contents);
  mailbox = await connectMailbox(
    {
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      user: 'u',
      password: 'p',
      folder: 'INBOX',
      ca: null,
    },
    SHORT,
  );
  return mailbox;
}

async function open(script: ImapRule[], contents?: ImapContents): Promise<Mailbox> {
  const opened = await connect(script, contents);
  await opened.open('INBOX');
  return opened;
}

async function fetchAll(opened: Mailbox, uids: number[]): Promise<[number, string][]> {
  const got: [number, string][] = [];
  for await (const { uid, raw } of opened.fetchWhole(uids)) got.push([uid, raw.toString()]);
  return got;
}

const unreachable = { code: 'mailbox-unreachable', transient: true };

describe('connecting', () => {
  it.each<[string, ImapRule]>([
    ['BYE in place of a greeting', { on: 'greeting', say: ['* BYE too many connections'], and: 'cut' }],
    ['a line that is cut', { on: 'greeting', and: 'cut' }],
    ['silence', { on: 'greeting', and: 'stall' }],
    ['garbage', { on: 'greeting', say: ['HTTP/1.1 400 Bad Request'], and: 'cut' }],
    ['a login that is never answered', { on: /^(LOGIN|AUTHENTICATE)/, and: 'stall' }],
    ['BYE at the login', { on: /^(LOGIN|AUTHENTICATE)/, say: ['* BYE shutting down'], and: 'cut' }],
  ])('%s is a server away, which waiting may mend', async (_, rule) => {
    await expect(connect([rule])).rejects.toMatchObject(unreachable);
  });

  it('NO to the login is a login refused, which waiting does not mend', async () => {
    const rule = { on: /^(LOGIN|AUTHENTICATE)/, say: ['$tag NO [AUTHENTICATIONFAILED] wrong'] };
    await expect(connect([rule])).rejects.toMatchObject({ code: 'mailbox-login-refused', transient: false });
  });
});

describe('opening a folder', () => {
  it('NO for a folder that is listed is no missing folder', async () => {
    const opened = await connect([{ on: /^EXAMINE/, say: ['$tag NO [SERVERBUG] try later'] }]);
    await expect(opened.open('INBOX')).rejects.toMatchObject(unreachable);
  });

  it('BYE, a cut and silence are a server away', async () => {
    const rules: Omit<ImapRule, 'on'>[] = [
      { say: ['* BYE bye'], and: 'cut' },
      { and: 'cut' },
      { and: 'stall' },
    ];
    for (const rule of rules) {
      const opened = await connect([{ on: /^EXAMINE/, ...rule }]);
      await expect(opened.open('INBOX')).rejects.toMatchObject(unreachable);
      await opened.close();
      await server.stop();
    }
    server = await startScriptedImap([]);
  });

  it('tells that the server gives no UIDVALIDITY', async () => {
    const opened = await connect([], { messages: MESSAGES, uidValidity: null });
    expect(await opened.open('INBOX')).toEqual({ uidValidity: null, uidNext: 3, total: 2 });
  });
});

describe('fetching', () => {
  it('never asks for a message of a folder that is not open', async () => {
    const opened = await connect([{ on: /^EXAMINE/, say: ['$tag NO later'] }]);
    await opened.open('INBOX').catch(() => {});
    await expect(opened.listFrom(1)).rejects.toMatchObject(unreachable);
    await expect(opened.download(1, MOST)).rejects.toMatchObject(unreachable);
    await expect(fetchAll(opened, [1])).rejects.toMatchObject(unreachable);
    await expect(opened.exists(1)).rejects.toMatchObject(unreachable);
  });

  it('a line cut in the middle of a message brings no part of it', async () => {
    const half = Buffer.from(fetched(2, MESSAGES[2], 5_000));
    const opened = await open([
      { on: /^UID FETCH .*BODY/, say: [fetched(1, MESSAGES[1]), half], and: 'cut' },
    ]);
    const got: number[] = [];
    const fetching = (async () => {
      for await (const { uid } of opened.fetchWhole([1, 2])) got.push(uid);
    })();
    await expect(fetching).rejects.toMatchObject(unreachable);
    expect(got).toEqual([1]);
  });

  it.each<[string, ImapRule]>([
    ['silence', { on: /^UID FETCH .*BODY/, and: 'stall' }],
    [
      'silence in mid-message',
      { on: /^UID FETCH .*BODY/, say: [Buffer.from(fetched(1, 'Subject', 500))], and: 'stall' },
    ],
    ['BYE', { on: /^UID FETCH .*BODY/, say: ['* BYE restarting'], and: 'cut' }],
  ])('%s ends in time, as a server away', async (_, rule) => {
    const opened = await open([rule]);
    await expect(fetchAll(opened, [1])).rejects.toMatchObject(unreachable);
  });

  it.each<[string, ImapRule]>([
    ['silence', { on: /^UID FETCH .*BODY/, and: 'stall' }],
    ['a cut', { on: /^UID FETCH .*BODY/, and: 'cut' }],
  ])('%s in a download fails it, rather than ending it early', async (_, rule) => {
    const opened = await open([rule]);
    const content = opened.download(1, MOST).then((stream) => stream && buffer(stream));
    await expect(content).rejects.toThrow();
  });

  it('NO to a batch leaves its messages out, and the line goes on', async () => {
    const opened = await open([
      { on: /^UID FETCH 1,2 .*BODY/, say: ['$tag NO [SERVERBUG] message 1 is damaged'] },
    ]);
    expect(await fetchAll(opened, [1, 2])).toEqual([]);
    expect(await fetchAll(opened, [2])).toEqual([[2, MESSAGES[2]]]);
    expect(await opened.exists(1)).toBe(true);
  });

  it('NO to a download is a message withheld, which is still there', async () => {
    const opened = await open([{ on: /^UID FETCH 1 .*BODY/, say: ['$tag NO damaged'] }]);
    expect(await opened.download(1, MOST)).toBeNull();
    expect(await opened.exists(1)).toBe(true);
  });

  it('OK without the message leaves it out', async () => {
    const opened = await open([{ on: /^UID FETCH .*BODY/, say: ['$tag OK done'] }]);
    expect(await fetchAll(opened, [1])).toEqual([]);
    expect(await opened.download(1, MOST)).toBeNull();
  });

  it('news of other things in between, and messages nobody asked for, disturb nothing', async () => {
    const noise = ['* 3 EXISTS', '* 1 FETCH (UID 1 FLAGS (\\Seen))', '* 2 EXPUNGE', '* OK still here'];
    const opened = await open([
      { on: /^UID FETCH 1 .*BODY/, say: [...noise, fetched(9, 'nobody asked', 12, 2)], and: 'behave' },
    ]);
    const got = await fetchAll(opened, [1]);
    expect(got).toContainEqual([1, MESSAGES[1]]);
  });

  it('a literal of a gigabyte ends the line, not the process', async () => {
    const opened = await open([
      { on: /^UID FETCH .*BODY/, say: [Buffer.from(fetched(1, 'Subject: a', 1_000_000_000))], and: 'stall' },
    ]);
    await expect(fetchAll(opened, [1])).rejects.toMatchObject(unreachable);
  });
});

describe('waiting', () => {
  it('a server that has fallen silent is found out', async () => {
    const opened = await open([{ on: /^(NOOP|IDLE)/, and: 'stall' }]);
    await opened.listFrom(1);
    await expect(opened.waitForNews(50, NEVER)).rejects.toMatchObject(unreachable);
  });

  it('BYE and a cut while it idles end the wait', async () => {
    const opened = await open([{ on: /^IDLE/, say: ['+ idling', '* BYE server is going down'], and: 'cut' }]);
    await opened.listFrom(1);
    await expect(opened.waitForNews(30_000, NEVER)).rejects.toMatchObject(unreachable);
  });

  it('a server that refuses IDLE, or does not know it, is asked again when the time is up', async () => {
    const opened = await open([{ on: /^IDLE/, say: ['$tag NO not now'] }]);
    await opened.listFrom(1);
    await opened.waitForNews(50, NEVER);
    expect(server.heard.at(-1)).toBe('NOOP');
    await opened.close();
    await server.stop();
    const without = await open([], { messages: MESSAGES, capabilities: 'IMAP4rev1' });
    await without.listFrom(1);
    await without.waitForNews(50, NEVER);
    expect(server.heard.some((command) => command === 'IDLE')).toBe(false);
  });

  it('a server that has nothing to say for long is not taken for a dead one', async () => {
    server = await startScriptedImap([], { messages: MESSAGES });
    const address = { host: '127.0.0.1', port: server.port, secure: false, user: 'u', password: 'p' };
    const patience = { answer: 600, noop: 5_000 };
    mailbox = await connectMailbox({ ...address, folder: 'INBOX', ca: null }, patience);
    await mailbox.open('INBOX');
    await mailbox.listFrom(1);
    // As long as the patience: the wait and the silence run out together. Longer: the IDLE must outlast it.
    for (const wait of [600, 2_000]) await mailbox.waitForNews(wait, NEVER);
    expect(server.connections()).toBe(1);
  });

  it('a message announced while it idles ends the wait at once', async () => {
    const opened = await open([{ on: /^IDLE/, say: ['+ idling', '* 3 EXISTS'], and: 'behave', times: 1 }]);
    await opened.listFrom(1);
    await opened.waitForNews(30_000, NEVER);
  });
});
