/** How often views are asked: as modestly as the monitor, or as somebody chose. */
import { fixedPace, modestPace } from '../../monitor/take/pace.js';
import { formatDuration, parseDurationMs } from '../../text/duration.js';
import { complaintOf } from '../../text/errors.js';

export interface ExplorerPace {
  /** A view's round begins, the 0th, 1st …: what this program does from now on, until `next`, is its work. */
  begin(round: number): void;
  /** It is shown. Milliseconds from its beginning to that of the next. */
  next(): number;
  /** `5s`, `1m`, `auto`; what is wrong with it, if something is. */
  set(text: string): string | undefined;
  text(): string;
}

const leastMs = 200;
const longestMs = 86_400_000;
/** Of a core: the header is asked for besides. */
const share = 0.011;
/** The first rounds have code to load and compile, and tell little of those that follow: they weigh 0, a quarter, a half … */
const warmRounds = 4;

/** `busyMs`: how long this program has been busy. */
export function explorerPace(
  busyMs: () => number = () => performance.eventLoopUtilization().active,
): ExplorerPace {
  let workMs = 0;
  let lastMs: number | undefined;
  let begun: { readonly atMs: number; readonly weight: number } | undefined;
  // Keys that are pressed are no reason to ask less often.
  const modest = () => modestPace(() => workMs, share);
  let pace = modest();
  return {
    begin(round) {
      begun = { atMs: busyMs(), weight: Math.min(1, round / warmRounds) };
    },
    next() {
      const ms = begun === undefined ? 0 : (busyMs() - begun.atMs) * begun.weight;
      begun = undefined;
      // One round alone that took long met a busy machine.
      workMs += Math.min(ms, lastMs ?? ms);
      lastMs = ms;
      return pace.next();
    },
    set(text) {
      if (text.trim() === 'auto') {
        pace = modest();
        return undefined;
      }
      const problem = complaintOf(() => parseDurationMs(text.trim()));
      if (problem !== undefined) return problem;
      const ms = parseDurationMs(text.trim());
      if (ms < leastMs || ms > longestMs) return `"${text}" is not between 200ms and 1d.`;
      pace = fixedPace(ms);
      return undefined;
    },
    text: () => `every ${formatDuration(pace.intervalMs)}`,
  };
}
