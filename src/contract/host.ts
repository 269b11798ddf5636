/** The world of one command: what main.ts finds, and what run.ts can do with it. */
import type { InvokeOptions } from './command.js';
import type { Questions } from '../view/questions.js';
import type { World } from '../view/world.js';

export interface Host extends World {
  /** Asks the user to type `word`; absent without a terminal. */
  readonly ask: ((question: string, word: string) => Promise<boolean>) | undefined;
  /** Other questions; absent without a terminal. */
  readonly questions: Questions | undefined;
  invoke(argv: readonly string[], options: InvokeOptions): Promise<number>;
}
