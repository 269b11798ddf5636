/** A schema registry that does not answer: what its records are shown with meanwhile, and when it is asked again. */
import { RegistryRefusal } from '../../../registry/refusal.js';
import { LabError } from '../../../text/errors.js';
import { NoSchema } from './known-schema.js';

/** Its client gives the same answer without asking for half a minute. */
const firstPauseMs = 30_000;
const longestPauseMs = 300_000;

export class Outage {
  readonly #nowMs: () => number;
  #reason: NoSchema | undefined;
  #pauseMs = 0;
  #untilMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Undefined if the registry may be asked. */
  get reason(): NoSchema | undefined {
    return this.#reason && this.#nowMs() < this.#untilMs ? this.#reason : undefined;
  }

  /** It did not answer. True for the first time, until it `ended`. */
  lasts(message: string): boolean {
    const isFirst = this.#reason === undefined;
    this.#reason = new NoSchema(`its schema is unknown: ${message}`);
    this.#pauseMs = isFirst ? firstPauseMs : Math.min(this.#pauseMs * 2, longestPauseMs);
    this.#untilMs = this.#nowMs() + this.#pauseMs;
    return isFirst;
  }

  /** It answered, whatever that was. True if there was an outage. */
  ended(): boolean {
    const wasOut = this.#reason !== undefined;
    this.#reason = undefined;
    return wasOut;
  }
}

/** Too many requests, and what a proxy says of a server behind it that is not there. */
const passing = [429, 502, 503, 504];

/** Is the failure that of the registry at this moment, and not of what was asked? */
export function isOutage(error: unknown): boolean {
  if (error instanceof RegistryRefusal) return passing.includes(error.status);
  return error instanceof LabError && ['unreachable', 'timeout', 'environment'].includes(error.code);
}
