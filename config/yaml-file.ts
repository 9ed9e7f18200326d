// Reads a YAML file against a schema and reports every fault with its line.
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { Fault } from '../src/core/fault.ts';

/**
 * The file's content as the schema makes it; the schema may depend on the raw content, for names it refers to.
 * Errors: Fault settings-invalid, one line for each fault: "path:line: keys: what is wrong".
 */
export function readYamlFile<T>(path: string, schemaFor: (raw: unknown) => z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  // One mistake breaks what follows it in several ways; the first of each line says enough.
  const broken = new Map<number, string>();
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    const { line } = lines.linePos(pos[0]);
    if (!broken.has(line)) broken.set(line, message);
  }
  if (broken.size > 0) throw fileFault([...broken].map(([line, message]) => `${path}:${line}: ${message}`));
  const raw: unknown = document.toJS();
  const result = schemaFor(raw).safeParse(raw);
  if (result.success) return result.data;
  const found = result.error.issues
    .flatMap((issue) => describe(issue, document))
    .map(({ offset, text }) => ({ line: lines.linePos(offset).line, text }))
    .sort((a, b) => a.line - b.line);
  throw fileFault(found.map(({ line, text }) => `${path}:${line}: ${text}`));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw fileFault([`${path}: cannot be read (${code}); check CAMPAIGN_FILE and UNITS_FILE`]);
  }
}

function fileFault(lines: string[]): Fault {
  return new Fault('settings-invalid', {
    transient: false,
    detail: lines.map((line) => `\n  ${line}`).join(''),
  });
}

interface Described {
  /** Place in the file (characters). */
  offset: number;
  text: string;
}

function describe(issue: z.core.$ZodIssue, document: Document): Described[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { offset: offsetOf(path, document), text: `${keysOf(path)}: is not a key known here` };
    });
  }
  const known = document.hasIn(issue.path) || issue.path.length === 0;
  const text = known ? issue.message : `is missing; ${issue.message}`;
  return [{ offset: offsetOf(issue.path, document), text: `${keysOf(issue.path)}: ${text}` }];
}

/** Where a key stands, or the entry that lacks it. */
function offsetOf(path: PropertyKey[], document: Document): number {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
    : undefined;
  const node = pair?.key ?? document.getIn(path, true);
  if (isNode(node)) return node.range?.[0] ?? 0;
  return path.length === 0 ? 0 : offsetOf(path.slice(0, -1), document);
}

/** documents, 2, names → "documents[3].names": entries are counted from 1, as people count. */
function keysOf(path: PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((key) => (typeof key === 'number' ? `[${key + 1}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
