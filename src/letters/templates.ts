// The office's template files: read once, parsed and rendered by Liquid; their faults with file and line.
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, LiquidError } from 'liquidjs';
import { Fault } from '../core/fault.ts';
import { count, timesIn } from '../core/vietnamese.ts';

const ENDING = '.liquid';

/** Text by file name. Errors: Fault template-invalid. */
export function readTemplates(folder: string): Map<string, string> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(ENDING));
    const files = names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    const garbled = files.filter(({ bytes }) => !isUtf8(bytes));
    if (garbled.length > 0)
      throw templateFault(
        folder,
        garbled.map(({ name }) => `${name}:1: is not UTF-8`),
      );
    return new Map(files.map(({ name, bytes }) => [name, textOf(bytes)]));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw templateFault(folder, [error.message], error);
  }
}

/** Whatever editor wrote it: without the byte order mark, lines end in LF. */
function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes).replaceAll('\r\n', '\n').normalize('NFC');
}

/** @param faults each "file:line: what"; a fault met twice is told once */
export function templateFault(folder: string, faults: string[], cause?: unknown): Fault {
  const lines = [...new Set(faults)].map((fault) => `\n  ${fault}`).join('');
  return new Fault('template-invalid', { transient: false, detail: `in ${folder}${lines}`, cause });
}

/** Liquid over these files; with `html`, every value printed is escaped. */
export function openEngine(files: Map<string, string>, timeZone: string, html: boolean): Liquid {
  const engine = new Liquid({
    templates: Object.fromEntries(files),
    extname: ENDING,
    cache: true,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    catchAllErrors: true,
    ...(html && { outputEscape: 'escape' as const }),
  });
  // They print past outputEscape.
  delete engine.tags.echo;
  delete engine.tags.cycle;
  const times = timesIn(timeZone);
  engine.registerFilter('long_date', times.longDate);
  engine.registerFilter('short_date', times.shortDate);
  engine.registerFilter('long_time', times.longTime);
  engine.registerFilter('table_time', times.tableTime);
  engine.registerFilter('count', count);
  return engine;
}

/** The template faults that `work` meets, each "file:line: what"; any other error is a bug and is thrown. */
export function faultsOf(files: Map<string, string>, work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    return describe(error, files);
  }
}

function describe(error: unknown, files: Map<string, string>): string[] {
  if (!LiquidError.is(error)) throw error;
  if ('errors' in error && Array.isArray(error.errors)) {
    return error.errors.flatMap((one) => describe(one, files));
  }
  const what = error.message
    .replace(/, (file|line):.*$/s, '')
    .replace(/^ENOENT: Failed to lookup "(.*)" in .*$/s, `there is no file "$1${ENDING}"`)
    .replace(/\s+/g, ' ');
  return [`${fileOf(error.token, files)}:${error.token.getPosition()[0]}: ${what}`];
}

/** Liquid does not name the file of a variable, but knows its whole text. */
function fileOf({ file, input }: LiquidError['token'], files: Map<string, string>): string {
  return file ?? [...files.keys()].find((name) => files.get(name) === input) ?? 'a template';
}
