// The words of a message: plain where the sender gave them so, else those of the HTML, with what the HTML points to.
import { simpleParser } from 'mailparser';
import { unescapePercent } from './part-name.ts';

export interface Content {
  /** With the words of HTML that stands beside it; empty where there is nothing but HTML. */
  plain: string;
  html: string;
}

export interface Body {
  text: string;
  /** Where links of the sender's own part of the HTML lead, as they stand there. */
  targets: string[];
  /** Content-IDs of the images shown. */
  shown: ReadonlySet<string>;
}

/** Characters of body text kept. */
const TEXT_LIMIT = 200_000;
const HTML_LIMIT = 2_000_000;
const MOST_TARGETS = 1_000;

export async function readBody({ plain, html }: Content): Promise<Body> {
  const all = html.slice(0, HTML_LIMIT);
  const own = withoutEarlierMail(all);
  const words = plain.trim() === '' && html !== '' ? (await textOf(own)) || (await textOf(all)) : plain;
  return {
    text: words.slice(0, TEXT_LIMIT).normalize('NFC'),
    targets: targetsOf(own),
    shown: imagesShown(all),
  };
}

/** mailparser turns HTML into text only where it is all of a message, so that is what it gets. */
async function textOf(html: string): Promise<string> {
  const head = Buffer.from('Content-Type: text/html; charset=utf-8\r\n\r\n');
  const { text } = await simpleParser(Buffer.concat([head, Buffer.from(html)]), {
    skipTextToHtml: true,
    keepCidLinks: true,
  });
  return (text ?? '').trim();
}

/** Gmail, Yahoo, Outlook and Zimbra put the earlier mail last, under an element that says so. */
const EARLIER_MAIL =
  /\s(class\s*=\s*["']?[^"']*\b(gmail_quote|yahoo_quoted)|id\s*=\s*["']?(divRplyFwdMsg|appendonsend|reply-intro|zimbraReplyForward|mail-editor-reference-message-container)|style\s*=\s*["']?[^"']*border-top:\s*solid #(e1e1e1|b5c4df))/i;

function withoutEarlierMail(html: string): string {
  for (const { 0: tag, index } of html.matchAll(/<(?:div|blockquote|hr)\b[^<>]{0,1000}>/gi)) {
    if (EARLIER_MAIL.test(tag)) return html.slice(0, index);
  }
  return html;
}

function targetsOf(own: string): string[] {
  const targets: string[] = [];
  let quoted = 0;
  for (const [tag, name = ''] of own.matchAll(/<(\/?blockquote|a)\b[^<>]*>/gi)) {
    if (/^b/i.test(name)) quoted++;
    else if (name.startsWith('/')) quoted = Math.max(0, quoted - 1);
    else if (quoted === 0 && targets.length < MOST_TARGETS) targets.push(...hrefOf(tag));
  }
  return targets;
}

function hrefOf(tag: string): string[] {
  const [, double, single, bare] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag) ?? [];
  const href = double ?? single ?? bare;
  return href === undefined ? [] : [href.replace(/&(amp|#38|#x26);/gi, '&').trim()];
}

/** Content-IDs in HTML, or in one attribute of it. */
export function imagesShown(html: string): Set<string> {
  const ids = html.matchAll(/\bcid:([^"'\s>)]+)/gi);
  return new Set([...ids].map(([, id = '']) => (id.includes('%') ? decode(id) : id)));
}

function decode(id: string): string {
  return Buffer.from(unescapePercent(id), 'latin1').toString('utf8');
}
