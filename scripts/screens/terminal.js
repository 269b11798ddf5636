// The built program on a pseudo-terminal, and what a terminal of that size shows of it.
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/kafka-lab.js', import.meta.url));
const restMs = 150;

/**
 * `colour`: one of the terminal's 16; undefined is the one of ordinary text.
 * @typedef {{ text: string, columns: number, colour: number | undefined, isBold: boolean, isDim: boolean, isInverse: boolean }} Cell
 */

/**
 * @param {string[]} argv
 * @param {{ columns: number, rows: number, home: string, typed?: string }} settings `typed`: stands before what is printed
 */
export function openTerminal(argv, { columns, rows, home, typed }) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  if (typed !== undefined) terminal.write(`${typed}\r\n`);
  const pty = spawn(process.execPath, [program, ...argv], {
    cols: columns,
    rows,
    cwd: home,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      JAVA_HOME: process.env['JAVA_HOME'] ?? '',
      KAFKA_LAB_HOME: home,
      TERM: 'xterm-256color',
      LANG: 'en_US.UTF-8',
      TZ: 'UTC',
    },
  });
  let wroteAtMs = Date.now();
  let hasEnded = false;
  pty.onData((data) => {
    wroteAtMs = Date.now();
    terminal.write(data);
  });
  pty.onExit(() => (hasEnded = true));

  const text = () =>
    cellsOf(terminal, columns, rows)
      .map((line) => line.map((cell) => cell.text).join(''))
      .join('\n');

  return {
    /** @param {string} keys */
    press: (keys) => pty.write(keys),
    /**
     * Resolves once the text is on the screen, and the screen has come to rest.
     * @param {string | RegExp} wanted
     */
    async sees(wanted, withinMs = 60_000) {
      const untilMs = Date.now() + withinMs;
      for (;;) {
        const shown = text();
        const isThere = typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown);
        if (isThere && (hasEnded || Date.now() - wroteAtMs >= restMs)) return;
        if (Date.now() > untilMs) throw new Error(`${String(wanted)} is not on the screen:\n${shown}`);
        await sleep(30);
      }
    },
    async ended(withinMs = 30_000) {
      const untilMs = Date.now() + withinMs;
      while (!hasEnded && Date.now() < untilMs) await sleep(30);
      if (!hasEnded) throw new Error(`It does not end:\n${text()}`);
    },
    cells: () => cellsOf(terminal, columns, rows),
    close() {
      if (!hasEnded) pty.kill();
      terminal.dispose();
    },
  };
}

/**
 * @param {import('@xterm/headless').Terminal} terminal
 * @param {number} columns
 * @param {number} rows
 * @returns {Cell[][]}
 */
function cellsOf(terminal, columns, rows) {
  const { active } = terminal.buffer;
  return Array.from({ length: rows }, (_, row) => {
    const line = active.getLine(active.viewportY + row);
    return Array.from({ length: columns }, (_, column) => line?.getCell(column)).flatMap((cell) => {
      // The second column of a wide letter.
      if (!cell || cell.getWidth() === 0) return [];
      if (cell.isFgRGB() || !cell.isBgDefault() || (cell.isFgPalette() && cell.getFgColor() > 15)) {
        throw new Error(`"${cell.getChars()}" has a colour that is none of the terminal's 16.`);
      }
      return {
        text: cell.getChars() || ' ',
        columns: cell.getWidth(),
        colour: cell.isFgDefault() ? undefined : cell.getFgColor(),
        isBold: cell.isBold() !== 0,
        isDim: cell.isDim() !== 0,
        isInverse: cell.isInverse() !== 0,
      };
    });
  });
}
