import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { captureStream } from '../../testing/program/capture-stream.js';
import type { MouseReport } from '../../view/screen.js';
import { createStyle } from '../style.js';
import { keyboardOf } from './keyboard.js';
import { allKeysOf } from './keys.js';
import { openTerminalScreen } from './terminal-screen.js';

const clickAt = (column: number, row: number): MouseReport => ({ does: 'click', column, row });

describe('reports among keys', () => {
  test.each<[string, readonly (string | MouseReport)[]]>([
    ['\u001b[<0;1;1M', [clickAt(0, 0)]],
    ['a\u001b[<0;300;90Mb', ['a', clickAt(299, 89), 'b']],
    ['\u001b[<64;2;3M', [{ does: 'wheel-up', column: 1, row: 2 }]],
    ['\u001b[<69;2;3M', [{ does: 'wheel-down', column: 1, row: 2 }]],
    // A button let go, a movement, other buttons.
    ['\u001b[<0;1;1m\u001b[<32;1;1M\u001b[<2;1;1Mq', ['q']],
    // No place, or none that a terminal has.
    ['\u001b[<0;0;1M\u001b[<0;1M\u001b[<0;99999999999;1M\u001b[<0;1;-1Mj', ['j']],
    // The older form: nothing of it was typed.
    ['\u001b[M qqj', ['j']],
    ['\u001b[M\u001b[A', ['', 'up']],
  ])('%j', (text, expected) => {
    expect(allKeysOf(text).map(({ name, mouse }) => mouse ?? name)).toEqual(expected);
  });
});

function terminal() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stdout = Object.assign(captureStream({ isTerminal: true, columns: 20 }), { rows: 4 });
  return { stdin, stdout };
}

const turns = async (count = 20) => {
  for (let times = 0; times < count; times += 1) await turn();
};

describe('a report in pieces', () => {
  test('of which the last comes late is no key all the same', async () => {
    const { stdin } = terminal();
    const taken: (string | MouseReport)[] = [];
    keyboardOf(stdin).read(({ name, mouse }) => taken.push(mouse ?? name));
    stdin.write('\u001b[<0;');
    await delay(150);
    stdin.write('12;5');
    await delay(150);
    stdin.write('Mx');
    await turns();
    expect(taken).toEqual([clickAt(11, 4), 'x']);
  });

  test('that never ends is forgotten, and what follows is a key', async () => {
    const { stdin } = terminal();
    const taken: string[] = [];
    keyboardOf(stdin).read(({ name }) => taken.push(name));
    stdin.write(`\u001b[<${'0'.repeat(100_000)}`);
    await turns();
    stdin.write('q');
    await turns();
    expect(taken).toEqual(['q']);
  });
});

test('of a flood only some are kept, and keys all', async () => {
  const { stdin } = terminal();
  const taken: (string | MouseReport)[] = [];
  stdin.pause();
  const keyboard = keyboardOf(stdin);
  const stop = keyboard.read(({ name, mouse }) => taken.push(mouse ?? name));
  stdin.write('\u001b[<65;1;1M'.repeat(50_000) + 'q');
  await turns(500);
  expect(taken.length).toBeLessThan(200);
  expect(taken.at(-1)).toBe('q');
  stdin.write('x\u001b[<0;1;1My');
  stop();
  await turns();
  // For an editor that reads lines.
  keyboard.read(() => undefined, { onlyNew: true });
  stdin.write('');
  expect(keyboard.takeUnread()).not.toContain('\u001b');
});

describe('a screen', () => {
  const on = '\u001b[?1000h\u001b[?1006h';
  const off = '\u001b[?1006l\u001b[?1000l';

  test('switches it on only when asked, off again, and tells it to its listener only', async () => {
    const { stdin, stdout } = terminal();
    const screen = openTerminalScreen(stdin, stdout, createStyle(false));
    const taken: unknown[] = [];
    screen.onKey((key) => taken.push(key));
    stdin.write('\u001b[<0;2;2M');
    await turns();
    expect([taken, stdout.text().includes('1000h')]).toEqual([[], false]);
    screen.onMouse((report) => taken.push(report));
    screen.onMouse((report) => taken.push(report));
    expect(stdout.text().split(on)).toHaveLength(2);
    stdin.write('\u001b[<0;2;2Mq');
    await turns();
    expect(taken).toEqual([clickAt(1, 1), 'q']);
    screen.onMouse(undefined);
    expect(stdout.text().endsWith(off)).toBe(true);
    screen.close();
    screen.onMouse(() => undefined);
    expect(stdout.text().split(off)).toHaveLength(2);
    expect(stdout.text().split(on)).toHaveLength(2);
  });

  test.each(['closed', 'left by a crash'])('%s while it is on: the terminal is as it was', (how) => {
    const { stdin, stdout } = terminal();
    const acts: (() => void)[] = [];
    const atExit = (act: () => void) => {
      acts.push(act);
      return () => undefined;
    };
    const screen = openTerminalScreen(stdin, stdout, createStyle(false), { atExit });
    screen.onMouse(() => undefined);
    if (how === 'closed') screen.close();
    else for (const act of acts) act();
    expect(stdout.text().replaceAll('\u001b', '')).toMatch(/\[\?1006l\[\?1000l[^]*\[\?1049l$/);
  });
});
