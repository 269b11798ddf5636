/** Tones → colours. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { Colour } from '../view/screen.js';
import type { Tone } from '../view/view.js';

export interface Style {
  tone(text: string, tone: Tone): string;
  heading(text: string): string;
  /** In a colour that the user chose, without a meaning. */
  mark(text: string, colour: Colour): string;
}

/** `color: false` returns the texts unchanged. */
export function createStyle(color: boolean): Style {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  // Only screens use marks, and the selection must be visible without colour too.
  const always = new Chalk({ level: 1 });
  const tones: Record<Tone, ChalkInstance> = {
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    muted: chalk.dim,
    strong: chalk.bold,
    marked: always.inverse,
  };
  return {
    tone: (text, tone) => tones[tone](text),
    heading: (text) => chalk.bold(text),
    mark: (text, colour) => chalk.bold[colour](text),
  };
}
