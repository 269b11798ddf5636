/** What an operation reports while it runs; `output/spinner.ts` shows it, tests record it. */
export interface Progress {
  /** Starts a step: a spinner line on a terminal, a plain line otherwise. */
  start(text: string): Step;
  /** A plain line between the steps. */
  note(text: string): void;
  /** Hides the spinner line until its next update, so that other output can be written to the terminal. */
  clear?(): Promise<void>;
}

export interface Step {
  update(text: string): void;
  succeed(text?: string): void;
  fail(text?: string): void;
}

/** Reports nothing. */
export const silentProgress: Progress = {
  start: () => ({ update() {}, succeed() {}, fail() {} }),
  note() {},
};
