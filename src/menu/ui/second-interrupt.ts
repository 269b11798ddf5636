/** One ^C goes back a step; a second one soon after leaves. */

const soonMs = 1000;

export interface Interrupts {
  /** Aborted by the second ^C within a second. */
  readonly leave: AbortSignal;
  /** To be called at every ^C. */
  count(): void;
}

export function createInterrupts(nowMs: () => number): Interrupts {
  const leave = new AbortController();
  let lastMs = -Infinity;
  return {
    leave: leave.signal,
    count() {
      const thisMs = nowMs();
      if (thisMs - lastMs < soonMs) leave.abort();
      lastMs = thisMs;
    },
  };
}
