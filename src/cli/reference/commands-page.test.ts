import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { commands, groups } from '../../commands/index.js';
import { commandsPage } from './commands-page.js';
import { describeCommands } from './describe-commands.js';

test('docs/commands.md is what the definitions say; if not: npm run docs', async () => {
  const page = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');
  const reference = await describeCommands({ entries: commands, groups, version: '' });
  // Line by line, so that a failure names the line.
  expect(page.split('\n')).toEqual(commandsPage(reference).split('\n'));
});

test('every link of the contents leads to a heading', async () => {
  const page = commandsPage(await describeCommands({ entries: commands, groups, version: '' }));
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text.replaceAll(' ', '-'));
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBeGreaterThanOrEqual(commands.length);
  expect(links.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
});
