import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helpPageFile, helpWidths, readHelpPage } from './help-page.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-help-'));
  for (const width of helpWidths) writeFileSync(helpPageFile(folder, width), `${width}`);
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each<[string, { isTTY?: boolean; columns?: number }, string | undefined]>([
  ['a file or a pipe', {}, '100'],
  ['a terminal of 80 columns', { isTTY: true, columns: 80 }, '80'],
  ['one that does not know its size', { isTTY: true, columns: 0 }, '80'],
  ['a wide one', { isTTY: true, columns: 240 }, '110'],
  ['one of another width', { isTTY: true, columns: 93 }, undefined],
])('the page for %s', (_, stdout, page) => {
  expect(readHelpPage(folder, ['--help'], stdout)).toBe(page);
  expect(readHelpPage(folder, ['-h'], stdout)).toBe(page);
});

test.each([[[]], [['topics', '--help']], [['--help', 'topics']], [['--help-json']]])(
  'none for %j',
  (argv) => {
    expect(readHelpPage(folder, argv, {})).toBeUndefined();
  },
);
