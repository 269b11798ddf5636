import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { captureStream } from '../../testing/program/capture-stream.js';
import { keysOf } from './keys-of.js';
import { createStyle } from '../style.js';
import { openTerminalScreen } from './terminal-screen.js';

function opened() {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
  const stdout = Object.assign(captureStream({ isTerminal: true, columns: 20 }), { rows: 4 });
  let seen = 0;
  const written = () => {
    const all = stdout.text();
    const fresh = all.slice(seen);
    seen = all.length;
    return fresh;
  };
  const screen = openTerminalScreen(stdin, stdout, createStyle(false));
  return { raw, stdin, stdout, screen, written };
}

describe('screen', () => {
  test('only lines that changed are written', () => {
    const { screen, written } = opened();
    written();
    screen.draw([[{ text: 'one' }], [{ text: 'two' }], [{ text: 'three' }]]);
    written();
    screen.draw([[{ text: 'one' }], [{ text: 'TWO' }]]);
    expect(written()).toBe('\u001b[?2026h\u001b[2;1HTWO\u001b[K\u001b[3;1H\u001b[J\u001b[?2026l');
    screen.draw([[{ text: 'one' }], [{ text: 'TWO' }]]);
    expect(written()).toBe('');
  });

  test('what does not fit is cut, and control characters of names do not reach the terminal', () => {
    const { screen, written } = opened();
    written();
    screen.draw([
      [{ text: 'evil\u001b[2Jname ' }, { text: 'x'.repeat(40) }],
      [],
      [],
      [],
      [{ text: 'below' }],
    ]);
    const text = written();
    expect(text).toContain(`evil\\x1b[2Jname ${'x'.repeat(4)}\u001b[K`);
    expect(text).not.toContain('below');
  });

  test('the terminal is given back once', () => {
    const { raw, screen, written, stdin } = opened();
    written();
    screen.close();
    screen.close();
    expect(written()).toBe('\u001b[0m\u001b[?25h\u001b[?1049l');
    expect([raw, stdin.listenerCount('data'), stdin.isPaused()]).toEqual([[true, false], 0, true]);
  });

  test('another size draws all anew', () => {
    const { screen, stdout, written } = opened();
    screen.onResize(() => screen.draw([[{ text: 'same' }]]));
    screen.draw([[{ text: 'same' }]]);
    written();
    stdout.emit('resize');
    expect(written()).toContain('same');
  });
});

test.each([
  ['\u001b[A\u001b[B', ['up', 'down']],
  ['\u001bOC', ['right']],
  ['\u001b', ['escape']],
  ['a\r\u0003', ['a', 'enter', 'ctrl-c']],
  ['\u001b[1;5P', []],
  ['\u0001é😀', ['é', '😀']],
])('%j → %j', (chunk, keys) => {
  expect(keysOf(chunk)).toEqual(keys);
});
