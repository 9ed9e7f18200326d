// What a form or an address brings: text, or nothing.
import { storable } from '../store/text.ts';

/** The first 1,000 characters, as Postgres can keep them; empty where there is no such field, or not one alone. */
export function textField(of: unknown, name: string): string {
  const fields: object = typeof of === 'object' && of !== null ? of : {};
  const value: unknown = Object.hasOwn(fields, name) ? Reflect.get(fields, name) : '';
  return typeof value === 'string' ? storable(value.slice(0, LONGEST)) : '';
}

const LONGEST = 1_000;
