/** One ^C goes back a step; a second one soon after leaves. */
const soonMs = 1000;

export interface Interrupts {
  /** Call it at every ^C. True at the second within a second. */
  isSecond(): boolean;
}

export function createInterrupts(nowMs: () => number): Interrupts {
  let lastMs = -Infinity;
  return {
    isSecond() {
      const thisMs = nowMs();
      const isSecond = thisMs - lastMs < soonMs;
      lastMs = thisMs;
      return isSecond;
    },
  };
}
