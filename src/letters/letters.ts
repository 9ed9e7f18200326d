// Letters: a letter's facts and the office's template make subject, text and HTML. Templates are checked at the start.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, LiquidError, type Template } from 'liquidjs';
import type { Campaign } from '../core/campaign.ts';
import { Fault } from '../core/fault.ts';
import { LETTER_KINDS, type LetterFacts, type LetterKind, type RenderedLetter } from '../core/letter.ts';
import { htmlDocument } from './html.ts';
import { SAMPLES } from './samples.ts';
import { variablesOf } from './variables.ts';
import { count, longDate, longTime, tableTime } from './vietnamese.ts';

export interface Letters {
  render(kind: LetterKind, facts: LetterFacts): RenderedLetter;
}

/** Reads and checks the templates in `folder`. Errors: Fault template-invalid, which lists every fault with file and line. */
export function openLetters(folder: string, campaign: Campaign): Letters {
  const engines = { text: openEngine(folder, campaign, false), html: openEngine(folder, campaign, true) };
  const faults = new Set<string>();
  const templates = new Map<LetterKind, Compiled>();
  for (const kind of LETTER_KINDS) {
    const file = join(folder, `${kind}.liquid`);
    noting(faults, file, () => {
      const source = readFileSync(file, 'utf8').normalize('NFC');
      templates.set(kind, {
        text: engines.text.parse(source, file),
        html: engines.html.parse(source, file),
      });
    });
  }
  const letters: Letters = {
    render(kind, facts) {
      const template = templates.get(kind);
      if (!template) throw new Error(`there is no template for ${kind}`);
      const variables = variablesOf(facts, campaign);
      const { subject, body } = divide(engines.text.renderSync(template.text, { ...variables, html: false }));
      const html = divide(engines.html.renderSync(template.html, { ...variables, html: true }));
      return { subject, text: `${body}\n`, html: htmlDocument(html.subject, html.body) };
    },
  };
  for (const kind of templates.keys()) {
    for (const facts of SAMPLES)
      noting(faults, join(folder, `${kind}.liquid`), () => letters.render(kind, facts));
  }
  if (faults.size > 0) {
    const detail = [...faults].map((fault) => `\n  ${fault}`).join('');
    throw new Fault('template-invalid', { transient: false, detail });
  }
  return letters;
}

interface Compiled {
  text: Template[];
  html: Template[];
}

/** In HTML every value is escaped unless a template says otherwise. */
function openEngine(folder: string, campaign: Campaign, html: boolean): Liquid {
  const { timeZone } = campaign;
  const engine = new Liquid({
    root: folder,
    extname: '.liquid',
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // A list of a sender's making must not keep the program busy.
    renderLimit: 5_000,
    ...(html && { outputEscape: 'escape' as const }),
  });
  engine.registerFilter('long_date', (at: Date) => longDate(at, timeZone));
  engine.registerFilter('long_time', (at: Date) => longTime(at, timeZone));
  engine.registerFilter('table_time', (at: Date) => tableTime(at, timeZone));
  engine.registerFilter('count', count);
  return engine;
}

const SUBJECT = /^\uFEFF?Tiêu đề: *(.+)\n/;

class NoSubject extends Error {
  override message = 'the first line must be "Tiêu đề: " and the subject';
}

/** The first line is the subject; tags of the template leave no more than one blank line behind. */
function divide(rendered: string): { subject: string; body: string } {
  const text = rendered.replaceAll('\r\n', '\n');
  const subject = SUBJECT.exec(text);
  if (!subject?.[1]) throw new NoSubject();
  const body = text
    .slice(subject[0].length)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { subject: subject[1].trim(), body };
}

function noting(faults: Set<string>, file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    faults.add(describe(error, file));
  }
}

function describe(error: unknown, file: string): string {
  if (LiquidError.is(error)) {
    const [line] = error.token.getPosition();
    const text = error.message.replace(/, (file|line):.*$/s, '');
    return `${error.token.file ?? file}:${line}: ${text}`;
  }
  if (error instanceof NoSubject) return `${file}:1: ${error.message}`;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return `${file}: is missing`;
  throw error;
}
