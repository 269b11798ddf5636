/** The world of one command: what main.ts finds, and what run.ts can do with it. */
import type { InvokeOptions } from './command.js';
import type { createSessionOpener } from '../kafka/session/open.js';
import type { Questions } from '../view/questions.js';
import type { View } from '../view/view.js';
import type { World } from '../view/world.js';

/** What a command has come to: the whole of it, or one of the items of a stream. */
export interface Outcome {
  readonly result: unknown;
  /** How it looks, with its notes and failures. */
  readonly view: () => View;
}

export interface Host extends World {
  /** Asks the user to type `word`; absent without a terminal. */
  readonly ask: ((question: string, word: string) => Promise<boolean>) | undefined;
  /** Other questions; absent without a terminal. */
  readonly questions: Questions | undefined;
  /** Takes results in the place of stdout: a program runs the command. */
  readonly receive?: (outcome: Outcome) => Promise<void>;
  /** Of sessions with a cluster that are kept between commands; each command has its own if absent. */
  readonly createOpener?: typeof createSessionOpener;
  invoke(argv: readonly string[], options: InvokeOptions): Promise<number>;
}
