// What Postgres can keep: every character but NUL, and no half of a surrogate pair.

export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** As JSON says them, or a text that says so itself. */
const NOT_STORABLE = /\\u(0000|d[89a-f])/;

/** JSON for a jsonb column, its strings made storable. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!NOT_STORABLE.test(json)) return json;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}
