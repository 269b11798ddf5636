/** The other terminals of a lesson: commands that keep running until they are ended, as by ^C. */
import type { Context } from '../../contract/command.js';

interface Other {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

export class Terminals {
  readonly #invoke: Context['invoke'];
  readonly #open = new Map<number, Other>();

  constructor(invoke: Context['invoke']) {
    this.#invoke = invoke;
  }

  /** `mark` is put before each line of output; without one nothing is shown. */
  start(terminal: number, words: readonly string[], mark: string | undefined): void {
    const stop = new AbortController();
    const shown = mark === undefined ? { silent: true } : { mark };
    this.#open.set(terminal, { stop, ended: this.#invoke(words, { signal: stop.signal, ...shown }) });
  }

  async end(terminal: number): Promise<void> {
    const other = this.#open.get(terminal);
    this.#open.delete(terminal);
    other?.stop.abort();
    await other?.ended;
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((terminal) => this.end(terminal)));
  }
}
