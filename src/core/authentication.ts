// Whether a message is from whom it says: what the office's own mail server found (Authentication-Results, RFC 8601).
import type { Envelope, HeaderLine } from './facts.ts';

/** none: nobody to be believed has said anything of it. */
export type Authentication = 'pass' | 'fail' | 'none';

/** The trusted server writes no authserv-id at all, as Microsoft 365 does. */
const WITHOUT_ID = 'none';

/**
 * DMARC decides where the server tells of it: it alone speaks of the From that people see. Where it does not (the
 * domain has no policy, or the server does not look), a signature or an SPF pass of From's own domain vouches for it;
 * without that, SPF "fail" is the domain's own word that this server does not write for it (RFC 7208 §2.6.4), while
 * "softfail" needs a broken signature beside it: alone, both are everyday faults of forwarded and unsigned mail.
 * @param trusted authserv-id of the office's mail server; null: nobody is believed
 */
export function judgeAuthentication(envelope: Envelope, trusted: string | null): Authentication {
  const from = envelope.from && domainOf(envelope.from.address);
  const [top = [], ...below] =
    trusted === null ? [] : trustedResults(envelope.headers, trusted.toLowerCase());
  // Servers should remove lines that bear their own name (RFC 8601 §5), and not all do. One that stands right below the
  // server's may be a forger's, so it may make things worse and never better.
  const all = [...top, ...below.flat()];
  const says = (results: Result[], method: string, ...values: string[]) =>
    results.some((one) => one.method === method && values.includes(one.result));
  if (says(all, 'dmarc', 'fail')) return 'fail';
  if (from && top.some((one) => vouches(one, from))) return 'pass';
  if (says(all, 'spf', 'fail', 'hardfail')) return 'fail';
  return says(all, 'spf', 'softfail') && says(all, 'dkim', 'fail') ? 'fail' : 'none';
}

interface Result {
  method: string;
  result: string;
  /** "header.from" → value; lower case. */
  properties: Map<string, string>;
}

/** Properties that name the domain a method speaks of. */
const SUBJECT_OF: Record<string, string[]> = {
  dmarc: ['header.from'],
  dkim: ['header.d', 'header.i'],
  spf: ['smtp.mailfrom', 'smtp.mfrom', 'envelope-from'],
};

function vouches({ method, result, properties }: Result, from: string): boolean {
  const names = SUBJECT_OF[method];
  if (result !== 'pass' || !names) return false;
  const [value] = names.flatMap((name) => properties.get(name) ?? []);
  // DMARC without the name it looked at means the message's only From.
  if (value === undefined) return method === 'dmarc';
  const domain = domainOf(value);
  // RFC 7489 §3.1: relaxed alignment, as far as it can be told without a list of public suffixes
  return domain === from || domain.endsWith(`.${from}`) || from.endsWith(`.${domain}`);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/**
 * Results of the topmost line with the trusted name, then of those directly below. Further down, below a Received line,
 * all is what the sender's side wrote.
 */
function trustedResults(headers: HeaderLine[], trusted: string): Result[][] {
  const found: Result[][] = [];
  for (const { name, value } of headers) {
    if (name === 'received' && found.length > 0) break;
    if (name !== 'authentication-results') continue;
    const { id, results } = parseResults(value);
    if (trusted === WITHOUT_ID) return id === null ? [results] : [];
    if (id === trusted) found.push(results);
  }
  return found;
}

/** RFC 8601 §2.2: authserv-id [version] *( ";" method "=" result [reason] *property ). */
function parseResults(value: string): { id: string | null; results: Result[] } {
  const parts = splitParts(value.toLowerCase());
  const first = parts[0] ?? '';
  const hasId = !METHOD.test(first);
  return {
    id: hasId ? (/^"?([^\s"]+)"?(\s+\d+)?$/.exec(first)?.[1] ?? null) : null,
    results: (hasId ? parts.slice(1) : parts).flatMap(parseResult),
  };
}

const METHOD = /^([a-z0-9-]+)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)/;
const PROPERTY = /([a-z0-9-]+(?:\s*\.\s*[a-z0-9-]+)?)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s";]+)/g;

/** Microsoft puts domains of its own between semicolons: whatever is no result is passed over. */
function parseResult(part: string): Result[] {
  const [whole, method, result] = METHOD.exec(part) ?? [];
  if (whole === undefined || !method || !result) return [];
  const pairs = [...part.slice(whole.length).matchAll(PROPERTY)].map(
    ([, name = '', value = '']): [string, string] => [
      name.replace(/\s/g, ''),
      value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value,
    ],
  );
  // The first of a name counts.
  return [{ method, result, properties: new Map(pairs.reverse()) }];
}

/** Parts between semicolons, without comments, which may be nested (RFC 5322 §3.2.2); quoted strings stay whole. */
function splitParts(value: string): string[] {
  let depth = 0;
  let quoted = false;
  const parts = [''];
  for (const token of value.match(/\\[\s\S]|[^\\]/g) ?? []) {
    if (depth === 0 && token === '"') quoted = !quoted;
    const before = depth;
    if (!quoted) depth = depthAfter(token, depth);
    if (before > 0 || depth > 0) continue;
    if (token === ';' && !quoted) parts.push('');
    else parts[parts.length - 1] += token;
  }
  // A comment that never ends would hide what follows it.
  return (depth > 0 ? value.split(';') : parts).map((part) => part.trim());
}

function depthAfter(token: string, depth: number): number {
  if (token === '(') return depth + 1;
  return token === ')' ? Math.max(0, depth - 1) : depth;
}
