// What Postgres can keep: every character but NUL, and no half of a surrogate pair.

export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** JSON for a jsonb column, its strings made storable. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}
