// Mail servers and senders as settings write them: URLs and From headers.

export interface MailboxSettings {
  host: string;
  port: number;
  secure: boolean;
  user: string;
  /** Null: log in by OAuth2. */
  password: string | null;
  folder: string;
}

export interface SmtpSettings {
  host: string;
  port: number;
  secure: boolean;
  /** Null: no login. */
  user: string | null;
  /** Null where there is a user: log in by OAuth2. */
  password: string | null;
}

export interface Sender {
  /** As a From header has it: an address, with a display name or without. */
  header: string;
  /** The address alone, lower case. */
  address: string;
}

/** What the log calls a mailbox: never a password. */
export function mailboxName({ user, host, folder }: { user: string; host: string; folder: string }): string {
  return `${user.toLowerCase()}@${host}/${folder}`;
}

/** What budgets call the login at an outgoing server: never a password. */
export function smtpAccount({ user, host }: Pick<SmtpSettings, 'user' | 'host'>): string {
  return `${user?.toLowerCase() ?? ''}@${host}`;
}

/** Null where the text is no imap: or imaps: URL; a user that is not named is empty. */
export function parseMailbox(text: string): MailboxSettings | null {
  const url = parseServerUrl(text, IMAP);
  if (!url) return null;
  const { path, user, ...rest } = url;
  const folder = path.replace(/\/$/, '') || 'INBOX';
  // RFC 3501 §5.1: INBOX is the same in any case
  return { ...rest, user: user ?? '', folder: /^inbox$/i.test(folder) ? 'INBOX' : folder };
}

/** Null where the text is no smtp: or smtps: URL. */
export function parseSmtp(text: string): SmtpSettings | null {
  const url = parseServerUrl(text, SMTP);
  if (url?.path !== '') return null;
  const { path: _, ...rest } = url;
  return rest;
}

const SENDER = /^(?:[^<>\p{Cc}]*<([^\s<>@"]+@[^\s<>@"]+)>|([^\s<>@"]+@[^\s<>@"]+))$/u;

/** Null where the text is no address, alone or in <> after a name. */
export function parseSender(text: string): Sender | null {
  const match = SENDER.exec(text);
  const address = match?.[1] ?? match?.[2];
  return address ? { header: text, address: address.toLowerCase() } : null;
}

/** Port and TLS of each scheme, such as "imaps:". */
type Schemes = Record<string, { port: number; secure: boolean }>;

const IMAP: Schemes = { 'imap:': { port: 143, secure: false }, 'imaps:': { port: 993, secure: true } };
const SMTP: Schemes = { 'smtp:': { port: 587, secure: false }, 'smtps:': { port: 465, secure: true } };

interface ServerUrl {
  host: string;
  port: number;
  secure: boolean;
  user: string | null;
  password: string | null;
  /** Percent-decoded, without its first slash. */
  path: string;
}

/** Null where the text is no such URL; a "?" or "#" is refused, because it is a piece of a password not encoded. */
function parseServerUrl(text: string, schemes: Schemes): ServerUrl | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const scheme = schemes[url.protocol];
  const [user, password, path] = [url.username, url.password, url.pathname.slice(1)].map(decode);
  if (!scheme || url.hostname === '' || url.search !== '' || url.hash !== '' || url.port === '0') return null;
  if (user === undefined || password === undefined || path === undefined) return null;
  return {
    // IPv6 stands in brackets only inside a URL.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? scheme.port : Number(url.port),
    secure: scheme.secure,
    user: user || null,
    password: password || null,
    path,
  };
}

/** Percent-decodes; undefined where a % is not followed by two hexadecimal digits of UTF-8. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
