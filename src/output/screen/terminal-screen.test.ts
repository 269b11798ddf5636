import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { captureStream } from '../../testing/program/capture-stream.js';
import { belowPrinted } from './canvas.js';
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

  test('what does not fit is cut, with a mark that says so, and control characters of names do not reach the terminal', () => {
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
    expect(text).toContain(`evil\\x1b[2Jname ${'x'.repeat(3)}…\u001b[K`);
    expect(text).not.toContain('below');
  });

  test('blanks that do not fit are not missed', () => {
    const { screen, written } = opened();
    written();
    screen.draw([[{ text: 'whole' }, { text: ' '.repeat(40) }]]);
    expect(written()).not.toContain('…');
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

describe('a screen below what was printed', () => {
  function below() {
    const { stdin, stdout, written } = opened();
    written();
    const screen = openTerminalScreen(stdin, stdout, createStyle(false), undefined, belowPrinted());
    return { stdin, stdout, screen, written };
  }

  test('is drawn over itself at once, and taken away at the end', () => {
    const { screen, written } = below();
    screen.draw([[{ text: 'one' }], [{ text: 'two' }]]);
    expect(written()).toBe(
      '\u001b[?25l\u001b[?2026h\u001b[?25l\rone\u001b[K\ntwo\u001b[K\u001b[J\r\u001b[?25l\u001b[?2026l',
    );
    screen.draw([[{ text: 'one' }], [{ text: 'two' }]]);
    expect(written()).toBe('');
    screen.draw([[{ text: 'ONE' }]]);
    expect(written()).toContain('\u001b[1A\rONE\u001b[K\u001b[J');
    screen.close();
    expect(written()).toBe('\r\u001b[J\u001b[?25h');
  });

  test('shows the cursor where it is wanted, and finds back to its top from there', () => {
    const { screen, written } = below();
    const lines = (typed: string) => [
      [{ text: 'title' }],
      [{ text: `> ${typed}`, hasCursor: true }, { text: 'after' }],
      [{ text: 'below' }],
    ];
    screen.draw(lines('x'));
    expect(written()).toContain('below\u001b[K\u001b[J\u001b[1A\r> x\u001b[?25h');
    screen.draw(lines('xy'));
    expect(written()).toContain('\u001b[?25l\u001b[1A\rtitle');
  });

  test('in a narrower terminal, which has broken its lines, finds back to its top', () => {
    const { screen, stdout, written } = below();
    const lines = [[{ text: 'x'.repeat(19) }], [{ text: 'y'.repeat(9) }], [{ text: 'z' }]];
    screen.onResize(() => screen.draw(lines));
    screen.draw(lines);
    written();
    Object.assign(stdout, { columns: 8 });
    stdout.emit('resize');
    expect(written()).toContain(`\u001b[5A\r${'x'.repeat(6)}…\u001b[K\n`);
  });
});

test('wide characters are cut by the columns they take', () => {
  const { screen, written } = opened();
  written();
  screen.draw([[{ text: '漢字'.repeat(4) }, { text: '漢字漢字' }]]);
  expect(written()).toContain(`${'漢字'.repeat(4)}漢…\u001b[K`);
});

test('a terminal that says it has no columns and rows counts as 80 by 24', () => {
  const stdout = Object.assign(captureStream({ isTerminal: true, columns: 0 }), { rows: 0 });
  const screen = openTerminalScreen(new PassThrough(), stdout, createStyle(false));
  expect([screen.columns, screen.rows]).toEqual([80, 24]);
});

test('what is piped in is not read as keys', () => {
  const stdin = new PassThrough();
  openTerminalScreen(stdin, captureStream({ isTerminal: true }), createStyle(false)).close();
  expect([stdin.listenerCount('data'), stdin.readableFlowing]).toEqual([0, null]);
});
