import { expect, test } from '@jest/globals';
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
  expect(quotedForBash(word)).toBe(quoted);
});
