import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { mostEntries, openUndoStore, type UndoEntry } from './undo-store.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const entry = (group: string, second: number): UndoEntry => ({
  group,
  at: new Date(Date.UTC(2026, 0, 15, 12, 0, second)).toISOString(),
  change: 'reset orders to the beginning',
  offsets: [
    { topic: 'orders', partition: 0, offset: second, metadata: 'kept' },
    { topic: 'orders', partition: 1, offset: null, metadata: '' },
  ],
});

test('what was kept comes back, the newest first, and can be forgotten', async () => {
  const store = openUndoStore(home.folders, 'cluster', 'billing');
  expect(await store.entries()).toEqual({ kept: [], damaged: [] });
  for (const second of [1, 3, 2]) await store.keep(entry('billing', second));
  const { kept } = await store.entries();
  expect(kept).toMatchObject([3, 2, 1].map((each) => entry('billing', each)));
  await store.forget(kept[0]!.path);
  expect((await store.entries()).kept.map(({ at }) => at)).toEqual([entry('', 2).at, entry('', 1).at]);
});

test('groups and clusters are kept apart, whatever their names', async () => {
  const names = [
    'billing',
    'Billing',
    'bill/ing',
    'bill\\ing',
    '..',
    '../billing',
    '*',
    'é',
    'x'.repeat(300),
  ];
  for (const [index, group] of names.entries()) {
    await openUndoStore(home.folders, 'cluster', group).keep(entry(group, index));
  }
  for (const [index, group] of names.entries()) {
    const { kept } = await openUndoStore(home.folders, 'cluster', group).entries();
    expect(kept.map(({ group: of, at }) => [of, at])).toEqual([[group, entry(group, index).at]]);
    expect((await openUndoStore(home.folders, 'other', group).entries()).kept).toEqual([]);
  }
  const folders = readdirSync(home.folders.data, { recursive: true, encoding: 'utf8' });
  const lower = folders.map((path) => path.toLowerCase());
  expect(new Set(lower).size).toBe(lower.length);
});

test('the oldest go', async () => {
  const store = openUndoStore(home.folders, null, 'billing');
  for (let second = 0; second < mostEntries + 5; second += 1) await store.keep(entry('billing', second));
  const { kept } = await store.entries();
  expect(kept).toHaveLength(mostEntries);
  expect(kept.at(-1)!.at).toBe(entry('billing', 5).at);
});

test('files are private, and nothing half-written is left', async () => {
  const path = await openUndoStore(home.folders, 'cluster', 'billing').keep(entry('billing', 1));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const files = readdirSync(home.folders.data, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('offsets beyond 2^53 are kept exactly', async () => {
  const store = openUndoStore(home.folders, 'cluster', 'billing');
  const offsets = [{ topic: 'orders', partition: 0, offset: 2n ** 63n - 1n, metadata: '' }];
  await store.keep({ ...entry('billing', 1), offsets });
  expect((await store.entries()).kept[0]!.offsets).toEqual(offsets);
});

test.each([
  ['cut short', '{"group": "billing"'],
  ['empty', ''],
  ['of another kind', '[1, 2]'],
  [
    'with an offset that is none',
    '{"group":"a","at":"","change":"","offsets":[{"topic":"a","partition":0,"offset":"9e99"}]}',
  ],
])('a damaged file, %s, is passed over and named', async (_kind, text) => {
  const store = openUndoStore(home.folders, 'cluster', 'billing');
  const paths = [];
  for (const second of [1, 2, 3]) paths.push(await store.keep(entry('billing', second)));
  writeFileSync(paths[1]!, text);
  const { kept, damaged } = await store.entries();
  expect([kept.map(({ path }) => path), damaged]).toEqual([[paths[2], paths[0]], [paths[1]]]);
});
