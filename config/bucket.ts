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
  // Of a scheme that it does not know, URL neither lower-cases the host nor checks the port.
  const [, rest] = /^s3:\/\/(.*)$/i.exec(text) ?? [];
  if (rest === undefined || !URL.canParse(`https://${rest}`)) return null;
  const url = new URL(`https://${rest}`);
  const [keyId, secret] = [url.username, url.password].map(decode);
  const [, name = '', path = ''] = /^\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  const options = readOptions(url.searchParams);
  if (!keyId || !secret || !options || url.hash !== '' || url.port === '0') return null;
  if (!NAME.test(name) || !PREFIX.test(prefix)) return null;
  const { region, tls } = options;
  return {
    endpoint: `${tls ? 'https' : 'http'}://${url.host}`,
    region: region ?? regionIn(url.hostname),
    name,
    prefix,
    keyId,
    secret,
  };
}

function readOptions(given: URLSearchParams): { region: string | null; tls: boolean } | null {
  const names = [...given.keys()];
  if (new Set(names).size !== names.length || names.some((name) => name !== 'region' && name !== 'tls'))
    return null;
  const region = given.get('region');
  const tls = given.get('tls') ?? 'on';
  if ((region !== null && !/^[\w-]+$/.test(region)) || !['on', 'off'].includes(tls)) return null;
  return { region, tls: tls === 'on' };
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
