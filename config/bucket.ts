// The bucket of the archive as ARCHIVE_URL writes it: s3://key:secret@host:port/bucket/prefix?region=name&tls=off

export interface BucketSettings {
  /** https://host:port, or http:// without TLS. */
  endpoint: string;
  region: string;
  name: string;
  /** Empty, or ends with a slash. */
  prefix: string;
  keyId: string;
  secret: string;
}

/** What servers of one's own take, unless they were told another. */
const USUAL_REGION = 'us-east-1';
/** Bucket names (AWS, "Bucket naming rules"); others are looser, but none needs more. */
const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/i;
/** Characters that keys may have anywhere (AWS, "Object key naming"), in parts that are not empty. */
const PREFIX = /^([\w!.*'()-]+\/)*$/;

/** Null where the text is no such URL. */
export function parseBucket(text: string): BucketSettings | null {
  const [, rest] = /^s3:\/\/(.*)$/i.exec(text) ?? [];
  const scheme = /[?&]tls=off(&|$)/.test(text) ? 'http' : 'https';
  // Of a scheme that it does not know, URL checks less.
  if (rest === undefined || !URL.canParse(`${scheme}://${rest}`)) return null;
  const url = new URL(`${scheme}://${rest}`);
  const [keyId, secret] = [url.username, url.password].map(decode);
  const [, name = '', path = ''] = /^\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  const region = readOptions(url.searchParams);
  if (!keyId || !secret || region === null || url.hash !== '' || url.port === '0') return null;
  if (!NAME.test(name) || !PREFIX.test(prefix)) return null;
  return {
    endpoint: url.origin,
    region: region || regionIn(url.hostname),
    name,
    prefix,
    keyId,
    secret,
  };
}

/** The region that is asked for, empty where none is; null where there is a word too many. */
function readOptions(given: URLSearchParams): string | null {
  const { region = '', tls = 'on', ...others } = Object.fromEntries(given);
  const known = /^[\w-]*$/.test(region) && /^(on|off)$/.test(tls) && Object.keys(others).length === 0;
  return known ? region : null;
}

/** Amazon's hosts say it. */
function regionIn(host: string): string {
  return /^s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(host)?.[1] ?? USUAL_REGION;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
