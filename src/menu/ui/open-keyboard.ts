/** The terminal's keyboard opened once more, for a command that may read it to its end. */
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { Host } from '../../contract/host.js';

const terminal = '/dev/tty';

/** `otherwise` where the terminal has no such file. */
export function openKeyboard(otherwise: Host['stdin']): Host['stdin'] {
  try {
    return new ReadStream(openSync(terminal, 'r'));
  } catch {
    return otherwise;
  }
}
