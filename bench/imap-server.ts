// A light IMAP4rev1 server (RFC 3501, with IDLE) for thousands of mailboxes in one process: an INBOX and a Junk folder each.
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface ImapServer {
  port: number;
  /** Puts a mail into a user's INBOX and tells whoever waits there. */
  deliver(user: string, raw: Buffer): void;
  /** Connections now; and since `fresh` the most at a time, logins, and openings of an INBOX. */
  figures(): { open: number } & Count;
  /** Counts anew. */
  fresh(): void;
  stop(): Promise<void>;
}

export interface ImapServerOptions {
  users: string[];
  /** Each answer comes so much later, as over a line of that round-trip time (ms). */
  roundTrip?: number;
  tls?: { key: string; cert: string };
}

interface Count {
  most: number;
  logins: number;
  looks: number;
}

interface Mail {
  uid: number;
  raw: Buffer;
  receivedAt: Date;
}

interface Account {
  inbox: Mail[];
  /** Those that wait in IDLE. */
  idle: Set<Session>;
}

/** What all sessions share. */
interface Office {
  accounts: Map<string, Account>;
  roundTrip: number;
  count: Count;
}

export async function startImapServer({ users, roundTrip = 0, tls }: ImapServerOptions): Promise<ImapServer> {
  const accounts = new Map(users.map((user) => [user, { inbox: [], idle: new Set() } as Account]));
  const sessions = new Set<Session>();
  const count = { most: 0, logins: 0, looks: 0 };
  const office = { accounts, roundTrip, count };
  const onSocket = (socket: Socket) => {
    const session = new Session(socket, office, () => sessions.delete(session));
    sessions.add(session);
    count.most = Math.max(count.most, sessions.size);
  };
  const server: Server = tls ? createTlsServer(tls, onSocket) : createServer(onSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    deliver(user, raw) {
      const account = accounts.get(user);
      if (!account) throw new Error(`there is no user ${user}`);
      account.inbox.push({ uid: account.inbox.length + 1, raw, receivedAt: new Date() });
      for (const session of account.idle) session.say(`* ${account.inbox.length} EXISTS`);
    },
    figures: () => ({ open: sessions.size, ...count }),
    fresh() {
      Object.assign(count, { most: sessions.size, logins: 0, looks: 0 });
    },
    async stop() {
      for (const session of sessions) session.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const CAPABILITIES = 'IMAP4rev1 SASL-IR ID IDLE NAMESPACE UIDPLUS SPECIAL-USE AUTH=PLAIN';

class Session {
  private heard = '';
  private account: Account | null = null;
  private folder: Mail[] = [];
  /** The tag of an IDLE, or of an AUTHENTICATE whose answer is still to come. */
  private open: { tag: string; command: 'IDLE' | 'AUTHENTICATE' } | null = null;

  private readonly socket: Socket;
  private readonly office: Office;
  /** Told of a logout, or of the end of the line. */
  private readonly onEnd: () => void;

  constructor(socket: Socket, office: Office, onEnd: () => void) {
    this.socket = socket;
    this.office = office;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.on('data', (text: string) => this.hear(text));
    this.onEnd = onEnd;
    socket.once('close', () => {
      this.account?.idle.delete(this);
      onEnd();
    });
    this.say(`* OK [CAPABILITY ${CAPABILITIES}] ready`);
  }

  say(...lines: (string | Buffer)[]): void {
    const bytes = Buffer.concat(
      lines.map((line) => (typeof line === 'string' ? Buffer.from(`${line}\r\n`, 'latin1') : line)),
    );
    const { roundTrip } = this.office;
    if (roundTrip > 0) setTimeout(() => this.socket.write(bytes), roundTrip);
    else this.socket.write(bytes);
  }

  cut(): void {
    this.socket.destroy();
  }

  private hear(text: string): void {
    this.heard += text;
    for (let end = this.heard.indexOf('\r\n'); end >= 0; end = this.heard.indexOf('\r\n')) {
      const line = this.heard.slice(0, end);
      this.heard = this.heard.slice(end + 2);
      this.obey(line);
    }
  }

  private obey(line: string): void {
    if (this.open) {
      const { tag, command } = this.open;
      this.open = null;
      this.account?.idle.delete(this);
      if (command === 'AUTHENTICATE') this.login(tag, line);
      else this.say(`${tag} OK idle is over`);
      return;
    }
    const [tag = '', first = '', ...rest] = line.split(' ');
    const uid = first.toUpperCase() === 'UID';
    const command = (uid ? (rest.shift() ?? '') : first).toUpperCase();
    this.answer(tag, command, rest.join(' '));
  }

  private answer(tag: string, command: string, argument: string): void {
    const done = `${tag} OK ${command} done`;
    const answers: Record<string, () => void> = {
      CAPABILITY: () => this.say(`* CAPABILITY ${CAPABILITIES}`, done),
      ID: () => this.say('* ID NIL', done),
      NAMESPACE: () => this.say('* NAMESPACE (("" "/")) NIL NIL', done),
      NOOP: () => this.say(done),
      LOGIN: () => this.enter(tag, unquoted(argument.split(' ')[0] ?? '')),
      AUTHENTICATE: () => this.authenticate(tag, argument.split(' ')[1]),
      LIST: () => this.say(...FOLDERS, done),
      STATUS: () => this.say(`* STATUS ${argument.split(' ')[0]} (UIDNEXT 1 MESSAGES 0)`, done),
      SELECT: () => this.select(done, unquoted(argument)),
      EXAMINE: () => this.select(done, unquoted(argument)),
      FETCH: () => this.say(...this.folder.flatMap(fetcher(argument)), done),
      SEARCH: () => this.say(`* SEARCH${this.folder.map(({ uid }) => ` ${uid}`).join('')}`, done),
      IDLE: () => this.idle(tag),
      LOGOUT: () => {
        this.onEnd();
        this.say('* BYE see you', done);
        setTimeout(() => this.socket.end(), this.office.roundTrip);
      },
    };
    const answer = answers[command] ?? (() => this.say(`${tag} BAD ${command} is not known here`));
    answer();
  }

  private authenticate(tag: string, initial: string | undefined): void {
    if (initial !== undefined) {
      this.login(tag, initial);
    } else {
      this.open = { tag, command: 'AUTHENTICATE' };
      this.say('+ ');
    }
  }

  /** RFC 4616: authzid, user and password, apart by NUL. */
  private login(tag: string, base64: string): void {
    this.enter(tag, Buffer.from(base64, 'base64').toString().split('\0')[1] ?? '');
  }

  private enter(tag: string, user: string): void {
    this.account = this.office.accounts.get(user) ?? null;
    if (this.account) this.office.count.logins++;
    this.say(
      this.account ? `${tag} OK [CAPABILITY ${CAPABILITIES}] logged in` : `${tag} NO there is no such user`,
    );
  }

  private select(done: string, path: string): void {
    const isInbox = path.toUpperCase() === 'INBOX';
    if (isInbox) this.office.count.looks++;
    this.folder = isInbox ? (this.account?.inbox ?? []) : [];
    this.say(
      '* FLAGS (\\Seen)',
      `* ${this.folder.length} EXISTS`,
      '* 0 RECENT',
      '* OK [UIDVALIDITY 1] valid',
      `* OK [UIDNEXT ${this.folder.length + 1}] next`,
      done.replace(' OK ', ' OK [READ-ONLY] '),
    );
  }

  private idle(tag: string): void {
    this.open = { tag, command: 'IDLE' };
    this.account?.idle.add(this);
    this.say('+ idling');
  }
}

const FOLDERS = ['* LIST (\\HasNoChildren) "/" INBOX', '* LIST (\\HasNoChildren \\Junk) "/" Junk'];

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}

/** What a FETCH asks for, for each message that its set names. */
function fetcher(argument: string): (mail: Mail) => (string | Buffer)[] {
  const [set = ''] = argument.split(' ', 1);
  const items = argument.slice(set.length).toUpperCase();
  const piece = /BODY\.PEEK\[\]<(\d+)\.(\d+)>/.exec(items);
  const ranges = set.split(',').map((range) => range.split(':'));
  const isNamed = (uid: number) =>
    ranges.some(([from, to = from]) => uid >= Number(from) && (to === '*' || uid <= Number(to)));
  return ({ uid, raw, receivedAt }) => {
    if (!isNamed(uid)) return [];
    const facts = [`UID ${uid}`];
    if (items.includes('RFC822.SIZE')) facts.push(`RFC822.SIZE ${raw.length}`);
    if (items.includes('INTERNALDATE')) facts.push(`INTERNALDATE "${internalDate(receivedAt)}"`);
    if (!items.includes('BODY.PEEK[]')) return [`* ${uid} FETCH (${facts.join(' ')})`];
    const from = Number(piece?.[1] ?? 0);
    const bytes = piece ? raw.subarray(from, from + Number(piece[2])) : raw;
    const head = `* ${uid} FETCH (${facts.join(' ')} BODY[]${piece ? `<${from}>` : ''} {${bytes.length}}\r\n`;
    return [Buffer.concat([Buffer.from(head, 'latin1'), bytes, Buffer.from(')\r\n')])];
  };
}

/** RFC 3501 §9, date-time. */
function internalDate(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(' ');
  return `${day}-${month}-${year} ${time} +0000`;
}
