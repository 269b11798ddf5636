/** A terminal that is redrawn in place, and the lines drawn on it. */
import type { Tone } from './view.js';

/** One that the user chose, without a meaning. */
export type Colour = 'red' | 'yellow' | 'green' | 'cyan' | 'blue' | 'magenta';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** Instead of a tone. */
  readonly colour?: Colour;
  /** The cursor is shown after it; without one, nowhere. */
  readonly hasCursor?: boolean;
}
export type ScreenLine = readonly Span[];

/** What was done with the mouse, and where: counted from 0, from the left and from the top. */
export interface MouseReport {
  readonly does: 'click' | 'wheel-up' | 'wheel-down';
  readonly column: number;
  readonly row: number;
}

/** The whole terminal, or as many of its lines as are drawn; closing it restores the terminal. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** From the top; lines that do not fit are cut off. */
  draw(lines: readonly ScreenLine[]): void;
  /**
   * `a`, `A`, `/` …; `up` `down` `left` `right` `home` `end` `pageup` `pagedown` `enter` `escape` `tab` `shift-tab`
   * `backspace` `delete` `ctrl-c` `ctrl-u` ….
   */
  onKey(listener: (key: string) => void): void;
  onResize(listener: () => void): void;
  /**
   * From now on the terminal reports its mouse to this listener, and selects text with Shift only; undefined: no longer.
   * Off at first, and when the screen is closed.
   */
  onMouse(listener: ((report: MouseReport) => void) | undefined): void;
  /** From now on what is pasted is given to this listener as one text, and is no keys. */
  onPaste(listener: (text: string) => void): void;
  /** To the clipboard of the terminal, if it has one and allows it (OSC 52). */
  copy(text: string): void;
  close(): void;
}
