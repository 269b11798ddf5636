/** Progress: a spinner on a terminal, plain lines elsewhere; always on stderr. */
import { clearLine, cursorTo, moveCursor } from 'node:readline';
import type { Ora } from 'ora';
import type { Progress, Step } from '../view/progress.js';
import { printableLines } from '../text/printable.js';
import { columnsOf, rowsOf } from '../view/terminal-size.js';
import { fit } from '../view/width.js';
import { createStyle } from './style.js';
import type { TerminalOutput } from '../view/world.js';

/** In a log. */
const measuredEveryMs = 5000;
/** Of the bar. */
const barColumns = 12;
/** Of a terminal's cells: the spinner's own, a blank, and one for the cursor. */
const cellsBeside = 3;

/** `close` clears the spinning line and resolves when every line has been printed. */
export type ClosableProgress = Progress & { close(): Promise<void> };

export function createProgress(stderr: TerminalOutput, color: boolean, plain = false): ClosableProgress {
  // One that does not know its own size (0) is seldom watched by anyone: CI, expect, `docker exec -t`.
  const canSpin = stderr.isTTY === true && stderr.columns !== 0;
  return canSpin && !plain ? spinning(stderr, color) : plainLines(stderr);
}

function plainLines(stderr: TerminalOutput): ClosableProgress {
  const line = (text: string) => void stderr.write(`${printableLines(text)}\n`);
  return {
    start(text) {
      line(`${text} …`);
      let lineAtMs = performance.now();
      return {
        // A log gets only beginnings and ends, not updates.
        update() {},
        measure(now) {
          if (performance.now() - lineAtMs < measuredEveryMs) return;
          lineAtMs = performance.now();
          line(now);
        },
        succeed: (done) => line(done ?? `${text}: done`),
        fail: (done) => line(done ?? `${text}: failed`),
      };
    },
    note: line,
    close: () => Promise.resolve(),
  };
}

/** Steps that run side by side share one spinning line; each leaves its own line when it ends. */
function spinning(stderr: TerminalOutput, color: boolean): ClosableProgress {
  const active = new Map<Step, string>();
  const lines = deferredSpinner(stderr, color);
  // What is larger than the terminal would scroll it at each frame.
  const redraw = () => {
    const cells = columnsOf(stderr) * rowsOf(stderr) - cellsBeside;
    const text = printableLines([...active.values()].join(' · '));
    lines.show(cells < 1 ? '' : fit(text, cells));
  };
  stderr.on('resize', redraw);
  return {
    start(text) {
      const step: Step = {
        update(next) {
          active.set(step, next);
          redraw();
        },
        measure(now, share) {
          active.set(step, share === undefined ? now : `${barOf(share)} ${now}`);
          redraw();
        },
        succeed(done) {
          active.delete(step);
          lines.persist('succeed', printableLines(done ?? text));
          redraw();
        },
        fail(done) {
          active.delete(step);
          lines.persist('fail', printableLines(done ?? text));
          redraw();
        },
      };
      active.set(step, text);
      redraw();
      return step;
    },
    note(text) {
      lines.note(printableLines(text));
      redraw();
    },
    async clear() {
      lines.show('');
      await lines.settled();
    },
    async close() {
      stderr.off('resize', redraw);
      active.clear();
      lines.show('');
      await lines.settled();
    },
  };
}

function barOf(share: number): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * barColumns);
  return '█'.repeat(full) + '░'.repeat(barColumns - full);
}

interface SpinnerLine {
  show(text: string): void;
  persist(end: 'succeed' | 'fail', text: string): void;
  note(text: string): void;
  settled(): Promise<void>;
}

/** The library is loaded at the first line, since most commands are done before a spinner would show. */
function deferredSpinner(stderr: TerminalOutput, color: boolean): SpinnerLine {
  let work: Promise<Ora> | undefined;
  const style = createStyle(color);
  // The library's own symbols are coloured even with --no-color.
  const symbols = { succeed: style.tone('✔', 'good'), fail: style.tone('✖', 'bad') };
  const withSpinner = (act: (spinner: Ora) => void) => {
    work = (work ?? loadSpinner(stderr, color)).then((spinner) => {
      act(spinner);
      return spinner;
    });
    // A spinner that cannot be drawn is no reason for the work to fail.
    work.catch(() => undefined);
  };
  return {
    show(text) {
      if (text === '' && !work) return;
      withSpinner((spinner) => {
        if (text === '') spinner.stop();
        else if (spinner.isSpinning) spinner.text = text;
        else spinner.start(text);
      });
    },
    persist(end, text) {
      withSpinner((spinner) => spinner.stopAndPersist({ symbol: symbols[end], text }));
    },
    note(text) {
      // Without a spinner there is no need to wait: a note comes before the records that it announces.
      if (work) withSpinner((spinner) => spinner.stopAndPersist({ symbol: style.tone('ℹ', 'muted'), text }));
      else stderr.write(`${text}\n`);
    },
    async settled() {
      await work?.catch(() => undefined);
    },
  };
}

async function loadSpinner(stderr: TerminalOutput, color: boolean): Promise<Ora> {
  const { default: ora } = await import('ora');
  // discardStdin would take input away from prompts and pipes.
  return ora({
    stream: sized(stderr),
    discardStdin: false,
    ...(color ? {} : { color: false }),
  });
}

/** What the library may use of a terminal. At each frame it divides by the columns; if they are 0, it clears lines without end. */
function sized(terminal: TerminalOutput): NodeJS.WritableStream {
  const parts = {
    isTTY: true,
    get columns() {
      return columnsOf(terminal);
    },
    get rows() {
      return rowsOf(terminal);
    },
    write: (...written: Parameters<TerminalOutput['write']>) => terminal.write(...written),
    once: terminal.once.bind(terminal),
    removeListener: terminal.removeListener.bind(terminal),
    cursorTo: (x: number) => cursorTo(terminal, x),
    moveCursor: (x: number, y: number) => moveCursor(terminal, x, y),
    clearLine: (direction: -1 | 0 | 1) => clearLine(terminal, direction),
  };
  return parts as unknown as NodeJS.WritableStream;
}
