import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { lateInput } from './late-input.js';

function opening(...chunks: readonly string[]) {
  const real = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  let opened = 0;
  const stdin = lateInput(() => {
    opened += 1;
    return real;
  });
  return { stdin, real, opened: () => opened };
}

test('it is no terminal, which needs no opening', () => {
  const { stdin, opened } = opening();
  expect(stdin.isTTY).not.toBe(true);
  expect({ ...{ stdin } }.stdin.isTTY).toBeUndefined();
  expect(opened()).toBe(0);
});

test('it is read as itself, whichever way, and opened once', async () => {
  const whole = opening('some ', 'text');
  expect(String(await buffer(whole.stdin))).toBe('some text');
  const iterated = opening('some ', 'text');
  let text = '';
  for await (const chunk of iterated.stdin) text += String(chunk);
  expect(text).toBe('some text');
  const heard = opening('some ', 'text');
  const pieces: string[] = [];
  heard.stdin.on('data', (chunk) => pieces.push(String(chunk)));
  await once(heard.stdin, 'end');
  expect(pieces).toEqual(['some ', 'text']);
  expect([whole, iterated, heard].map(({ opened }) => opened())).toEqual([1, 1, 1]);
});

test('it is what it stands for', () => {
  const { stdin, real } = opening('x');
  expect(stdin).toBeInstanceOf(Readable);
  expect('readableFlowing' in stdin && !('other' in stdin)).toBe(true);
  stdin.setEncoding('latin1');
  expect(real.readableEncoding).toBe('latin1');
  Object.assign(stdin, { mark: 1 });
  expect(real).toHaveProperty('mark', 1);
  stdin.destroy();
  expect([stdin.destroyed, real.destroyed]).toEqual([true, true]);
});
