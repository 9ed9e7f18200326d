// What Postgres can keep: every character but NUL, and no half of a surrogate pair.

export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
