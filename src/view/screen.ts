/** The whole terminal, and the lines drawn on it. */
import type { Tone } from './view.js';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}
export type ScreenLine = readonly Span[];

/** The whole terminal, for views redrawn in place; `execute` restores the terminal at the end. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** From the top; lines that do not fit are cut off. Only lines that changed are written. */
  draw(lines: readonly ScreenLine[]): void;
  /** `a`, `A`, `/` …; `up` `down` `left` `right` `page-up` `page-down` `enter` `escape` `tab` `backspace` `ctrl-c`. */
  onKey(listener: (key: string) => void): void;
  onResize(listener: () => void): void;
  close(): void;
}
