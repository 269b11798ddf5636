/** How often views are asked: as modestly as the monitor, or as somebody chose. */
import { fixedPace, modestPace } from '../../monitor/take/pace.js';
import { formatDuration, parseDurationMs } from '../../text/duration.js';
import { complaintOf } from '../../text/errors.js';

export interface ExplorerPace {
  /** A round begins: what this program does from now on, until `next`, is its work. */
  begin(): void;
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

export function explorerPace(): ExplorerPace {
  let workMs = 0;
  let begunAtMs: number | undefined;
  const busyMs = () => performance.eventLoopUtilization().active;
  // Keys that are pressed are no reason to ask less often.
  const modest = () => modestPace(() => workMs, share);
  let pace = modest();
  return {
    begin() {
      begunAtMs = busyMs();
    },
    next() {
      if (begunAtMs !== undefined) workMs += busyMs() - begunAtMs;
      begunAtMs = undefined;
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
