/** The terminal's keyboard opened once more, for a command that may read it to its end. */
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { keyboardOf } from '../../output/screen/keyboard.js';
import type { TerminalInput } from '../../view/world.js';

const terminal = '/dev/tty';

/** With what was typed ahead. `otherwise` if the terminal has no such file. */
export function reopenKeyboard(otherwise: TerminalInput): TerminalInput {
  try {
    const keyboard = new ReadStream(openSync(terminal, 'r'));
    // The lines end as the terminal itself would have ended them.
    const typed = keyboardOf(otherwise).takeUnread().replaceAll('\r', '\n');
    if (typed !== '') keyboard.unshift(typed);
    return keyboard;
  } catch {
    return otherwise;
  }
}
