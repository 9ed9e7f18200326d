// Why a letter came back or is late, told from the status code (RFC 3463) and the server's words.
import { fold } from './fold.ts';
import type { Reason } from './reasons.ts';

/** Codes that say one thing only; the class does not matter, for a delay given up keeps its 4. */
const EXACT: [RegExp, Reason][] = [
  [/^\d\.1\.(1|3|6|10)$/, 'address-unknown'],
  [/^\d\.1\.2$/, 'domain-unknown'],
  [/^\d\.2\.1$/, 'mailbox-closed'],
  [/^\d\.2\.2$/, 'mailbox-full'],
  [/^\d\.(2\.3|3\.4)$/, 'letter-too-large'],
];

const WORDS: [RegExp, Reason][] = [
  [
    /quota|(mailbox|inbox|storage|disk|hop thu)\b.{0,40}\b(full|exceed|day)|not enough (free )?space|exceeded (its |the )?storage/,
    'mailbox-full',
  ],
  [/(message|mail|size).{0,40}(too (large|big)|exceeds|exceeded)|size limit/, 'letter-too-large'],
  [
    /(domain|host|mx)( name)? (was |is )?(not found|does not exist|doesn t exist|couldn t be found)|couldn t find any host|unrouteable|unroutable|nxdomain|no such domain|dns error|host lookup|name service error/,
    'domain-unknown',
  ],
  [/(account|mailbox|user|address)\b.{0,40}\b(disabled|inactive|suspended|closed|locked)/, 'mailbox-closed'],
  [
    /(user|recipient|mailbox|address|account)\b.{0,60}\b(unknown|not found|does not exist|doesn t exist|invalid|unavailable|not listed|not recognized|wasn t found|couldn t be found)|(unknown|no such|invalid|nonexistent) (local )?(user|recipient|mailbox|address)|no mailbox here|dia chi\b.{0,40}khong ton tai|khong tim thay dia chi/,
    'address-unknown',
  ],
  [
    /time ?out|timed out|refused|unreachable|no route|expired|too long|not accept connections|try again later|greylist|temporar/,
    'server-unreachable',
  ],
  [
    /spam|blacklist|block(ed|list)|policy|reject|denied|not (allowed|authori)|unauthenticated|reputation/,
    'letter-rejected',
  ],
];

const COARSE: [RegExp, Reason][] = [
  [/^\d\.1\./, 'address-unknown'],
  [/^\d\.[34]\./, 'server-unreachable'],
  [/^\d\.7\./, 'letter-rejected'],
];

export function deliveryReason(status: string | null, words: string): Reason {
  const said = fold(words);
  const find = (rules: [RegExp, Reason][], text: string) => rules.find(([rule]) => rule.test(text))?.[1];
  const code = status ?? '';
  return find(EXACT, code) ?? find(WORDS, said) ?? find(COARSE, code) ?? 'delivery-failed';
}

/** What the answer means that a mail server refused a letter with; null: it is no server's answer. */
export function reasonOfAnswer(answer: string): Reason | null {
  if (!/^[45]\d\d\b/.test(answer)) return null;
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(answer)?.[0] ?? null;
  return deliveryReason(status, answer);
}
