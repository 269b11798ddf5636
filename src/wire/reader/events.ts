/** The event loop of a reader: events are queued and handled one after the other. */
import { LabError } from '../../text/errors.js';

type Event = () => Promise<void> | void;

export class EventQueue {
  readonly #events: Event[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #wake: (() => void) | undefined;

  /** Handles events until `finished` says so; it is asked before each, and when `stir` is called. */
  async run(finished: () => boolean): Promise<void> {
    try {
      while (!finished()) {
        const event = this.#events.shift();
        if (event) await event();
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      for (const timer of this.#timers) clearTimeout(timer);
    }
  }

  stir(): void {
    this.#wake?.();
  }

  post(event: Event): void {
    this.#events.push(event);
    this.stir();
  }

  postAfter(delayMs: number, event: Event): void {
    this.#after(delayMs, () => {
      this.post(event);
    });
  }

  /** Posts the outcome of the promise; after `timeoutMs` that is a failure, and a later outcome is ignored. */
  postOutcome<T>(
    promise: Promise<T>,
    timeoutMs: number,
    succeeded: (value: T) => Promise<void> | void,
    failed: (error: unknown) => Promise<void> | void,
  ): void {
    let settled = false;
    const once = (event: Event): void => {
      if (settled) return;
      settled = true;
      cancel();
      this.post(event);
    };
    const cancel = this.#after(timeoutMs, () => {
      once(() => failed(new LabError('timeout', `no answer for ${timeoutMs} ms`)));
    });
    promise.then(
      (value) => {
        once(() => succeeded(value));
      },
      (error: unknown) => {
        once(() => failed(error));
      },
    );
  }

  #after(delayMs: number, action: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }
}
