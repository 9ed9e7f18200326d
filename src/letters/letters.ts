// Letters: a letter's facts and the office's template make subject, text and HTML. Templates are checked at the start.
import { createHash } from 'node:crypto';
import type { Campaign } from '../core/campaign.ts';
import { type FactsOf, LETTER_KINDS, type LetterKind, type RenderedLetter } from '../core/letter.ts';
import { htmlDocument } from './html.ts';
import { samplesOf } from './samples.ts';
import { faultsOf, openEngine, readTemplates, templateFault } from './templates.ts';
import { withoutValue } from './trial.ts';
import { type Variables, variablesOf } from './variables.ts';

export interface Letters {
  render<Kind extends LetterKind>(kind: Kind, facts: FactsOf<Kind>): RenderedLetter;
  /** The letter of the check at the start that says all there is to say; `checked`: how many there were. */
  sample(kind: LetterKind): { letter: RenderedLetter; checked: number };
}

/** Remembers what has passed the check. */
export interface Checked {
  has(digest: string): boolean;
  add(digest: string): void;
}

/**
 * Reads and checks the templates in `folder`. Errors: Fault template-invalid, which lists every fault with file and line.
 * @param checked the same templates for the same campaign and the same program are checked once
 */
export function openLetters(folder: string, campaign: Campaign, checked?: Checked): Letters {
  const files = readTemplates(folder);
  const render = openRenderer(files, campaign.timeZone);
  const digest = digestOf(files, campaign);
  if (!checked?.has(digest)) {
    const faults = [
      ...[...files].flatMap(([name, text]) => faultsOf(files, () => render.parse(name, text))),
      ...LETTER_KINDS.flatMap((kind) => checkKind(kind, files, render.letter, campaign)),
    ];
    if (faults.length > 0) throw templateFault(folder, faults);
    checked?.add(digest);
  }
  return {
    render: (kind, facts) => render.letter(kind, variablesOf(kind, facts, campaign), campaign),
    sample: (kind) => {
      const [full, ...others] = samplesOf(kind, campaign);
      if (!full) throw new Error(`no sample of ${kind}`);
      const variables = variablesOf(kind, full.facts, full.campaign);
      return { letter: render.letter(kind, variables, full.campaign), checked: others.length + 1 };
    },
  };
}

/** Of all that the outcome of the check hangs on: templates, campaign, and what the program gives them to print. */
function digestOf(files: Map<string, string>, campaign: Campaign): string {
  const printed = LETTER_KINDS.map((kind) => {
    const [full] = samplesOf(kind, campaign);
    return full && variablesOf(kind, full.facts, full.campaign);
  });
  return createHash('sha256')
    .update(JSON.stringify([[...files].sort(), campaign, printed]))
    .digest('hex');
}

type Render = (kind: LetterKind, variables: Variables, campaign: Campaign) => RenderedLetter;

function openRenderer(files: Map<string, string>, timeZone: string) {
  const text = openEngine(files, timeZone, false);
  const html = openEngine(files, timeZone, true);
  const letter: Render = (kind, variables, { testMode }) => {
    const plain = divide(text.renderFileSync(kind, { ...variables, html: false }));
    const marked = divide(html.renderFileSync(kind, { ...variables, html: true }));
    const made = { ...plain, html: htmlDocument(marked.subject, marked.text.trimEnd()) };
    return testMode ? withoutValue(made) : made;
  };
  return { letter, parse: (name: string, template: string) => text.parse(template, name) };
}

/** Renders every sample, so that every branch of the template has been taken once. */
function checkKind(
  kind: LetterKind,
  files: Map<string, string>,
  render: Render,
  campaign: Campaign,
): string[] {
  const file = `${kind}.liquid`;
  if (!files.has(file)) return [`${file}: is missing`];
  return samplesOf(kind, campaign).flatMap((sample) => {
    const found: string[] = [];
    const faults = faultsOf(files, () => {
      const variables = variablesOf(kind, sample.facts, sample.campaign);
      const fault = unfit(kind, variables, render(kind, variables, sample.campaign));
      if (fault) found.push(`${file}:1: ${fault}`);
    });
    return [...faults, ...found];
  });
}

/** Letters on mails that made no dossier. */
const WITHOUT_DOSSIER: readonly LetterKind[] = ['no-attachment', 'message-too-large'];

/** What Liquid cannot know of a letter. */
function unfit(kind: LetterKind, { code }: Variables, { subject, text }: RenderedLetter): string | null {
  if (subject === '') return 'the first line must be "Tiêu đề: " and the subject';
  if (text.trim() === '') return 'nothing stands below the subject';
  if (code !== '' && !WITHOUT_DOSSIER.includes(kind) && !subject.includes(`[${code}]`))
    return 'the subject must hold [{{ code }}], by which an answer finds its dossier';
  return null;
}

const SUBJECT = /^Tiêu đề:(.*)\n/;

/** The first line is the subject; tags of the template leave no more than one blank line behind. */
function divide(rendered: string): { subject: string; text: string } {
  const [line = '', subject = ''] = SUBJECT.exec(rendered) ?? [];
  const text = rendered
    .slice(line.length)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n');
  return { subject: subject.replace(/[\p{Cc}\s]+/gu, ' ').trim(), text: `${text.trim()}\n`.normalize('NFC') };
}
