import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readLine } from '../cli/typed-line.js';
import { commands } from '../commands/index.js';
import { commandLine, quotedWords } from './command-line.js';

test.each([
  [commandLine`groups undo ${'billing'} --execute`, 'kafka-lab groups undo billing --execute'],
  [commandLine`groups undo ${'my group'} --execute`, "kafka-lab groups undo 'my group' --execute"],
  [commandLine`groups undo ${'-dash'} --execute`, 'kafka-lab groups undo --execute -- -dash'],
  [commandLine`groups undo ${'-5'}`, 'kafka-lab groups undo -5'],
  [
    commandLine`topics config ${'-t'} set cleanup.policy=delete`,
    'kafka-lab topics config -- -t set cleanup.policy=delete',
  ],
  [
    commandLine`connections add ${'kl ü'} -b HOST:PORT --username ${'-u'}`,
    "kafka-lab connections add 'kl ü' -b HOST:PORT --username=-u",
  ],
  [commandLine`topics elect ${['a', 'b c']} --preferred`, "kafka-lab topics elect a 'b c' --preferred"],
  [commandLine`consume ${'t'} --from @${123}`, 'kafka-lab consume t --from @123'],
  [
    commandLine`topics create ${'a b'}-${4} --partitions ${4}`,
    "kafka-lab topics create 'a b-4' --partitions 4",
  ],
  [commandLine`groups describe ${''}`, "kafka-lab groups describe ''"],
  [commandLine`groups describe ${'a\nb\u009b'}`, "kafka-lab groups describe $'a\\x0ab\\u009b'"],
])('%s', (line, expected) => {
  expect(line).toBe(expected);
});

const names = [
  'plain',
  'with space',
  '-dash',
  '--all',
  '-d "x"',
  "it's",
  '$(touch x)',
  '`x`',
  'tx/ü',
  'a\tb',
  '!!',
  '\\',
  '~',
];

describe('a shell and the program read back the name', () => {
  test.each(names)('%j', async (name) => {
    const line = commandLine`groups delete-offsets ${name} ${name} --timeout ${name} --yes`;
    const shown = `printf '%s\\0' ${line.replace('kafka-lab ', '')}`;
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    const words = execFileSync('bash', ['--norc', '-c', shown], { encoding: 'utf8', env })
      .split('\0')
      .slice(0, -1);
    const { path, positionals, globals } = await readLine(words, commands);
    expect(path).toEqual(['groups', 'delete-offsets']);
    expect(positionals).toEqual([name, name]);
    expect(globals).toEqual({ timeout: name, yes: true });
  });
});

test('words alone', () => {
  expect(quotedWords(['a', 'b c', '', "d'e"])).toBe("a 'b c' '' 'd'\\''e'");
});

test('a value that looks like an option does not take the next option for its own', () => {
  expect(commandLine`consume t --from 0 ${['--key', '--x', '--grep', 'y']}`).toBe(
    'kafka-lab consume t --from 0 --key=--x --grep y',
  );
});
