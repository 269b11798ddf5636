/** The context of every part of the menu. */
import type { Chosen } from '../../contract/command-words.js';
import type { CommandSpec, Context } from '../../contract/command.js';
import type { CommandEntry } from '../../contract/command.js';
import type { LabError } from '../../text/errors.js';
import type { Recent } from './recent.js';
import type { Ui } from '../ui/ui.js';

export interface Menu {
  readonly ui: Ui;
  /** That of the menu itself, which runs like any command. */
  readonly context: Context;
  readonly entries: readonly CommandEntry[];
  readonly groups: Readonly<Record<string, string>>;
  readonly recent: Recent;
  /** Where the cursor was at home: the label of the choice; and whether the explorer comes first, of another connection. */
  readonly home: { label?: string; explores?: boolean };
  /** Changes what is remembered, and saves it. */
  remember(change: (recent: Recent) => Recent): void;
  /** Prints the line as it would be typed, runs it, resolves with its exit code. */
  runLine(argv: readonly string[], how: RunHow): Promise<number>;
  /** The line as it would be typed. */
  lineOf(argv: readonly string[], where?: Where): string;
  /** What was typed, as the menu's form has it; what is wrong with it if it is not a command (any more). */
  understand(argv: readonly string[]): Promise<Form | LabError>;
}

/** Global options that choose a cluster. */
export type Where = Readonly<Record<string, string>>;

/** A command and what was chosen for it. */
export interface Form {
  readonly spec: CommandSpec;
  readonly chosen: Chosen;
}

export interface RunHow {
  /** The command does not read the keyboard, so Esc can stop it. */
  readonly ownsKeys: boolean;
  /** Replaces the menu's cluster; `{}`: none is chosen. */
  readonly where?: Where;
}
