/** A terminal drawn on in place and given back as it was. */
import type { MouseReport, Screen } from '../../view/screen.js';
import type { Style } from '../style.js';
import { columnsOf, rowsOf } from '../../view/terminal-size.js';
import { wholeTerminal, type Canvas } from './canvas.js';
import { keyboardOf } from './keyboard.js';
import { mouseOff, mouseOn } from './mouse.js';
import { painted } from './paint.js';
import type { TerminalInput, TerminalOutput, World } from '../../view/world.js';

/** Terminals that support these show what is between them at once; others ignore them. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** Terminals that support these put a mark before and behind what is pasted. */
const pasteOn = '\u001b[?2004h';
const pasteOff = '\u001b[?2004l';

export function openTerminalScreen(
  stdin: TerminalInput,
  output: TerminalOutput,
  style: Style,
  { atExit, jobControl }: Pick<World, 'atExit' | 'jobControl'> = {},
  canvas: Canvas = wholeTerminal(),
): Screen {
  const keyListeners = new Set<(key: string) => void>();
  const resizeListeners = new Set<() => void>();
  let onMouse: ((report: MouseReport) => void) | undefined;
  let onPaste: ((text: string) => void) | undefined;
  let isOpen = true;

  const onResize = () => {
    canvas.resized();
    for (const listener of resizeListeners) listener();
  };
  const enter = () => void output.write(canvas.enter + (onMouse ? mouseOn : '') + (onPaste ? pasteOn : ''));
  const restore = () =>
    void output.write(
      (onMouse ? mouseOff : '') + (onPaste ? pasteOff : '') + canvas.leave(columnsOf(output)),
    );

  const screen: Screen = {
    get columns() {
      return columnsOf(output) - canvas.margin;
    },
    get rows() {
      return rowsOf(output);
    },
    draw(lines) {
      if (!isOpen) return;
      const { columns, rows } = screen;
      const next = lines.slice(0, rows).map((line) => painted(line, columns, style));
      const change = canvas.draw(next, { columns: columnsOf(output), rows });
      if (change !== '') output.write(begin + change + end);
    },
    onKey: (listener) => void keyListeners.add(listener),
    onResize: (listener) => void resizeListeners.add(listener),
    onMouse(listener) {
      if (!isOpen) return;
      if (!onMouse !== !listener) output.write(listener ? mouseOn : mouseOff);
      onMouse = listener;
    },
    onPaste(listener) {
      if (!isOpen) return;
      if (!onPaste) output.write(pasteOn);
      onPaste = listener;
    },
    copy: (text) => void output.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
    close() {
      if (!isOpen) return;
      isOpen = false;
      callOff?.();
      holdOn?.();
      output.off('resize', onResize);
      stopReading?.();
      restore();
    },
  };
  enter();
  output.on('resize', onResize);
  const callOff = atExit?.(restore);
  // Piped input is not keys.
  const keyboard = stdin.isTTY === true ? keyboardOf(stdin) : undefined;
  const stopReading = keyboard?.read(({ name, mouse, pasted }) => {
    if (mouse) onMouse?.(mouse);
    else if (pasted !== undefined) onPaste?.(pasted);
    else if (name === 'ctrl-z' && jobControl) jobControl.stop();
    else if (name !== '') for (const listener of keyListeners) listener(name);
  });
  const holdOn = jobControl?.atStop({
    leave() {
      keyboard?.pause();
      restore();
    },
    enter() {
      keyboard?.resume();
      enter();
      // The window may have another size, and nothing that was drawn is there.
      onResize();
    },
  });
  return screen;
}
