// Patterns as an office writes them: checked, so that none can match nothing for ever or hold up the program.
import { z } from 'zod';

/** A pattern for folded text: lower case, no accents, single spaces instead of punctuation. */
export const foldedPattern = patternSchema((bare) =>
  /[/_"';-]|(?<!\?):/.test(bare) ? 'never matches: folded text has a space where punctuation stood' : null,
);

/** A pattern for a whole file name in lower case. */
export const namePattern = patternSchema(() => null);

function patternSchema(findMore: (bare: string) => string | null) {
  return z.string('expected a pattern, in single quotes').transform((source, context): RegExp => {
    const bare = withoutEscapes(source);
    const fault = findFault(source, bare) ?? findMore(bare);
    if (fault === null) return new RegExp(source, 'u');
    context.addIssue(fault);
    return z.NEVER;
  });
}

function findFault(source: string, bare: string): string | null {
  if (source === '') return 'is empty, so it would match everything';
  if (/[^ -~]/.test(source)) return 'never matches: write it without accents (đ as d)';
  if (/[A-Z]/.test(bare)) return 'never matches: write it in lower case';
  if (/\s{2}|^\s|\s$/.test(source)) return 'never matches: spaces are single, and none at the ends';
  const syntax = findSyntaxError(source);
  if (syntax !== null) return syntax;
  return isSlow(bare)
    ? 'may take for ever on some texts: repeat less, or count: .{0,40} instead of .*'
    : null;
}

function findSyntaxError(source: string): string | null {
  try {
    new RegExp(source, 'u');
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `is not a regular expression: ${error.message.replace(/^.*\/u?: /, '')}`;
  }
}

/** The pattern with each escape and each set of characters replaced by one letter. */
function withoutEscapes(source: string): string {
  return source.replace(/\\([pP]\{[^}]*\}|[xu][0-9a-fA-F{}]+|\D|\d+)/g, 'x').replace(/\[[^\]]*\]/g, 'x');
}

const INNERMOST_GROUP = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+]|\{\d+(?:,\d*)?\})?/;
const UNBOUNDED = /[*+]|\{\d+,\}/g;

/**
 * Backtracking explodes where a repeated group holds something that repeats or branches itself, and grows with the
 * power of the number of unbounded repeats.
 */
function isSlow(bare: string): boolean {
  if ((bare.match(UNBOUNDED) ?? []).length > 2) return true;
  for (let rest = bare; ; ) {
    const group = INNERMOST_GROUP.exec(rest);
    if (!group) return false;
    const [whole, inner = '', repeat] = group;
    const branches = /[*+?{|]/.test(inner);
    if (repeat && branches) return true;
    // A group that branches keeps a mark of it for the group around it.
    rest = rest.replace(whole, () => (branches ? 'x?' : 'x'));
  }
}
