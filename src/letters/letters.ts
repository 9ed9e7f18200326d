// Letters: a letter's facts and the office's template make subject, text and HTML. Templates are checked at the start.
import { join } from 'node:path';
import type { Campaign } from '../core/campaign.ts';
import { LETTER_KINDS, type LetterFacts, type LetterKind, type RenderedLetter } from '../core/letter.ts';
import { htmlDocument } from './html.ts';
import { sampleCampaigns, sampleFacts } from './samples.ts';
import { faultsOf, openEngine, readTemplates, templateFault } from './templates.ts';
import { variablesOf } from './variables.ts';

export interface Letters {
  render(kind: LetterKind, facts: LetterFacts): RenderedLetter;
}

/** Reads and checks the templates in `folder`. Errors: Fault template-invalid, which lists every fault with file and line. */
export function openLetters(folder: string, campaign: Campaign): Letters {
  const files = readTemplates(folder);
  const text = openEngine(files, campaign.timeZone, false);
  const html = openEngine(files, campaign.timeZone, true);
  const render: Render = (kind, facts, campaign) => {
    const variables = variablesOf(facts, campaign);
    const plain = divide(text.renderFileSync(kind, { ...variables, html: false }));
    const marked = divide(html.renderFileSync(kind, { ...variables, html: true }));
    return { ...plain, html: htmlDocument(marked.subject, marked.text.trimEnd()) };
  };

  const faults = [...files.keys()].flatMap((name) =>
    faultsOf(folder, () => text.parse(files.get(name) ?? '', name)),
  );
  for (const kind of LETTER_KINDS) faults.push(...checkKind(folder, kind, files, render, campaign));
  if (faults.length > 0) throw templateFault(new Set(faults));
  return { render: (kind, facts) => render(kind, facts, campaign) };
}

type Render = (kind: LetterKind, facts: LetterFacts, campaign: Campaign) => RenderedLetter;

/** Renders every sample, so that every branch of the template has been taken once. */
function checkKind(
  folder: string,
  kind: LetterKind,
  files: Map<string, string>,
  render: Render,
  campaign: Campaign,
): string[] {
  const file = `${kind}.liquid`;
  if (!files.has(file)) return [`${join(folder, file)}: is missing`];
  return sampleCampaigns(campaign).flatMap((sample) =>
    sampleFacts().flatMap((facts) => {
      let fault: string | null = null;
      const faults = faultsOf(folder, () => {
        fault = unfit(kind, facts, render(kind, facts, sample));
      });
      return fault ? [...faults, `${join(folder, file)}:1: ${fault}`] : faults;
    }),
  );
}

/** What Liquid cannot know of a letter. */
function unfit(kind: LetterKind, { code }: LetterFacts, { subject, text }: RenderedLetter): string | null {
  if (subject === '') return 'the first line must be "Tiêu đề: " and the subject';
  if (text.trim() === '') return 'nothing stands below the subject';
  if (kind !== 'no-attachment' && code !== null && !subject.includes(`[${code}]`))
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
  return { subject: subject.replace(/\s+/g, ' ').trim(), text: `${text.trim()}\n` };
}
