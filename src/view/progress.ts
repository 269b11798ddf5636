/** What an operation may say while it works; `output/spinner.ts` shows it, tests record it. */
export interface Progress {
  /** The work has begun: a spinner line on a terminal, a plain line otherwise. */
  start(text: string): Step;
  /** A plain line beside the work. */
  note(text: string): void;
  /** Takes the spinning line away until its next update, so that something else can be written to the terminal. */
  clear?(): Promise<void>;
}

export interface Step {
  update(text: string): void;
  succeed(text?: string): void;
  fail(text?: string): void;
}

/** Says nothing. */
export const silentProgress: Progress = {
  start: () => ({ update() {}, succeed() {}, fail() {} }),
  note() {},
};
