// Documents sent by link: files too large for a mail lie in somebody's cloud, where nobody fetches them for the sender.
import type { SentLink } from './facts.ts';

const MOST_LINKS = 50;
const LONGEST_URL = 2_000;
/** Wrapped, a link is longer. */
const LONGEST_WRITTEN = 8_000;
/** Characters of text searched. */
const LONGEST_TEXT = 200_000;
/** A link may be wrapped by Google and by Outlook, and once more when it is sent on. */
const MOST_WRAPPINGS = 3;

interface Service {
  name: string;
  host: RegExp;
  /** Path, query and fragment of a document; the other pages of a service are none. */
  document: RegExp;
  /** What names the document, whichever page shows it; all of the address where absent. */
  id?: RegExp;
}

const GOOGLE_ID = /(?:\/d\/(?:e\/)?|\/folders\/|[?&]id=)([\w-]{10,})/;
const PATH = /^(\/[^?#]+)/;

const SERVICES: readonly Service[] = [
  {
    name: 'Google Drive',
    host: /^(drive|docs|drive\.usercontent)\.google\.com$/,
    // A form asks for answers; it is no document.
    document: /^\/(?!forms\/).*(\/d\/|\/folders\/|[?&]id=)/,
    id: GOOGLE_ID,
  },
  { name: 'Google Photos', host: /^photos\.app\.goo\.gl$/, document: PATH, id: PATH },
  { name: 'Google Photos', host: /^photos\.google\.com$/, document: /^\/share\//, id: PATH },
  { name: 'OneDrive', host: /^1drv\.ms$/, document: PATH, id: PATH },
  {
    name: 'OneDrive',
    host: /^onedrive\.live\.com$/,
    document: /[?&](id|resid|cid|redeem)=/i,
    id: /[?&](?:res)?id=([^&#]+)/i,
  },
  { name: 'SharePoint', host: /\.sharepoint\.com$/, document: PATH, id: PATH },
  { name: 'WeTransfer', host: /^we\.tl$/, document: PATH, id: PATH },
  { name: 'WeTransfer', host: /(^|\.)wetransfer\.com$/, document: /^\/(downloads|previews)\//, id: PATH },
  { name: 'Fshare', host: /^(www\.)?fshare\.vn$/, document: /^\/(file|folder)\//, id: PATH },
  // A phone number or a group is somebody to talk to; "pc" and "download" offer the program.
  {
    name: 'Zalo',
    host: /^(www\.)?zalo\.me$/,
    document: /^\/(?!g\/)(?!(pc|download|home|web)\b)(?![+\d.-]+\/?([?#]|$))[^?#]/,
    id: PATH,
  },
  { name: 'Zalo', host: /\.(zdn|zadn)\.vn$/, document: PATH, id: PATH },
  { name: 'Dropbox', host: /^(www\.)?dropbox\.com$/, document: /^\/(s|sh|scl|t|transfer|l)\//, id: PATH },
  { name: 'MEGA', host: /^mega\.(nz|io|co\.nz)$/, document: /^\/((file|folder|embed)\/|#F?!)/ },
  {
    name: 'MediaFire',
    host: /^(www\.|app\.)?mediafire\.com$/,
    document: /^\/((file|folder|view|download|file_premium)\/|\?\w)/,
    id: /^\/(?:\w+\/|\?)(\w+)/,
  },
  {
    name: 'iCloud',
    host: /^(www|share)\.icloud\.com$|^icloud\.com$/,
    document: /^\/(attachments?|iclouddrive|photos)\b./,
  },
];

/** Pages that only lead on to the link they carry, and where they carry it. */
const WRAPPERS: readonly { host: RegExp; path: RegExp; carriers: string[] }[] = [
  { host: /(^|\.)google\.[a-z.]+$/, path: /^\/url$/, carriers: ['q', 'url'] },
  { host: /\.safelinks\.protection\.outlook\.com$/, path: /^\//, carriers: ['url'] },
  { host: /^lm?\.facebook\.com$/, path: /^\/l\.php$/, carriers: ['u'] },
];

/**
 * @param text the sender's own words, without what is quoted from earlier mails
 * @param targets where the links of the HTML lead
 */
export function findLinks(text: string, targets: readonly string[]): SentLink[] {
  const found = new Map<string, SentLink>();
  for (const written of [...targets, ...urlsIn(text)]) {
    const document = documentAt(written);
    if (!document || found.has(document.key)) continue;
    found.set(document.key, document.link);
    if (found.size === MOST_LINKS) break;
  }
  return [...found.values()];
}

function documentAt(written: string): { key: string; link: SentLink } | null {
  const url = unwrap(written);
  const rest = url && `${url.pathname}${url.search}${url.hash}`;
  const service = SERVICES.find((one) => url && one.host.test(url.hostname) && one.document.test(rest ?? ''));
  if (!url || !rest || !service) return null;
  const named = service.id?.exec(rest)?.[1];
  return {
    key: `${service.name} ${named ?? url.hostname + rest}`,
    link: { service: service.name, url: `https://${url.host}${rest}`.slice(0, LONGEST_URL) },
  };
}

function unwrap(written: string): URL | null {
  let url = urlOf(written);
  for (let turn = 0; turn < MOST_WRAPPINGS && url; turn++) {
    const { hostname, pathname, searchParams } = url;
    const wrapper = WRAPPERS.find(({ host, path }) => host.test(hostname) && path.test(pathname));
    if (!wrapper) return url;
    const carried = wrapper.carriers.map((name) => searchParams.get(name)).find((one) => one);
    url = urlOf(carried ?? '');
  }
  return url;
}

function urlOf(written: string): URL | null {
  const whole = /^[a-z][a-z\d+.-]*:/i.test(written) ? written : `https://${written}`;
  if (written.length > LONGEST_WRITTEN || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  // What stands before an @ is there to deceive, or to be written to.
  return /^https?:$/.test(url.protocol) && url.username === '' ? url : null;
}

/** Written with a scheme, or without one where the host is a service's: "drive.google.com/file/d/…". */
function urlsIn(text: string): string[] {
  const url = /(?<![\w@.-])(?:https?:\/\/)?[a-z\d][a-z\d.-]{1,250}\.[a-z]{2,10}[/?][^\s<>"]{0,8000}/gi;
  const urls = text.slice(0, LONGEST_TEXT).matchAll(url);
  return [...urls].map(([url]) => withoutEnd(url));
}

/** Without the punctuation of the sentence that the link stands in, and the bracket it stands in. */
function withoutEnd(url: string): string {
  const bare = url.replace(/(?<![.,;:!?'*\u2019\u201d…])[.,;:!?'*\u2019\u201d…]+$/u, '');
  const closing = /[)\]}]$/.exec(bare)?.[0];
  if (!closing) return bare;
  const opening = { ')': '(', ']': '[', '}': '{' }[closing] ?? '';
  return bare.includes(opening) ? bare : withoutEnd(bare.slice(0, -1));
}
