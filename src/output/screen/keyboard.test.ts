import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { keyboardOf } from './keyboard.js';
import { allKeysOf, keysOf, type Key } from './keys.js';

test.each([
  ['\u001b[A\u001b[B', ['up', 'down']],
  ['\u001bOC', ['right']],
  ['\u001b', ['escape']],
  ['\u001b\u001b[A', ['escape', 'up']],
  ['a\r\u0003', ['a', 'enter', 'ctrl-c']],
  ['\u001b[1;5P', ['']],
  ['\u001b[[Ax', ['', 'x']],
  ['\u0015é😀 ', ['ctrl-u', 'é', '😀', ' ']],
])('%j → %j', (text, names) => {
  expect(allKeysOf(text).map(({ name }) => name)).toEqual(names);
});

test.each([
  ['x\u001b', 'x', '\u001b'],
  ['\u001b[', '', '\u001b['],
  ['\u001bO', '', '\u001bO'],
  ['\u001b[1;5', '', '\u001b[1;5'],
  ['\u001b[A', '\u001b[A', ''],
])('of %j the end may be the beginning of a key', (text, whole, rest) => {
  expect(keysOf(text)).toEqual({ keys: allKeysOf(whole), rest });
});

function keyboard() {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
  return { raw, stdin, keys: keyboardOf(stdin) };
}

const turns = async () => {
  for (let times = 0; times < 20; times += 1) await turn();
};

test('a paste is one, whatever is in it; its end may come later', () => {
  const paste = '\u001b[200~D\rq\u001b[A\u001b[201~';
  const { keys, rest } = keysOf(`a${paste}b${paste.slice(0, 12)}`);
  expect(keys.map(({ name, pasted }) => pasted ?? name)).toEqual(['a', 'D\rq\u001b[A', 'b']);
  expect(rest).toBe(paste.slice(0, 12));
});

describe('keyboard', () => {
  test('is the same for the same terminal', () => {
    const { stdin, keys } = keyboard();
    expect(keyboardOf(stdin)).toBe(keys);
  });

  test('what one listener does not take is there for the next, in order', async () => {
    const { raw, stdin, keys } = keyboard();
    const taken: string[] = [];
    const stop = keys.read(({ name }) => {
      taken.push(`first ${name}`);
      if (name === 'enter') stop();
    });
    stdin.write('a\rb\r');
    await turns();
    expect([taken, raw]).toEqual([
      ['first a', 'first enter'],
      [true, false],
    ]);
    keys.read(({ name }) => taken.push(`second ${name}`));
    await turns();
    expect(taken.slice(2)).toEqual(['second b', 'second enter']);
  });

  test('a listener above another has the keys until it is stopped', async () => {
    const { raw, stdin, keys } = keyboard();
    const taken: string[] = [];
    keys.read(({ name }) => taken.push(`below ${name}`));
    const stop = keys.read(({ name }) => taken.push(`above ${name}`));
    stdin.write('a');
    await turns();
    stop();
    stop();
    stdin.write('b');
    await turns();
    expect([taken, raw]).toEqual([['above a', 'below b'], [true]]);
  });

  test('for new keys only, what was typed before stays', async () => {
    const { stdin, keys } = keyboard();
    const taken: string[] = [];
    const stop = keys.read(() => stop());
    stdin.write('\rab');
    await turns();
    const stopNew = keys.read(({ name }) => taken.push(`new ${name}`), { onlyNew: true });
    await turns();
    stdin.write('\u0003');
    await turns();
    stopNew();
    keys.read(({ name }) => taken.push(name));
    await turns();
    expect(taken).toEqual(['new ctrl-c', 'a', 'b']);
  });

  test('who watches sees keys as they arrive, and what is unread can be taken away', async () => {
    const { stdin, keys } = keyboard();
    const seen: string[] = [];
    const stopWatching = keys.watch(({ name }) => seen.push(name));
    const stop = keys.read(() => stop());
    stdin.write('xline\r');
    await turns();
    stopWatching();
    expect(seen.join(' ')).toBe('x l i n e enter');
    expect(keys.takeUnread()).toBe('line\r');
    expect(keys.takeUnread()).toBe('');
  });

  test('keys in pieces: an arrow, a letter of several bytes, and Esc, which nothing follows', async () => {
    const { stdin, keys } = keyboard();
    const taken: Key[] = [];
    keys.read((key) => taken.push(key));
    const euro = Buffer.from('€');
    for (const piece of ['\u001b', '[', 'A', euro.subarray(0, 1), euro.subarray(1), '\u001b']) {
      stdin.write(piece);
      await turn();
    }
    await turns();
    expect(taken.map(({ name }) => name)).toEqual(['up', '€']);
    while (taken.length < 3) await delay(10);
    expect(taken[2]).toEqual({ name: 'escape', sequence: '\u001b' });
  });

  test('a paste in pieces is one, and what is too long of it is lost, not typed', async () => {
    const { stdin, keys } = keyboard();
    const taken: (string | undefined)[] = [];
    keys.read(({ name, pasted }) => taken.push(pasted === undefined ? name : `pasted ${pasted.length}`));
    const piece = 'q'.repeat(100_000);
    for (const part of ['\u001b[200~', piece, piece, piece, piece, '\u001b[20', '1~x']) stdin.write(part);
    await turns();
    expect(taken).toEqual([expect.stringMatching(/^pasted 262\d{3}$/), 'x']);
  });
});
