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
  /**
   * An update that is worth a line of a log every few seconds, too. With a share, of 1, that is done, a bar is drawn on a
   * terminal; undefined if it is not known.
   */
  measure(text: string, share: number | undefined): void;
  succeed(text?: string): void;
  fail(text?: string): void;
}

/** Reports nothing. */
export const silentProgress: Progress = {
  start: () => ({ update() {}, measure() {}, succeed() {}, fail() {} }),
  note() {},
};
