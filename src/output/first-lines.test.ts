import { describe, expect, test } from '@jest/globals';
import { captureStream } from '../testing/program/capture-stream.js';
import { firstLines } from './first-lines.js';

describe('firstLines', () => {
  test.each([
    [2, ['a\nb\nc\n'], 'a\nb\n'],
    [2, ['a', '\n', 'b\nc'], 'a\nb\n'],
    [2, ['a\n', 'b'], 'a\nb'],
    [5, ['a\nb'], 'a\nb'],
    [0, ['a\n'], ''],
    [1, ['\n\n'], '\n'],
  ])('%d of %j', (count, chunks, expected) => {
    const target = captureStream({ isTerminal: true, columns: 100 });
    const stream = firstLines(target, count);
    for (const chunk of chunks) stream.write(chunk);
    expect(target.text()).toBe(expected);
    expect(stream).toMatchObject({ isTTY: false, columns: 100 });
  });
});

test.each([
  [true, '\\x1b[2J\n'],
  [false, '\u001b[2J\n'],
])('a terminal behind it (%p) obeys nothing', (isTerminal, expected) => {
  const target = captureStream({ isTerminal });
  firstLines(target, 1).write('\u001b[2J\nnext\n');
  expect(target.text()).toBe(expected);
});
