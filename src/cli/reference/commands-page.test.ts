import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { commands, groups } from '../../commands/index.js';
import { commandsPage } from './commands-page.js';
import { describeCommands } from './describe-commands.js';
import { manPage } from './man-page.js';

test('docs/commands.md is what the definitions say; if not: npm run docs', async () => {
  const page = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');
  const reference = await describeCommands({ entries: commands, groups, version: '' });
  // Line by line, so that a failure names the line.
  expect(page.split('\n')).toEqual(commandsPage(reference).split('\n'));
});

test('man/kafka-lab.1, too', async () => {
  const page = readFileSync(new URL('../../../man/kafka-lab.1', import.meta.url), 'utf8');
  const reference = await describeCommands({ entries: commands, groups, version: '' });
  expect(page.split('\n')).toEqual(manPage(reference).split('\n'));
  // ASCII, and no text of ours is taken for a request.
  expect(page).not.toMatch(/[^\0-\x7f]/);
  const requests = [...page.matchAll(/^[.'](\S*)/gm)].map(([, request]) => request);
  expect([...new Set(requests)].sort()).toEqual([
    ...['B', 'PP', 'RE', 'RI', 'RS', 'SH', 'SS', 'TH', 'TP', '\\"', 'br', 'fi', 'nf'],
  ]);
});

test('every link of the contents leads to a heading', async () => {
  const page = commandsPage(await describeCommands({ entries: commands, groups, version: '' }));
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text.replaceAll(' ', '-'));
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBeGreaterThanOrEqual(commands.length);
  expect(links.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
});
