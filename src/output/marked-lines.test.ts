import { expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { markedLines } from './marked-lines.js';

function marked(
  chunks: readonly (string | Buffer)[],
  terminal: { isTTY?: boolean; columns?: number } = {},
): string {
  let written = '';
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const stream = markedLines(Object.assign(target, terminal), '2 │ ');
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return written;
}

test('each line behind the mark, once it is whole', () => {
  expect(marked(['one\ntw', 'o\nthree'])).toBe('2 │ one\n2 │ two\n2 │ three\n');
});

test('a character that is cut in two between two chunks stays whole', () => {
  const bytes = Buffer.from('Đã đọc 😀\nxong ệ');
  const each = [...bytes].map((byte) => Buffer.of(byte));
  expect(marked(each)).toBe('2 │ Đã đọc 😀\n2 │ xong ệ\n');
  expect(marked([bytes.subarray(0, -1)])).toBe('2 │ Đã đọc 😀\n2 │ xong \ufffd\n');
});

test('on a terminal long lines are wrapped, and marked again', () => {
  const line = 'Reading the topic from the beginning\n';
  expect(marked([line], { isTTY: true, columns: 28 })).toBe(
    '2 │ Reading the topic from \n2 │ the beginning\n',
  );
  expect(marked([line], { isTTY: true, columns: 10 })).toBe(`2 │ ${line}`);
  expect(marked([line], { columns: 28 })).toBe(`2 │ ${line}`);
});

test('what writes here takes it for a pipe; a terminal behind it obeys nothing all the same', () => {
  expect(marked(['\u001b[2J\tx\n'], { isTTY: true, columns: 80 })).toBe('2 │ \\x1b[2J\tx\n');
  expect(marked(['\u001b[2J\n'])).toBe('2 │ \u001b[2J\n');
});
