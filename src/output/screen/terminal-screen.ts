/** The whole terminal: drawn in place, line by line where something changed, and given back as it was. */
import type { Readable, Writable } from 'node:stream';
import type { Screen, ScreenLine } from '../../view/screen.js';
import { keysOf } from './keys-of.js';
import type { Style } from '../style.js';
import { printable } from '../../text/printable.js';

export type ScreenInput = Readable & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
};
export type ScreenOutput = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

const esc = '\u001b[';
/** Its own page without a cursor. */
const enter = `${esc}?1049h${esc}?25l${esc}2J`;
const leave = `${esc}0m${esc}?25h${esc}?1049l`;
/** Terminals that know these show what is between them at once; others take no notice. */
const begin = `${esc}?2026h`;
const end = `${esc}?2026l`;

export function openTerminalScreen(
  stdin: ScreenInput,
  stdout: ScreenOutput,
  style: Style,
  atExit: (act: () => void) => () => void = () => () => {},
): Screen {
  const keyListeners = new Set<(key: string) => void>();
  const resizeListeners = new Set<() => void>();
  const setRaw = stdin.isTTY === true ? stdin.setRawMode?.bind(stdin) : undefined;
  let shown: readonly string[] = [];
  let isOpen = true;

  const onData = (chunk: Buffer | string) => {
    for (const key of keysOf(chunk.toString())) for (const listener of keyListeners) listener(key);
  };
  const onResize = () => {
    shown = [];
    stdout.write(`${esc}2J`);
    for (const listener of resizeListeners) listener();
  };
  const restore = () => {
    setRaw?.(false);
    stdout.write(leave);
  };

  stdout.write(enter);
  stdout.on('resize', onResize);
  const callOff = atExit(restore);
  if (setRaw) {
    setRaw(true);
    stdin.on('data', onData);
    stdin.resume();
  }

  const screen: Screen = {
    get columns() {
      return stdout.columns ?? 80;
    },
    get rows() {
      return stdout.rows ?? 24;
    },
    draw(lines) {
      if (!isOpen) return;
      const next = lines.slice(0, screen.rows).map((line) => painted(line, screen.columns, style));
      const changes = next.flatMap((text, y) =>
        text === shown[y] ? [] : [`${esc}${y + 1};1H${text}${esc}K`],
      );
      const rest = shown.length > next.length ? [`${esc}${next.length + 1};1H${esc}J`] : [];
      shown = next;
      if (changes.length + rest.length > 0) stdout.write([begin, ...changes, ...rest, end].join(''));
    },
    onKey: (listener) => void keyListeners.add(listener),
    onResize: (listener) => void resizeListeners.add(listener),
    close() {
      if (!isOpen) return;
      isOpen = false;
      callOff();
      stdout.off('resize', onResize);
      if (setRaw) {
        stdin.off('data', onData);
        stdin.pause();
      }
      restore();
    },
  };
  return screen;
}

/** A line that fits the terminal, since one that does not would push the others away. */
function painted(line: ScreenLine, columns: number, style: Style): string {
  let left = columns;
  return line
    .map(({ text, tone }) => {
      const fitting = Array.from(printable(text)).slice(0, Math.max(0, left)).join('');
      left -= Array.from(fitting).length;
      return tone === undefined || fitting === '' ? fitting : style.tone(fitting, tone);
    })
    .join('');
}
