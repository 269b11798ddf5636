/** Lines about reads and writes that take a while. */
import type { Context } from '../../contract/command.js';

const quickMs = 500;
const updateMs = 250;
/** More is not visible; drawing costs more than counting. */
const redrawMs = 100;

export interface WatchedWork<Status> {
  readonly title: string;
  /** What the line says after that time. */
  text(status: Status, elapsedMs: number): string;
  /** Whether the line is one of failure at the end. */
  hasFailed?(status: Status): boolean;
}

/** A line about work that has not ended soon after `begin`, until `end`. */
export function watchWork<Status>(
  { progress }: Pick<Context, 'progress'>,
  { title, text, hasFailed }: WatchedWork<Status>,
) {
  let timer: NodeJS.Timeout | undefined;
  let finish: () => void = () => undefined;
  return {
    begin(status: () => Status): void {
      timer = setTimeout(() => {
        const startedAtMs = Date.now() - quickMs;
        const step = progress.start(title);
        const now = () => text(status(), Date.now() - startedAtMs);
        timer = setInterval(() => step.update(now()), updateMs);
        finish = () => {
          if (hasFailed?.(status()) === true) step.fail(now());
          else step.succeed(now());
        };
      }, quickMs);
    },
    end(): void {
      clearTimeout(timer);
      clearInterval(timer);
      finish();
    },
  };
}

/** Passes on what is told no more often than it can be seen. */
export function notTooOften<Told extends readonly unknown[]>(
  draw: (...told: Told) => void,
): (...told: Told) => void {
  let drawnMs = 0;
  return (...told) => {
    const nowMs = performance.now();
    if (nowMs - drawnMs < redrawMs) return;
    drawnMs = nowMs;
    draw(...told);
  };
}
