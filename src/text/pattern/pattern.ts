/**
 * Regular expressions as typed, against text of others. One that might backtrack for long is matched in a script that ^C
 * and a time limit end; for all others that would cost more than the match itself.
 */
import { createContext, Script } from 'node:vm';
import { LabError } from '../errors.js';
import { patternCost, type PatternCost } from './pattern-cost.js';

/** A few seconds' worth. */
const mostUnwatchedSteps = 2e9;
/** A script that takes ^C itself keeps it from the program, so that it does so only when it takes long. */
const quickMs = 200;
const longestMs = 10_000;
const allFlags = 'dgimsuvy';

export interface PatternSettings {
  readonly flags?: string;
  /** For messages: `--grep`. */
  readonly option: string;
  /** The whole text must match. */
  readonly isWhole?: boolean;
  readonly longestMs?: number;
}

export class Pattern {
  readonly #regex: RegExp;
  readonly #option: string;
  readonly #longestMs: number;
  #cost: PatternCost | undefined;
  /** Longer texts are watched; at first unknown. */
  #longestUnwatched = 16;

  /** Throws LabError 'usage'. */
  constructor(source: string, settings: PatternSettings) {
    const { flags = '', option, isWhole = false } = settings;
    this.#option = option;
    checkFlags(flags, option);
    this.#longestMs = settings.longestMs ?? longestMs;
    try {
      // `g` and `y` would make it remember where it was.
      const own = flags.replaceAll(/[gy]/g, '');
      // Alone first: what is not valid by itself must not become so in parentheses.
      const bare = new RegExp(source, own);
      this.#regex = isWhole ? new RegExp(`^(?:${source})$`, own) : bare;
    } catch (error) {
      throw new LabError('usage', `${option}: ${(error as Error).message}`);
    }
  }

  /** Throws LabError 'failed' if it takes too long, 'interrupted' on ^C. */
  test(text: string): boolean {
    return text.length <= this.#longestUnwatched || this.#isQuick(text.length)
      ? this.#regex.test(text)
      : this.#watched(text);
  }

  /** As it is typed: /a+/i */
  toString(): string {
    return String(this.#regex);
  }

  #isQuick(length: number): boolean {
    this.#cost ??= patternCost(this.#regex.source, this.#regex.flags);
    if (this.#cost.steps(length) > mostUnwatchedSteps) return false;
    this.#longestUnwatched = length;
    return true;
  }

  #watched(text: string): boolean {
    try {
      return watch(() => this.#regex.test(text), { timeout: quickMs });
    } catch (error) {
      if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    }
    try {
      return watch(() => this.#regex.test(text), { timeout: this.#longestMs, breakOnSigint: true });
    } catch (error) {
      if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw new LabError('interrupted', '');
      if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw new LabError(
        'failed',
        `${this.#option}: the pattern needs more than ${this.#longestMs / 1000} s for one text of ${text.length} characters.`,
        {
          hint: 'It tries too many ways to match: avoid repetitions inside repetitions, as in (a+)+, and several .*',
        },
      );
    }
  }
}

const holder: { test: () => boolean } = { test: () => false };
let watching: { readonly script: Script; readonly context: object } | undefined;

function watch(test: () => boolean, limits: { timeout: number; breakOnSigint?: boolean }): boolean {
  watching ??= { script: new Script('test()'), context: createContext(holder) };
  holder.test = test;
  return watching.script.runInContext(watching.context, limits) as boolean;
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

/** Throws LabError 'usage'. */
function checkFlags(flags: string, option: string): void {
  const wrong = Array.from(flags).find((flag, at) => !allFlags.includes(flag) || flags.indexOf(flag) < at);
  if (wrong === undefined) return;
  const what = allFlags.includes(wrong) ? 'is there twice' : 'is not a flag of regular expressions';
  throw new LabError('usage', `${option}: "${wrong}" in /…/${flags} ${what}.`, {
    hint: String.raw`Flags are i (upper and lower case are the same), m, s, u and v. Text with slashes: /\/text\/x/`,
  });
}
