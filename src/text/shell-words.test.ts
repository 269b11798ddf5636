import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quotedForBash, shellWords } from './shell-words.js';

test.each([
  ['kafka-lab', [], 'kafka-lab'],
  ['kafka-lab ', [], ''],
  ['kafka-lab top', [], 'top'],
  ['kafka-lab topics  list ', ['topics', 'list'], ''],
  ['kafka-lab -b localhost:90', ['-b'], 'localhost:90'],
  ['kafka-lab --output=js', [], '--output=js'],
  ["kafka-lab consume -g 'a b' x", ['consume', '-g', 'a b'], 'x'],
  ['kafka-lab consume -g "a \\"b" x', ['consume', '-g', 'a "b'], 'x'],
  ["kafka-lab consume -g 'a\\b' ''", ['consume', '-g', 'a\\b'], ''],
  ['kafka-lab consume -g a\\ b', ['consume', '-g'], 'a b'],
  ["kafka-lab consume -g 'a b", ['consume', '-g'], 'a b'],
  ['kafka-lab consume "" x', ['consume', ''], 'x'],
])('%s', (line, before, current) => {
  expect(shellWords(line)).toMatchObject({ before, current });
});

test('a quote that is still open', () => {
  expect(shellWords("kafka-lab consume -g 'a b")).toMatchObject({ quote: "'" });
  expect(shellWords("kafka-lab consume -g 'a b'")).toMatchObject({ quote: '' });
});

test.each([
  ['orders.v1_x-2', 'orders.v1_x-2'],
  ['a b', 'a\\ b'],
  ["it's $HOME", "it\\'s\\ \\$HOME"],
  ['größe', 'größe'],
  ['a;b|c&d', 'a\\;b\\|c\\&d'],
])('for bash: %s → %s', (word, quoted) => {
  expect(quotedForBash(word, '')).toBe(quoted);
});

const hostileNames = [
  'a$(touch PWNED)b',
  'a`touch PWNED`b',
  'car"; touch PWNED; "',
  "car'; touch PWNED; '",
  'a!touch!b',
  'a\\b\\',
  "it\\'s; touch PWNED #",
  'ends with "',
  "ends with '",
  'ends with !',
  '~/$HOME ${x} $((1)) *?[a] {b,c} <in >out &',
];

describe.each(['', '"', "'"] as const)(
  'after an open quote (%j) bash reads the name, and runs nothing',
  (quote) => {
    test.each(hostileNames)('%s', (name) => {
      // The first letter is typed already, the rest is inserted, and bash closes the quote unless it seems closed.
      const rest = quotedForBash(name, quote) ?? '';
      const line = `printf '%s' ${quote}x${rest}${rest.endsWith(quote) ? '' : quote}`;
      const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-quotes-'));
      try {
        expect(execFileSync('bash', ['--norc', '-c', line], { cwd: folder, encoding: 'utf8' })).toBe(
          `x${name}`,
        );
        expect(readdirSync(folder)).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
      expect(shellWords(line).before).toEqual(['%s']);
      expect(shellWords(line).current).toBe(`x${name}`);
    });
  },
);

test("after $' nothing is offered, since a backslash means other things there", () => {
  expect(shellWords("kafka-lab groups describe $'it\\'s").quote).toBe("$'");
  expect(shellWords("kafka-lab groups describe $'it\\'s' x").before).toEqual(['groups', 'describe', "it's"]);
  expect(quotedForBash('name', "$'")).toBeUndefined();
});
