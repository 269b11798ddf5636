/** A terminal's reports of its mouse: switched on and off, and what one of them says (xterm's modes 1000 and 1006). */
import type { MouseReport } from '../../view/screen.js';

/** Clicks and the wheel, in decimal numbers: the older form has bytes that are not UTF-8. */
export const mouseOn = '\u001b[?1000h\u001b[?1006h';
export const mouseOff = '\u001b[?1006l\u001b[?1000l';

// oxlint-disable-next-line no-control-regex -- an escape sequence is what is looked for
const report = /^\u001b\[<(\d{1,3});(\d{1,5});(\d{1,5})M$/;
/** Shift, Meta, Ctrl. */
const modifiers = 4 + 8 + 16;
const buttons: Readonly<Record<number, MouseReport['does']>> = {
  0: 'click',
  64: 'wheel-up',
  65: 'wheel-down',
};

/** Undefined for what nothing here is about: other buttons, movements, a button let go. */
export function mouseReport(sequence: string): MouseReport | undefined {
  const [, button, x, y] = report.exec(sequence)?.map(Number) ?? [];
  if (button === undefined || x === undefined || y === undefined || x < 1 || y < 1) return undefined;
  const does = buttons[button & ~modifiers];
  return does && { does, column: x - 1, row: y - 1 };
}
