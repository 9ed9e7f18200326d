// HTML of strangers reduced to words, tables and images of ours: nothing in it runs, is fetched, or leads anywhere.
import sanitizeHtml, { type Attributes, type Tag } from 'sanitize-html';
import { imagesShown } from './body.ts';

export interface Sanitised {
  html: string;
  /** Images that were not fetched. */
  blocked: number;
}

const BLOCKED = '[ảnh từ xa đã bị chặn]';
const NOT_SHOWN = '[ảnh không hiển thị được]';

/** Browsers follow about as many; the parser's work grows with them at every end tag. */
const DEEPEST = 500;

class TooDeep extends Error {}

const TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'blockquote', 'pre', 'hr', 'br', 'address'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'small'],
  ...['sub', 'sup', 'code', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'img', 'a'],
];
/** Their text is not for reading. */
const SILENT = ['script', 'style', 'title', 'textarea', 'option'];

const CELL = ['colspan', 'rowspan'];

/**
 * The only elements are those above, the only attributes numbers, a few plain styles, and the `src` of images that
 * `imageOf` gives for a Content-ID. Null: it is nested deeper than anybody writes.
 */
export function sanitise(html: string, imageOf: (cid: string) => string | null): Sanitised | null {
  let depth = 0;
  let blocked = 0;
  const note = (text: string): Tag => ({ tagName: 'em', attribs: {}, text });
  const image = (_: string, { src = '', ...attribs }: Attributes): Tag => {
    const [cid] = imagesShown(src);
    const source = cid && imageOf(cid);
    if (source) return { tagName: 'img', attribs: { ...attribs, src: source } };
    if (cid || /^\s*data:/i.test(src)) return note(NOT_SHOWN);
    blocked++;
    return note(BLOCKED);
  };
  try {
    const clean = sanitizeHtml(html.toWellFormed().replaceAll('\0', ''), {
      allowedTags: TAGS,
      nonTextTags: SILENT,
      allowedAttributes: {
        '*': ['style'],
        a: ['href'],
        img: ['src', 'width', 'height'],
        td: CELL,
        th: CELL,
        ol: ['start'],
      },
      allowedSchemes: ['http', 'https', 'mailto', 'tel'],
      allowedSchemesByTag: { img: ['data'] },
      // Of CSS nothing is parsed: what is kept is known letter by letter.
      parseStyleAttributes: false,
      transformTags: { img: image, a: link, center, '*': plain },
      onOpenTag: () => {
        if (++depth > DEEPEST) throw new TooDeep();
      },
      onCloseTag: () => {
        depth--;
      },
    });
    return { html: spellOutLinks(clean).trim(), blocked };
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
}

const center = (): Tag => ({ tagName: 'div', attribs: { style: 'text-align:center' } });

function link(tagName: string, { href = '' }: Attributes): Tag {
  const address = addressOf(href);
  return { tagName, attribs: address === null ? {} : { href: address } };
}

const SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];
const LONGEST_ADDRESS = 300;

/** In ASCII, as a browser would follow it: a name that only looks like another one is seen through. */
function addressOf(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const { protocol, href: address } = new URL(href);
  if (!SCHEMES.includes(protocol)) return null;
  return address.length <= LONGEST_ADDRESS ? address : `${address.slice(0, LONGEST_ADDRESS)}…`;
}

/** Without quotes, escapes, comments and functions but one: no two readers of CSS read it differently. */
const STYLE =
  /^(color|background-color|text-align|font-weight|font-style|text-decoration)\s*:\s*(#[0-9a-f]{3,8}|[a-z]{3,20}|[1-9]00|rgba?\([\d., %]{5,40}\))$/i;
const NUMBERS = ['colspan', 'rowspan', 'width', 'height', 'start'];

function plain(tagName: string, attribs: Attributes): Tag {
  const kept: Attributes = {};
  for (const [name, value] of Object.entries(attribs)) {
    if (name === 'href' || name === 'src') kept[name] = value;
    else if (NUMBERS.includes(name) && /^[1-9]\d{0,2}$/.test(value)) kept[name] = value;
  }
  const styles = (attribs.style ?? '').split(';').map((style) => style.trim());
  const known = styles.filter((style) => STYLE.test(style));
  return { tagName, attribs: known.length > 0 ? { ...kept, style: known.join(';') } : kept };
}

/** A link becomes its words and where it led. In what the sanitiser writes every "<" begins a tag of its own. */
function spellOutLinks(clean: string): string {
  const pieces = clean.split(/(<a(?: [^>]*)?>|<\/a>)/);
  const open: string[] = [];
  return pieces
    .map((piece, at) => {
      if (at % 2 === 0) return piece;
      if (piece !== '</a>') open.push(/ href="([^"]*)"/.exec(piece)?.[1] ?? '');
      else return spellOut(open.pop() ?? '', pieces[at - 1] ?? '');
      return '';
    })
    .join('');
}

function spellOut(address: string, label: string): string {
  const told = [address, address.replace(/\/$/, ''), address.replace(/^(mailto|tel):/, '')];
  return address === '' || told.includes(label.trim()) ? '' : ` [${address}]`;
}
