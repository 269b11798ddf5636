/** A screen of 80 columns and 14 rows without a terminal: keys are pressed, the mouse is moved, and what is drawn is read. */
import type { MouseReport, Screen, ScreenLine } from '../../view/screen.js';
import { until } from '../clusters/until.js';

export function testScreen() {
  let press: (key: string) => void = () => undefined;
  let point: Parameters<Screen['onMouse']>[0];
  let paste: Parameters<Screen['onPaste']>[0] = () => undefined;
  let lines: readonly ScreenLine[] = [];
  const copied: string[] = [];
  const screen: Screen = {
    columns: 80,
    rows: 14,
    draw: (next) => void (lines = next),
    onKey: (listener) => void (press = listener),
    onResize: () => undefined,
    onMouse: (next) => void (point = next),
    onPaste: (next) => void (paste = next),
    copy: (text) => void copied.push(text),
    close: () => undefined,
  };
  const text = () => lines.map((line) => line.map((span) => span.text).join('')).join('\n');
  return {
    screen,
    copied,
    text,
    point: (does: MouseReport['does'], column: number, row: number) => point?.({ does, column, row }),
    paste: (pasted: string) => paste(pasted),
    hasMouse: () => point !== undefined,
    press: (...keys: readonly string[]) => keys.forEach((key) => press(key)),
    type: (words: string) => Array.from(words).forEach((key) => press(key)),
    sees: (part: string | RegExp) =>
      until(() =>
        Promise.resolve((typeof part === 'string' ? text().includes(part) : part.test(text())) || undefined),
      ),
  };
}
