import { describe, expect, test } from '@jest/globals';
import { commands } from '../../commands/index.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import { drillDown, recordsWords } from './drill-down.js';
import { keysFor, killOf, rowKeys, todoOf } from './row-keys.js';
import { meaningOfCommand, meaningOfRow, type Meaning } from './row-meaning.js';

const paths = new Set(commands.map(({ path }) => path));

describe('what a row is about', () => {
  test.each<[string, Meaning, string[], (string | number | null)[], Meaning]>([
    ['topics list', {}, ['TOPIC', 'PARTITIONS'], ['orders', 6], { topic: 'orders' }],
    [
      'topics describe',
      { topic: 'orders' },
      ['PARTITION', 'LEADER'],
      [3, 1],
      { topic: 'orders', partition: '3' },
    ],
    ['brokers list', {}, ['ID', 'ADDRESS'], [2, 'x:1'], { broker: '2' }],
    ['quotas list', {}, ['ID', 'ENTITY'], [2, 'x'], {}],
    [
      'topics config',
      { topic: 'orders' },
      ['NAME', 'VALUE'],
      ['retention.ms', '1'],
      { topic: 'orders', config: 'retention.ms' },
    ],
    [
      'groups describe',
      { group: 'billing' },
      ['TOPIC', 'PARTITION', 'CURRENT-OFFSET'],
      ['orders', 0, 200],
      { group: 'billing', topic: 'orders', partition: '0', offset: '200' },
    ],
    ['groups describe', { group: 'billing' }, ['TOPIC', 'PARTITION'], [null, null], { group: 'billing' }],
    ['topics list', {}, ['constructor', '__proto__'], ['a', 'b'], {}],
  ])('%s %j %j', (path, ofCommand, header, cells, meaning) => {
    expect(meaningOfRow(path, ofCommand, header, cells)).toEqual(meaning);
  });

  test('a command that names one thing is about it, one that names several is not', async () => {
    const spec = await commands.find(({ path }) => path === 'topics describe')?.load();
    if (!spec) throw new Error('no topics describe');
    expect(meaningOfCommand(spec, { topic: ['orders'] })).toEqual({ topic: 'orders' });
    expect(meaningOfCommand(spec, { topic: ['orders', 'payments'] })).toEqual({});
  });
});

describe('Enter', () => {
  test.each<[Meaning, string, string | undefined]>([
    [{ topic: 'orders' }, 'topics list', 'topics describe orders'],
    [{ topic: 'orders' }, 'topics describe orders', undefined],
    [{ topic: 'orders', partition: '3' }, 'topics describe orders', 'consume orders --partition 3'],
    [
      { group: 'b', topic: 'orders', partition: '3', offset: '200' },
      'groups describe b',
      'consume orders --partition 3 --from 200',
    ],
    [{ group: 'b' }, 'groups list', 'groups describe b'],
    [{ broker: '1' }, 'brokers list', 'brokers describe 1'],
    [{ znode: '/brokers', children: '2' }, 'zookeeper tree / --depth 1', 'zookeeper tree /brokers --depth 1'],
    [{ znode: '/brokers', children: '2' }, 'zookeeper tree /brokers --depth 1', 'zookeeper get /brokers'],
    [{ znode: '/controller', children: '0' }, 'zookeeper tree / --depth 1', 'zookeeper get /controller'],
    [{ subject: 'orders-value' }, 'schemas list', 'schemas versions orders-value'],
    [{ subject: 'o', version: '3' }, 'schemas versions o', 'schemas get o@3'],
    [{ transactionalId: 't' }, 'transactions list', 'transactions describe t'],
    [{ group: '-x' }, 'groups list', 'groups describe -- -x'],
    [{}, 'topics list', undefined],
  ])('%j in %s → %s', (meaning, words, below) => {
    expect(drillDown(meaning, words.split(' '), paths)?.join(' ')).toBe(below);
  });

  test('every way leads to a command', () => {
    const things = [
      'topic',
      'group',
      'broker',
      'znode',
      'transactionalId',
      'connection',
      'lesson',
      'drill',
      'term',
      'subject',
    ];
    expect(things.filter((thing) => drillDown({ [thing]: 'x' }, [], paths) === undefined)).toEqual([]);
  });

  test('an offset that is none is left out', () => {
    expect(recordsWords('orders', '1', 'none')).toEqual(['consume', 'orders', '--partition', '1']);
  });
});

