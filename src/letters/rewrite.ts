// A letter whose words staff have changed: subject, text and an HTML made anew from the text.
import type { RenderedLetter } from '../core/letter.ts';
import { htmlDocument } from './html.ts';
import { isTrial, withoutTrial, withoutValue } from './trial.ts';

/** @param before the text it had: a letter of a trial stays one */
export function rewriteLetter(before: string, words: { subject: string; text: string }): RenderedLetter {
  const { subject, text } = withoutTrial({ subject: oneLine(words.subject), text: plain(words.text) });
  const letter = { subject, text, html: htmlDocument(escapeHtml(subject), escapeHtml(text.trimEnd())) };
  return isTrial(before) ? withoutValue(letter) : letter;
}

function oneLine(subject: string): string {
  return subject
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/** As browsers send it, without what no letter holds: control characters, blanks at line ends, several blank lines. */
function plain(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n');
  return `${lines.replace(/^\n+/, '').trimEnd()}\n`.normalize('NFC');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
