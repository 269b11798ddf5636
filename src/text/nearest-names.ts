/** The names that a mistyped one may stand for. */

/** At most `count`, the nearest first; empty if none is near. */
export function nearestNames(typed: string, names: readonly string[], count = 3): readonly string[] {
  const wanted = typed.toLowerCase();
  const limit = Math.max(2, Math.floor(typed.length / 3));
  return (
    names
      .map((name) => ({ name, distance: closeness(wanted, name.toLowerCase(), limit) }))
      // A name without a letter in common was not meant: two letters are near to any other two.
      .filter(({ name, distance }) => distance <= limit && distance < Math.min(name.length, typed.length))
      .sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
      .slice(0, count)
      .map(({ name }) => name)
  );
}

/** Comparing takes the product of two lengths, and names in schemas are of any length. */
const longestCompared = 500;

/** A name that contains the typed word, or begins it, is as near as one mistyped letter. */
function closeness(wanted: string, name: string, limit: number): number {
  const shorter = Math.min(wanted.length, name.length);
  if (shorter >= 3 && (name.includes(wanted) || wanted.includes(name))) return 1;
  // Each letter that one has more is a change; what is pasted by mistake may have thousands of them.
  if (Math.abs(wanted.length - name.length) > limit || shorter > longestCompared) return Infinity;
  return editDistance(wanted, name);
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let best = Math.min(at(last, j) + 1, at(current, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        best = Math.min(best, at(beforeLast, j - 2) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, other.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
