/**
 * How much a regular expression may backtrack: an upper bound from its text, so that only those that can take long are
 * watched while they match.
 */
import { areDistinct, readPattern, type Item, type Sequence } from './read-pattern.js';

export interface PatternCost {
  /** Steps for a text of `length` characters, at most. */
  steps(length: number): number;
}

interface Found {
  /** Quantifiers whose ends may be moved while all that follows is tried again. */
  degree: number;
  /** Of those, and others that run over the text once from each place where a match may begin. */
  runs: number;
  /** Items that may be left out: each doubles the ways. */
  optional: number;
  /** A repetition of what can itself match in several ways. */
  isExponential: boolean;
}

/** Of a pattern that the engine accepts. */
export function patternCost(source: string, flags: string): PatternCost {
  // Sets of sets are not read.
  if (flags.includes('v')) return { steps: (length) => 2 ** Math.min(length, 1000) };
  const alternatives = readPattern(source, flags);
  const found: Found = { degree: 0, runs: 0, optional: 0, isExponential: false };
  for (const sequence of alternatives) addLargest(found, inSequence(sequence, true));
  const isAnchored = !flags.includes('m') && alternatives.every(([first]) => first?.kind === 'start');
  return {
    steps(length) {
      if (found.isExponential) return 2 ** Math.min(length, 1000);
      const starts = isAnchored ? 0 : 1;
      const power = Math.max(found.degree, Math.min(found.runs, 1)) + starts;
      let ways = 2 ** found.optional;
      for (let each = 1; each <= power; each += 1) ways *= Math.max(1, length / each);
      return ways;
    },
  };
}

/** `isLast`: nothing follows, so that its last quantifier is never asked to give anything back. */
function inSequence(sequence: Sequence, isLast: boolean): Found {
  const found: Found = { degree: 0, runs: 0, optional: 0, isExponential: false };
  for (const [index, item] of sequence.entries()) {
    const isEnd = isLast && index === sequence.length - 1;
    const own = item.alternatives ? inGroup(item.alternatives, isEnd && item.most === 1) : undefined;
    // In one way only, a group may be repeated as a character is.
    if (own && item.most > 1 && own.degree + own.optional > 0) own.isExponential = true;
    if (own) {
      found.degree += own.degree;
      found.runs += own.runs;
      found.optional += own.optional;
      found.isExponential ||= own.isExponential;
    }
    if (item.most - item.least > 1) {
      found.runs += 1;
      if (!isEnd && !isClosed(item, sequence[index + 1])) found.degree += 1;
    } else if (item.most > item.least) found.optional += 1;
    // What it repeats may be long.
    if (item.kind === 'reference') found.degree += 1;
  }
  return found;
}

function inGroup(alternatives: readonly Sequence[], isLast: boolean): Found {
  const found: Found = { degree: 0, runs: 0, optional: 0, isExponential: false };
  for (const sequence of alternatives) addLargest(found, inSequence(sequence, isLast));
  if (!areDistinct(alternatives)) found.optional += Math.ceil(Math.log2(alternatives.length));
  return found;
}

/** What follows cannot begin inside the run, so that a shorter run is given up at once. */
function isClosed({ set }: Item, next: Item | undefined): boolean {
  if (!set || !next?.set || next.least === 0) return false;
  const following = next.set;
  return !set.some((matches, code) => matches && following[code]);
}

function addLargest(found: Found, other: Found): void {
  found.degree = Math.max(found.degree, other.degree);
  found.runs = Math.max(found.runs, other.runs);
  found.optional = Math.max(found.optional, other.optional);
  found.isExponential ||= other.isExponential;
}
