import { expect, test } from '@jest/globals';
import { commands } from '../../commands/index.js';
import { checkOptions } from '../../contract/check-options.js';
import { effectOf } from '../../contract/command.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import type { Cell } from '../../view/view.js';
import { nextRound } from '../../watch/watched-sections.js';
import { initialTable } from '../state/table-state.js';
import type { Shown } from '../state/view-kind.js';
import { tableView } from './table-view.js';

const paths = new Set(commands.map(({ path }) => path));

/** A view of configs with one row, and what `V` and then a typed line come to there. */
async function configRow(path: string, asked: Readonly<Record<string, unknown>>, cells: readonly Cell[]) {
  const spec = await commands.find((each) => each.path === path)!.load();
  const options: Record<string, unknown> = checkOptions(spec.options, fieldsOfCommand(spec), asked);
  const words = path.split(' ');
  const arrangement = { columns: [], sort: [] };
  const isView = effectOf(spec, options) === 'reads';
  const view = tableView({ spec, options, globals: {}, arrangement, isView }, words, paths);
  const header = ['NAME', 'VALUE', 'SOURCE', 'OTHERWISE'];
  const data = nextRound(undefined, { header, rows: [cells] }, 0);
  const shown: Shown<typeof data> = { data, size: { columns: 100, rows: 10 }, isOld: false };
  const asking = view.press(initialTable, 'V', shown)?.todo;
  return {
    asking,
    keys: view.keys(initialTable, shown).map(([key]) => key),
    /** The words of the view that opens, or what is said. */
    typed(text: string, stage: 'done' | 'cancelled' = 'done') {
      const purpose = asking?.to === 'ask' ? asking.purpose : '';
      const { todo, state } = view.typed(initialTable, { purpose, text, stage }, shown);
      expect(state).toBe(initialTable);
      return todo?.to === 'open' ? todo.words.join(' ') : todo?.to === 'say' ? todo.text : todo;
    },
  };
}

test.each([
  ['topics config', { topic: 'orders', all: true }, 'topics config orders', ' --dry-run'],
  ['topics config', { topic: '-x' }, 'topics config --dry-run -- -x', ''],
  ['groups config', { group: 'billing' }, 'groups config billing', ' --dry-run'],
  ['brokers config', { broker: '1', docs: true }, 'brokers config 1', ' --dry-run'],
  ['brokers config', { clusterWide: true }, 'brokers config', ' --dry-run --cluster-wide'],
])('V in %s %j: the value there is edited, and a dry run opens', async (path, options, before, behind) => {
  const { asking, typed, keys } = await configRow(path, options, ['a.ms', '5', 'topic', null]);
  expect(keys[0]).toBe('V');
  expect(asking).toMatchObject({ to: 'ask', prompt: 'a.ms (empty: unset it) = ', initial: '5' });
  expect([typed(' 7 '), typed('a=b c'), typed(' '), typed('7', 'cancelled'), typed('1h')]).toEqual([
    `${before} set a.ms=7${behind}`,
    `${before} set a.ms=a=b c${behind}`,
    `${before} unset a.ms${behind}`,
    undefined,
    expect.stringContaining('takes a number alone'),
  ]);
});

test.each<[string, Cell, string]>([
  ['no value', null, ''],
  ['one that looks like the place of a secret', 'env:HOME', 'plain:env:HOME'],
  ['one that would control the terminal', 'a\u001b[2J', ''],
])('%s', async (_, value, initial) => {
  const { asking } = await configRow('topics config', { topic: 'orders' }, ['a', value, 'topic', null]);
  expect(asking).toMatchObject({ to: 'ask', initial });
});

test('a secret is typed where it is not shown', async () => {
  const hidden = { text: '(hidden)', tone: 'muted' } as const;
  const row = ['ssl.key.password', hidden, 'static', null];
  expect((await configRow('brokers config', { broker: '1' }, row)).asking).toEqual({
    ...{ to: 'form', path: 'brokers config' },
    given: { broker: '1', config: ['set', 'ssl.key.password=prompt'] },
  });
});

test('a name that would be read as another one with a value, and a name that controls the terminal', async () => {
  const names = await Promise.all(
    ['retention.ms=1', 'a\u001b[2J'].map((name) =>
      configRow('topics config', { topic: 'orders' }, [name, '5', 'topic', null]),
    ),
  );
  expect(names.map(({ asking }) => asking)).toMatchObject([
    { to: 'say', tone: 'bad' },
    { to: 'ask', prompt: 'a\\x1b[2J (empty: unset it) = ' },
  ]);
});

test('in the plan itself, and in other views, V does nothing', async () => {
  const row = ['a.ms', '5', 'topic', null];
  const plan = { topic: 'orders', config: ['set', 'a.ms=7'], dryRun: true };
  expect((await configRow('topics config', plan, row)).asking).toBeUndefined();
  expect((await configRow('topics list', {}, row)).asking).toBeUndefined();
});
