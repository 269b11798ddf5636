/** The built program on a real pseudo-terminal: keys in, screen out. */
import { spawn, type IPty } from '@lydell/node-pty';
import { setImmediate as afterReading, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Environment } from '../../view/world.js';

const program = fileURLToPath(new URL('../../../bin/kafka-lab.js', import.meta.url));

export interface TerminalSettings {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Environment;
  readonly cwd?: string;
  /** Lines of a shell around it, which start it by "$0" "$@". */
  readonly shell?: string;
}

export interface PseudoTerminal {
  /** Everything written, control sequences and all. */
  readonly raw: string;
  /** Resolves with what was written since the last keys, once `text` is in it and the screen has come to rest. */
  sees(text: string | RegExp, withinMs?: number): Promise<string>;
  /** As `sees`, then the keys. */
  answer(text: string | RegExp, keys: string): Promise<string>;
  /** Once `title` is there, moves the cursor down to the choice that begins with `label`, and takes it. */
  choose(title: string | RegExp, label: string): Promise<string>;
  press(keys: string): void;
  /** Of what was written so far `sees` tells no more, as after keys. */
  forget(): void;
  /** Of what is written afterwards `sees` tells, as after keys. */
  resize(columns: number, rows: number): void;
  /** The exit code. */
  ended(withinMs?: number): Promise<number>;
  /** As if its window were closed. Resolves with the number of the signal that has ended the program, 0 if none has. */
  hangUp(): Promise<number>;
  kill(): void;
}

export const key = { enter: '\r', escape: '\u001b', interrupt: '\u0003', up: '\u001b[A', down: '\u001b[B' };

/** A screen arrives in pieces, and a prompt that has been drawn listens a moment later. */
const restMs = 60;
/** What never rests, such as a spinner, is taken as it is. */
const mostRestMs = 600;

/** Longer lists are searched. */
const mostMoves = 60;

const open = new Set<IPty>();

/** After each test: whatever it left open. */
export function closeTerminals(): void {
  for (const terminal of open) terminal.kill();
  open.clear();
}

export function openTerminal(argv: readonly string[], settings: TerminalSettings = {}): PseudoTerminal {
  const { columns = 170, rows = 40, env = {}, cwd } = settings;
  const given = { PATH: process.env['PATH'], HOME: process.env['HOME'], TERM: 'xterm', ...env };
  const [file, args] = settings.shell
    ? ['/bin/sh', ['-c', settings.shell, process.execPath, program, ...argv]]
    : [process.execPath, [program, ...argv]];
  const terminal = spawn(file, args, {
    cols: columns,
    rows,
    env: Object.fromEntries(
      Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    ...(cwd === undefined ? {} : { cwd }),
  });
  open.add(terminal);
  let raw = '';
  let mark = 0;
  let wroteAtMs = 0;
  let exitCode: number | undefined;
  terminal.onData((data) => {
    raw += data;
    wroteAtMs = Date.now();
  });
  terminal.onExit((event) => {
    exitCode = event.exitCode;
    open.delete(terminal);
  });
  const since = () => plainText(raw.slice(mark));
  const screens = () => differentLines(raw.slice(mark));
  const forget = () => {
    mark = raw.length;
  };
  const press = (keys: string) => {
    forget();
    terminal.write(keys);
  };
  async function rest(): Promise<void> {
    const untilMs = Date.now() + mostRestMs;
    while (Date.now() < untilMs && Date.now() - wroteAtMs < restMs) {
      await sleep(20);
      // After a pause of this process a timer runs before what lies ready is read.
      await afterReading();
    }
  }
  async function sees(text: string | RegExp, withinMs = 25_000): Promise<string> {
    const untilMs = Date.now() + withinMs;
    for (;;) {
      const seen = since();
      if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) {
        await rest();
        return since();
      }
      if (Date.now() > untilMs || exitCode !== undefined) {
        const why = exitCode === undefined ? 'not seen' : `not seen before it ended with ${exitCode}`;
        throw new Error(`${String(text)} was ${why}. Since the last keys:\n${screens()}`);
      }
      await sleep(20);
    }
  }
  return {
    get raw() {
      return raw;
    },
    sees,
    async answer(text, keys) {
      const seen = await sees(text);
      press(keys);
      return seen;
    },
    async choose(title, label) {
      await sees(title);
      for (let moves = 0; moves < mostMoves; moves += 1) {
        const seen = await sees(/❯ .*\n/);
        const current = seen.slice(seen.lastIndexOf('❯ ') + 2);
        if (current.startsWith(label)) {
          press(key.enter);
          return seen;
        }
        press(key.down);
      }
      throw new Error(`There is no choice "${label}" here:\n${await sees('❯ ')}`);
    },
    press,
    forget,
    resize(columns, rows) {
      forget();
      terminal.resize(columns, rows);
    },
    async ended(withinMs = 10_000) {
      const untilMs = Date.now() + withinMs;
      while (exitCode === undefined) {
        if (Date.now() > untilMs) throw new Error(`It did not end. Since the last keys:\n${screens()}`);
        await sleep(20);
      }
      return exitCode;
    },
    hangUp() {
      const ended = new Promise<number>((resolve) => terminal.onExit(({ signal }) => resolve(signal ?? 0)));
      // Undocumented: closes the side of it that is not the program's.
      (terminal as IPty & { destroy(): void }).destroy();
      return ended;
    },
    kill: () => terminal.kill(),
  };
}

function plainText(raw: string): string {
  return stripVTControlCharacters(raw).replaceAll('\r\n', '\n');
}

/** Each once, as a screen that is drawn every second has most of its lines in common with the one before. */
function differentLines(raw: string): string {
  // What is drawn in place ends its lines by erasing the rest of them.
  const lines = plainText(raw.replaceAll('\u001b[K', '\n')).split('\n');
  return [...new Set(lines)].join('\n').slice(-20_000);
}