describe('keys on a row', () => {
  test.each(rowKeys.map((each) => [`${each.key} ${each.path}`, each] as const))('%s', async (_name, key) => {
    const spec = await commands.find(({ path }) => path === key.path)?.load();
    const field = spec && fieldsOfCommand(spec).find(({ name }) => name === key.option);
    expect(field?.completes).toBe(key.thing);
    expect(key.isList).toBe(field?.type === 'list');
    const flags = (key.view ?? []).map((word) => word.replace(/^--/, ''));
    for (const thing of key.also) {
      const other = spec && fieldsOfCommand(spec).find(({ name }) => name === thing);
      expect(other?.type).toBe('list');
    }
    for (const flag of flags) expect(spec && fieldsOfCommand(spec).map((each) => each.flag)).toContain(flag);
  });

  test('are none of the explorer’s own, nor of the table', () => {
    const taken = new Set(Array.from('pqrywcxSKkjgGE:?/123456789 '));
    expect(rowKeys.filter(({ key }) => taken.has(key))).toEqual([]);
  });

  test('a view or a form', () => {
    const [reads] = keysFor({ topic: 'orders' }).filter(({ key }) => key === 'u');
    const [resets] = keysFor({ group: 'b', topic: 'orders' }).filter(({ key }) => key === 'R');
    if (!reads || !resets) throw new Error('no such keys');
    expect(todoOf(reads, [{ topic: 'orders' }])).toEqual({
      to: 'open',
      words: ['groups', 'list', '--topic=orders'],
    });
    const [configs] = keysFor({ group: 'b', topic: 'orders' }).filter(({ key }) => key === 'e');
    expect(configs && todoOf(configs, [{ group: 'b', topic: 'orders' }])).toEqual({
      to: 'open',
      words: ['groups', 'config', 'b', '--all'],
    });
    expect(todoOf(resets, [{ group: 'b' }, { group: 'c' }])).toEqual({
      to: 'form',
      path: 'groups reset',
      given: { group: ['b', 'c'] },
    });
  });

  test.each<[string, readonly Meaning[], object]>([
    [
      'a partition of a group',
      [{ group: 'b', topic: 'orders', partition: '3' }],
      { group: ['b'], topic: ['orders'], partition: ['3'] },
    ],
    [
      'several of one topic',
      ['3', '0'].map((partition) => ({ group: 'b', topic: 'orders', partition })),
      { group: ['b'], topic: ['orders'], partition: ['3', '0'] },
    ],
    [
      'several topics, whose partitions are not those of each other',
      [
        { group: 'b', topic: 'orders', partition: '3' },
        { group: 'b', topic: 'payments', partition: '0' },
      ],
      { group: ['b'], topic: ['orders', 'payments'] },
    ],
    [
      'the same partition of both',
      ['orders', 'payments'].map((topic) => ({ group: 'b', topic, partition: '0' })),
      { group: ['b'], topic: ['orders', 'payments'], partition: ['0'] },
    ],
    [
      'two groups in one topic',
      ['b', 'c'].map((group) => ({ group, topic: 'orders' })),
      { group: ['b', 'c'], topic: ['orders'] },
    ],
    [
      'two groups, whose topics are not those of each other',
      [
        { group: 'b', topic: 'orders' },
        { group: 'c', topic: 'payments' },
      ],
      { group: ['b', 'c'] },
    ],
    ['a row without a topic', [{ group: 'b', partition: '3' }], { group: ['b'] }],
    ['rows of which one has none', [{ group: 'b', topic: 'orders' }, { group: 'c' }], { group: ['b', 'c'] }],
  ])('R on %s', (_, rows, given) => {
    const [resets] = keysFor({ group: 'b' }).filter(({ key }) => key === 'R');
    expect(resets && todoOf(resets, rows)).toEqual({ to: 'form', path: 'groups reset', given });
  });

  test.each<[Meaning, string | undefined, string | undefined]>([
    [{ broker: '2' }, '2', undefined],
    [{ service: 'kafka2', cluster: 'other' }, 'kafka2', 'other'],
    // A cluster that is not that of the broker.
    [{ broker: '2', cluster: 'other' }, '2', undefined],
    [{ topic: 'orders' }, undefined, undefined],
  ])('K on %j', (meaning, service, cluster) => {
    expect(killOf(meaning)).toEqual({ to: 'kill', service, cluster });
  });

  test('what is more exact comes first', () => {
    expect(keysFor({ group: 'b', topic: 'o' }).find(({ key }) => key === 'd')?.path).toBe('groups describe');
  });
});
