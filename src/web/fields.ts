// What a form or an address brings: text, or nothing.

/** The first 1,000 characters; empty where there is no such field, or not one alone. */
export function textField(of: unknown, name: string): string {
  const fields: object = typeof of === 'object' && of !== null ? of : {};
  const value: unknown = Object.hasOwn(fields, name) ? Reflect.get(fields, name) : '';
  return typeof value === 'string' ? value.slice(0, LONGEST) : '';
}

const LONGEST = 1_000;
