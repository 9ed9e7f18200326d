// Guards against mistyped names of settings, which would otherwise be ignored in silence.

/** Beginnings that nobody else's variables have. */
const OURS = /^(MAILBOX|MAIL_OAUTH|LETTERS?|CAMPAIGN|UNITS|REPLY|POLL|TRUSTED_AUTHSERV|ALARM)_/i;

/**
 * One sentence for each name that is probably a mistyped setting. The environment holds other programs' variables, so
 * there only names that begin like ours count; in our own file a name that nearly is one counts too.
 */
export function findUnknown(environment: string[], file: string[], known: readonly string[]): string[] {
  const strange = (name: string) => !known.includes(name);
  const found = [
    ...environment.filter((name) => strange(name) && OURS.test(name)),
    ...file.filter((name) => strange(name) && (OURS.test(name) || distance(name, nearest(name, known)) <= 2)),
  ];
  return [...new Set(found)].map(
    (name) => `${name}: is not a setting; did you mean ${nearest(name, known)}?`,
  );
}

function nearest(name: string, known: readonly string[]): string {
  return known.reduce((best, one) => (distance(name, one) < distance(name, best) ? one : best));
}

/** Letters to insert, delete or replace to turn one name into the other, in any case (Levenshtein). */
function distance(name: string, known: string): number {
  let row = Array.from({ length: known.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...name.toUpperCase()].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...known].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
