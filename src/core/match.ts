// Pairs the members of two lists, the surest pairs first; each belongs to one pair at most.

/** @param score more is surer; 0 or less: never a pair. Ties go to those that stand first. */
export function matchPairs<L, R>(
  left: L[],
  right: R[],
  score: (left: L, right: R) => number,
): { left: L; right: R }[] {
  const pairs = left
    .flatMap((one) => right.map((other) => ({ left: one, right: other, worth: score(one, other) })))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth);
  const taken = new Set<L | R>();
  return pairs.filter((pair) => {
    if (taken.has(pair.left) || taken.has(pair.right)) return false;
    taken.add(pair.left).add(pair.right);
    return true;
  });
}
