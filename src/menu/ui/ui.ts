/** How the menu is shown: drawn on a terminal, or line by line for a screen reader. */
import type { Tone } from '../../view/view.js';

export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  /** Beside the label, less loud. */
  readonly detail?: string;
  /** The word of the glossary that `?` explains while the cursor is here. */
  readonly term?: string;
  /** What `?` says if the glossary has no term for it. */
  readonly about?: string;
}

/** A key that acts on the whole page. */
export interface Hotkey {
  readonly key: string;
  readonly label: string;
}

export interface PickQuestion<Value> {
  /** May have several lines. */
  readonly title: string;
  readonly choices: readonly Choice<Value>[];
  /** Typing narrows the choices down. */
  readonly search?: boolean;
  /** What was typed may be taken as it is; this says what for: "a new group". */
  readonly free?: string;
  readonly keys?: readonly Hotkey[];
  /** Said if there are no choices. */
  readonly none?: string;
  /** Where the cursor begins. */
  readonly at?: number;
}

/** `at`: where the cursor stood, to come back to. */
export type Picked<Value> =
  | { readonly kind: 'choice'; readonly value: Value; readonly at: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly key: string; readonly at: number };

interface TextQuestion {
  readonly message: string;
  readonly initial?: string;
  /** What an empty answer means; shown. */
  readonly empty?: string;
  /** What is wrong with it, if something is. */
  validate?(text: string): string | undefined;
}

export interface Page {
  readonly title: string;
  /** For titles that change by themselves. */
  titleNow?(): string;
  /** They may be wider than the window. */
  lines(): readonly string[];
  /** How many lines were dropped at the beginning. */
  dropped?(): number;
  readonly keys: readonly Hotkey[];
  /** The word of the glossary that `?` explains here. */
  readonly term?: string;
  /** For pages that change by themselves; they keep their end in sight. Returns how to stop listening. */
  readonly subscribe?: (listener: () => void) => () => void;
}

/** In all of them `undefined` means one step back: Esc or ^C. A second ^C within a second throws LeaveMenu. */
export interface Ui {
  /** Lines and columns there are to draw on. */
  readonly rows: number;
  readonly columns: number;
  pick<Value>(question: PickQuestion<Value>): Promise<Picked<Value> | undefined>;
  text(question: TextQuestion): Promise<string | undefined>;
  /** In the person's own editor ($VISUAL, $EDITOR). `ending`: what the file's name ends with. */
  edit(message: string, initial: string, ending: string): Promise<string | undefined>;
  /** Resolves with the hotkey that was pressed. */
  page(page: Page): Promise<string | undefined>;
  /** Waits, and says so if it takes a while. */
  busy<Result>(what: string, work: Promise<Result>): Promise<Result | undefined>;
  say(text: string, tone?: Tone): void;
}

/** Leaves the menu from anywhere. */
export class LeaveMenu extends Error {
  override readonly name = 'LeaveMenu';
}
