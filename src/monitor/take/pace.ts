/** How long it is from one round to the next. */

export interface Pace {
  /** Milliseconds, for the screen. */
  readonly intervalMs: number;
  /** Called once in each round; returns the interval from its beginning to that of the next. */
  next(): number;
}

export function fixedPace(intervalMs: number): Pace {
  return { intervalMs, next: () => intervalMs };
}

const usualMs = 2000;
const longestMs = 15_000;
/** Of one core, which rounds may take on the average. */
const usualShare = 0.04;

/**
 * Two seconds, or as many whole ones as keep the work from round to round, showing it included, at 4 % of a core: a round of thousands of
 * partitions is work for the brokers, too. `activeMs`: how long this program has been busy. `share`: another part of the core.
 */
export function modestPace(
  activeMs: () => number = () => performance.eventLoopUtilization().active,
  share = usualShare,
): Pace {
  let before = activeMs();
  let intervalMs = usualMs;
  return {
    get intervalMs() {
      return intervalMs;
    },
    next() {
      const now = activeMs();
      const neededMs = Math.ceil((now - before) / share / 1000) * 1000;
      before = now;
      intervalMs = Math.min(longestMs, Math.max(usualMs, neededMs));
      return intervalMs;
    },
  };
}
