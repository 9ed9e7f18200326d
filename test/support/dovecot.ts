// A private Dovecot with one account: the mailbox of the tests is a real one.
import { execFileSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import type { MailboxAddress } from '../../src/mail/imap-login.ts';
import { eventually } from './eventually.ts';
import { findProgram, freePort, type Running, startProgram } from './program.ts';

export interface TestDovecot {
  address: MailboxAddress;
  /** INBOX of another account, which is made when it is first used. */
  addressOf(user: string): MailboxAddress;
  /** Folder in which the mail of its INBOX lies, a file each. */
  maildir: string;
  /** MAILBOX_URL of its INBOX. */
  url: string;
  /** Puts a message into a folder; returns its UID. */
  append(raw: Buffer | string, options?: AppendOptions): Promise<number>;
  /** Its certificate, PEM; empty without TLS. */
  certificate: string;
  /** Runs `work` with a client of its own, as a person's mail program would. */
  withClient<T>(work: (client: ImapFlow) => Promise<T>, user?: string): Promise<T>;
  restart(): Promise<void>;
  /** What the server holds now; the function returned puts it back, as from a backup. */
  backup(): Promise<() => Promise<void>>;
  /** Removes a folder with its mail and makes it anew: another UIDVALIDITY. */
  recreateInbox(): Promise<void>;
  stop(): Promise<void>;
}

export interface AppendOptions {
  user?: string;
  folder?: string;
  receivedAt?: Date;
  flags?: string[];
}

const USER = 'hopthu@example.vn';
const PASSWORD = 'mat khau/thu#1';
const OTHERS = [1, 2, 3, 4].map((number) => `hopthu-${number}@example.vn`);
const NOBODY = 65534;

export interface DovecotOptions {
  /** From the first byte, or by STARTTLS. */
  tls?: boolean | 'starttls';
  /** Accounts besides the usual ones. */
  users?: string[];
  /** Logins by token: the mechanisms offered, and where the server asks who a token belongs to (RFC 7662). */
  oauth?: { mechanisms: string; introspectionUrl: string };
}

export async function startDovecot({
  tls = false,
  users = [],
  oauth,
}: DovecotOptions = {}): Promise<TestDovecot> {
  const program = findProgram('dovecot', 'dovecot-imapd');
  const folder = await mkdtemp(join(tmpdir(), 'dovecot-'));
  const home = join(folder, 'home');
  await mkdir(home);
  await chmod(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(home, NOBODY, NOBODY);
  const port = await freePort();
  if (tls) makeCertificate(folder);
  const config = join(folder, 'dovecot.conf');
  await writeFile(
    join(folder, 'users'),
    `${[USER, ...OTHERS, ...users].map((user) => `${user}:{PLAIN}${PASSWORD}`).join('\n')}\n`,
    { mode: 0o644 },
  );
  if (oauth) {
    const lines = ['introspection_mode = post', `introspection_url = ${oauth.introspectionUrl}`];
    const rest = ['username_attribute = username', 'active_attribute = active', 'active_value = true'];
    await writeFile(join(folder, 'oauth2.conf'), `${[...lines, ...rest].join('\n')}\n`);
  }
  await writeFile(config, configuration(folder, port, isRoot, tls, oauth?.mechanisms));
  let running: Running = await startProgram(program, ['-F', '-c', config], port);

  const address = {
    host: '127.0.0.1',
    port,
    secure: tls === true,
    user: USER,
    password: PASSWORD,
    folder: 'INBOX',
    ca: null,
  };
  const withClient = async <T>(work: (client: ImapFlow) => Promise<T>, user = USER): Promise<T> => {
    const client = new ImapFlow({
      ...address,
      auth: { user, pass: PASSWORD },
      logger: false,
      tls: { rejectUnauthorized: false },
    });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.logout();
    }
  };
  return {
    address,
    url: `imap${tls ? 's' : ''}://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/INBOX`,
    certificate: tls ? await readFile(join(folder, 'cert.pem'), 'utf8') : '',
    addressOf: (user) => ({ ...address, user }),
    maildir: join(home, USER, 'Maildir'),
    withClient,
    append: (raw, { user, folder: to = 'INBOX', receivedAt = new Date(), flags = [] } = {}) =>
      withClient(async (client) => {
        const appended = await client.append(to, Buffer.from(raw), flags, receivedAt);
        if (!appended || appended.uid === undefined) throw new Error('Dovecot did not take the message');
        return appended.uid;
      }, user),
    async restart() {
      await running.stop('SIGKILL');
      // What the killed master leaves behind holds its sockets for a moment, and a new one refuses to start beside it.
      running = await eventually('Dovecot to start again', () =>
        startProgram(program, ['-F', '-c', config], port).catch(() => null),
      );
    },
    async recreateInbox() {
      await running.stop();
      await rm(join(home, USER), { recursive: true, force: true });
      running = await startProgram(program, ['-F', '-c', config], port);
    },
    async backup() {
      const copy = join(folder, `backup-${Date.now()}`);
      await cp(home, copy, { recursive: true, preserveTimestamps: true });
      return async () => {
        await running.stop();
        await rm(home, { recursive: true });
        await cp(copy, home, { recursive: true, preserveTimestamps: true });
        if (isRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, home]);
        running = await startProgram(program, ['-F', '-c', config], port);
      };
    },
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(
  folder: string,
  port: number,
  isRoot: boolean,
  tls: boolean | 'starttls',
  tokens?: string,
): string {
  const { username, uid, gid } = userInfo();
  const owner = isRoot ? `uid=${NOBODY} gid=${NOBODY}` : `uid=${uid} gid=${gid}`;
  const internal = isRoot ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
${internal}
default_internal_group = ${isRoot ? 'dovecot' : userInfo().gid}
ssl = ${tls ? 'required' : 'no'}
${tls ? `ssl_cert = <${folder}/cert.pem\nssl_key = <${folder}/key.pem` : ''}
disable_plaintext_auth = ${tls ? 'yes' : 'no'}
auth_mechanisms = ${tokens ?? 'plain login'}
first_valid_uid = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
service imap {
  process_limit = 1000
}
${
  tokens
    ? `passdb {
  driver = oauth2
  mechanisms = ${tokens}
  args = ${folder}/oauth2.conf
}`
    : `passdb {
  driver = passwd-file
  args = ${folder}/users
}`
}
userdb {
  driver = static
  args = ${owner} home=${folder}/home/%u
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Junk {
    auto = create
    special_use = \\Junk
  }
}
service imap-login {
  chroot =
  service_count = 0
  client_limit = 1000
  inet_listener imap {
    port = ${tls === true ? 0 : port}
  }
  inet_listener imaps {
    port = ${tls === true ? port : 0}
  }
}
service anvil {
  chroot =
}
`;
}

function makeCertificate(folder: string): void {
  const subject = ['-subj', '/CN=mail.example.vn', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  execFileSync(
    findProgram('openssl', 'openssl'),
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject],
    {
      stdio: 'ignore',
    },
  );
}
