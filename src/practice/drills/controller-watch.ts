/** The active controller over time, as reported by the brokers. */
import { pause } from '../../text/wait.js';
import type { Brokers } from './stream/brokers.js';
import type { Ledger } from './stream/ledger.js';

export interface ControllerMoment {
  readonly atMs: number;
  /** Null while there is none: without ZooKeeper no broker answers the question then. */
  readonly controller: number | null;
}

const lookEveryMs = 150;
/** Longer than an answer takes if there is a controller. */
const silenceMs = 1000;

export class ControllerWatch {
  /** Changes only. */
  readonly moments: ControllerMoment[] = [];
  readonly #over = new AbortController();
  readonly #ledger: Ledger;
  readonly #watching: Promise<void>;
  #epoch = -1;
  #heardMs = 0;

  /** The brokers' connections must not be shared: this request may block them. */
  constructor(brokers: Brokers, ledger: Ledger) {
    this.#ledger = ledger;
    this.#watching = this.#watch(brokers);
    // stop() throws it.
    this.#watching.catch(() => undefined);
  }

  get latest(): number | null {
    return this.moments.at(-1)?.controller ?? null;
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await this.#watching;
  }

  async #watch(brokers: Brokers): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      const seen = await brokers.controller();
      const { nowMs } = this.#ledger;
      if (seen && seen.epoch >= this.#epoch) {
        this.#epoch = seen.epoch;
        this.#heardMs = nowMs;
        this.#note(seen.id, nowMs);
      } else if (nowMs - this.#heardMs > silenceMs) {
        this.#note(null, this.#heardMs);
      }
      await pause(lookEveryMs, signal);
    }
  }

  #note(controller: number | null, atMs: number): void {
    if (this.moments.length > 0 && controller === this.latest) return;
    this.moments.push({ atMs, controller });
  }
}
