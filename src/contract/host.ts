/** The outside world of one command. */
import type { Folders } from '../config/folders.js';
import type { SecretMemory } from '../config/secrets.js';
import type { TerminalStream } from '../output/spinner.js';
import type { ScreenInput } from '../output/screen/keyboard.js';
import type { ScreenOutput } from '../output/screen/terminal-screen.js';
import type { InvokeOptions } from './command.js';
import type { Questions } from '../view/questions.js';

/** The outside world, as main.ts finds it and as tests make it up. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly folders: Folders;
  readonly stdin: ScreenInput;
  readonly stdout: ScreenOutput;
  readonly stderr: TerminalStream;
  readonly signal: AbortSignal;
  now(): Date;
  /** Asks a person to type `word`; absent where nobody can answer. */
  readonly ask: ((question: string, word: string) => Promise<boolean>) | undefined;
  /** Other questions; absent where nobody can answer. */
  readonly questions: Questions | undefined;
  /** Secrets that a person typed since the program began, so that a tour asks once. */
  readonly memory: SecretMemory;
  invoke(argv: readonly string[], options: InvokeOptions): Promise<number>;
  /** Has `act` done should the process end in the midst of all; the function given back calls that off. */
  readonly atExit?: (act: () => void) => () => void;
}
