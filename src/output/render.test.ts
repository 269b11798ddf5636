import { describe, expect, test } from '@jest/globals';
import type { OutputFormat } from '../text/global-options.js';
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
  const settings = { format, style: createStyle(false), columns: 80, isTerminal: false };
  expect(await render([1, 2], [1, 2], view, settings)).toEqual({ text, notes, failures: [] });
});

describe('--columns and --sort', () => {
  const list = () => ({
    header: ['NAME', 'N'],
    rows: [
      ['b', 2],
      ['c', null],
      ['a', 10],
    ],
  });
  const items = [{ name: 'b' }, { name: 'c' }, { name: 'a' }];
  const byNumber = [{ column: 'N', descending: true }];
  const settings = (format: OutputFormat, columns: readonly string[]) => ({
    ...{ format, style: createStyle(false), columns: 80, isTerminal: false },
    arrangement: { columns, sort: byNumber },
  });

  test.each<[OutputFormat, readonly string[], string]>([
    ['table', ['NAME'], 'NAME\na\nb\nc\n'],
    ['plain', [], 'a\t10\nb\t2\nc\t\n'],
    ['jsonl', [], '{"name":"a"}\n{"name":"b"}\n{"name":"c"}\n'],
    ['yaml', [], '- name: a\n- name: b\n- name: c\n'],
    ['jsonl', ['N', 'NAME'], '{"N":10,"NAME":"a"}\n{"N":2,"NAME":"b"}\n{"N":null,"NAME":"c"}\n'],
  ])('%s %j', async (format, columns, text) => {
    expect((await render(items, items, list, settings(format, columns))).text).toBe(text);
  });

  test('a JSON object around the list cannot be sorted, its lines can', async () => {
    const whole = { items };
    await expect(render(whole, items, list, settings('json', []))).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringMatching(/--columns.*-o jsonl/),
    });
    expect((await render(whole, items, list, settings('jsonl', []))).text).toMatch(/^{"name":"a"}/);
  });
});
