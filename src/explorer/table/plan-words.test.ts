import { expect, test } from '@jest/globals';
import { commands } from '../../commands/index.js';
import { executedWords } from './plan-words.js';

test.each([
  ['topics trim', 'orders --before end', {}, 'orders --before end --execute'],
  ['topics trim', '--before end -- -x', {}, '--before end --execute -- -x'],
  ['topics trim', 'orders --before end --execute', { execute: true }, undefined],
  ['topics config', 'orders set a=1 --dry-run', { dryRun: true }, 'orders set a=1'],
  ['topics config', '--dry-run -- -x set a=1 --dry-run', { dryRun: true }, '-- -x set a=1 --dry-run'],
  ['topics config', 'orders', { dryRun: false }, undefined],
  ['topics list', '', {}, undefined],
])('%s %s is carried out by …', async (path, rest, options, expected) => {
  const spec = await commands.find((each) => each.path === path)!.load();
  const words = [...path.split(' '), ...rest.split(' ')].filter((word) => word !== '');
  const executed = executedWords(spec, options, words)?.join(' ');
  expect(executed).toBe(expected === undefined ? undefined : `${path} ${expected}`);
});
