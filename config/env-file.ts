// Reads a file of NAME=value lines.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface EnvFile {
  values: Map<string, string>;
  /** One sentence for each line that cannot be read; it names the line and never repeats it. */
  faults: string[];
}

const LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'].*?|))(?:\s+#.*)?$/;

/** A value stands bare or in quotes, on one line; a comment begins with # at the start or after a space. */
export function parseEnvFile(text: string): EnvFile {
  const values = new Map<string, string>();
  const faults: string[] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const [, name, double, single, bare] = LINE.exec(trimmed) ?? [];
    if (name === undefined) faults.push(`line ${at + 1}: expected NAME=value, in quotes or without`);
    else if (values.has(name))
      faults.push(`line ${at + 1}: ${name} is set a second time; keep one of the lines`);
    else values.set(name, double ?? single ?? withoutComment(bare ?? ''));
  }
  return { values, faults };
}

/** An empty value with a comment: the comment follows the equals sign at once. */
function withoutComment(value: string): string {
  return value.startsWith('#') ? '' : value;
}

/** An empty value counts as unset, so that a copy of example.env works as it is. */
export function withoutEmpty(entries: Iterable<[string, string | undefined]>): Record<string, string> {
  return Object.fromEntries(
    [...entries].flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

/** @param path relative to `cwd`; undefined: there is none */
export function readEnvFile(path: string | undefined, cwd: string): EnvFile {
  if (path === undefined) return { values: new Map(), faults: [] };
  try {
    return parseEnvFile(readFileSync(resolve(cwd, path), 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return {
      values: new Map(),
      faults: [`cannot be read (${code}); expected the path of a file of settings`],
    };
  }
}
