import { expect, test } from '@jest/globals';
import type { OutputFormat } from '../global-options.js';
import { render } from './render.js';
import { createStyle } from './style.js';

const view = () => ({
  header: ['N'],
  rows: [[1]],
  notes: ['first'],
  more: [{ header: ['M'], rows: [[2]], notes: ['second'] }],
});

test.each<[OutputFormat, string, readonly string[]]>([
  ['table', 'N\n1\n\nM\n2\n', ['first', 'second']],
  ['plain', '1\n2\n', ['first', 'second']],
  ['json', '[\n  1,\n  2\n]\n', []],
  ['jsonl', '1\n2\n', []],
  ['yaml', '- 1\n- 2\n', []],
])('%s', async (format, text, notes) => {
  const settings = { format, style: createStyle(false), columns: 80 };
  expect(await render([1, 2], [1, 2], view, settings)).toEqual({ text, notes });
});
