import { describe, expect, test } from '@jest/globals';
import { effectOf } from '../../contract/command.js';
import type { ReassignReport } from '../../kafka/reassign/reassign-topics.js';
import type { PartitionProgress, ReassignProgress } from '../../kafka/reassign/reassignment-progress.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { topicsReassign } from './reassign.js';

const bare = {
  topic: ['orders'],
  plan: false,
  execute: false,
  verify: false,
  cancel: false,
  keepThrottle: false,
  replicas: [],
};

test.each([
  ['topics reassign orders', bare, 'reads'],
  ['topics reassign orders --plan --brokers 1,2', { ...bare, plan: true, brokers: '1,2' }, 'reads'],
  [
    'topics reassign orders clicks -r 3 --throttle 1000 --execute',
    { ...bare, topic: ['orders', 'clicks'], replicationFactor: 3, throttle: 1000, execute: true },
    'writes',
  ],
  ['topics reassign orders --cancel', { ...bare, cancel: true }, 'writes'],
  ['topics reassign orders --verify', { ...bare, verify: true }, 'writes'],
  ['topics reassign orders --verify --keep-throttle', { ...bare, verify: true, keepThrottle: true }, 'reads'],
  [
    'topics reassign orders --replicas 0=1:2 --replicas 3=2:1',
    { ...bare, replicas: ['0=1:2', '3=2:1'] },
    'reads',
  ],
  ['topics reassign --from-file f.json', { ...bare, topic: [], fromFile: 'f.json' }, 'reads'],
  ['topics reassign --verify --wait orders', { ...bare, verify: true, wait: '1d' }, 'writes'],
  ['topics reassign orders --execute --wait 10m', { ...bare, execute: true, wait: '10m' }, 'writes'],
])('%s', async (line, expected, effect) => {
  const options = await optionsOf(line);
  expect(options).toEqual(expected);
  expect(effectOf(topicsReassign as never, options as never)).toBe(effect);
});

test.each([
  ['topics reassign a --execute --cancel', '--execute and --cancel exclude each other'],
  ['topics reassign a --verify --brokers 1', '--brokers has no meaning with --verify'],
  ['topics reassign a --cancel -r 2', '--replication-factor has no meaning with --cancel'],
  ['topics reassign a --verify --throttle 5', '--throttle has no meaning with --verify'],
  ['topics reassign a --keep-throttle', '--keep-throttle has no meaning with --plan'],
  ['topics reassign a --wait', '--wait has no meaning with --plan'],
  ['topics reassign a --cancel --wait 5s', '--wait has no meaning with --cancel'],
  ['topics reassign a --verify --wait 5y', '"5y" is not a duration'],
  ['topics reassign a --brokers one', 'Brokers are their ids: 1,2,3'],
  ['topics reassign a --throttle 0', '"0" is too small'],
  ['topics reassign', 'Which topics? Name them, or use --from-file.'],
  ['topics reassign a b --replicas 0=1', '--replicas is about partitions of one topic'],
  [
    'topics reassign a --replicas 0=1 -r 2',
    '--replicas says where replicas go: leave out --replication-factor',
  ],
  ['topics reassign a --replicas 0=1 --verify', '--replicas has no meaning with --verify'],
  ['topics reassign --from-file x --brokers 1', '--from-file says where replicas go: leave out --brokers'],
  ['topics reassign a --from-file x', '--from-file names the topics'],
])('%s is refused before any broker is asked', async (line, message) => {
  const { exitCode, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

const report: ReassignReport = {
  outcome: 'planned',
  topics: ['orders'],
  partitions: 3,
  moves: [
    {
      topic: 'orders',
      partition: 0,
      before: [1, 2],
      after: [1, 4],
      adding: [4],
      removing: [2],
      bytesToMove: 2048,
      outcome: 'planned',
      problem: null,
    },
    {
      topic: 'orders',
      partition: 2,
      before: [3, 1],
      after: [1, 3],
      adding: [],
      removing: [],
      bytesToMove: 0,
      outcome: 'planned',
      problem: null,
    },
  ],
  throttle: 1024,
  busiestBytes: 2048,
  down: [2],
};

const settled: PartitionProgress = {
  topic: 'orders',
  partition: 0,
  leader: 1,
  replicas: [1, 4],
  isr: [1, 4],
  adding: [],
  removing: [],
  copiedBytes: null,
  bytesToMove: null,
  state: 'settled',
  problem: null,
};
const progress: ReassignProgress = {
  outcome: 'verified',
  topics: ['orders'],
  partitions: [
    settled,
    {
      ...settled,
      partition: 1,
      isr: [1, 2],
      adding: [4],
      removing: [2],
      copiedBytes: 1024,
      bytesToMove: 4096,
      state: 'moving',
    },
  ],
  throttle: 'kept',
};

describe('result → output', () => {
  test('a plan', async () => {
    const outputs = await outputsOf(topicsReassign, report);
    expect(outputs.table).toBe(
      lines(
        'TOPIC   PARTITION  BEFORE  AFTER  COPY-TO  BYTES    OUTCOME',
        'orders          0  1,2     1,4    4        2.0 KiB  planned',
        'orders          2  3,1     1,3    -        0 B      planned',
      ),
    );
    expect(outputs.plain).toBe(
      lines('orders\t0\t1,2\t1,4\t4\t2.0 KiB\tplanned', 'orders\t2\t3,1\t1,3\t\t0 B\tplanned'),
    );
    expect(JSON.parse(outputs.json)).toEqual(report);
    expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(2);
    expect(outputs.yaml).toMatch(/^outcome: planned\ntopics:\n/);
    expect(outputs.notes.split('\n')).toEqual([
      'Broker 2 is down: its replicas are copied to other brokers from those that are left.',
      '2 of 3 partitions change: 1 replica is copied, 2.0 KiB together.',
      'At most 1.0 KiB a second: at least 2 s for the broker that takes most.',
      'A plan: nothing was moved. To do it, add --execute.',
    ]);
  });

  test('begun, with one that the controller refused', async () => {
    const moves = report.moves.map((move, index) => ({
      ...move,
      outcome: index === 0 ? ('refused' as const) : ('started' as const),
      problem: index === 0 ? 'refused: no' : null,
    }));
    const started: ReassignReport = { ...report, outcome: 'started', moves, down: [] };
    const outputs = await outputsOf(topicsReassign, started);
    expect(outputs.plain).toContain('\trefused: no\n');
    expect(outputs.notes).toContain(
      'See how far it is, and take the throttle away when it is done: kafka-lab topics reassign orders --verify --wait',
    );
    expect(topicsReassign.failed?.(started)).toBe(true);
    expect(topicsReassign.failed?.(report)).toBe(false);
  });

  test('nothing to move', async () => {
    const outputs = await outputsOf(topicsReassign, { ...report, moves: [], down: [] });
    expect([outputs.table, outputs.notes]).toEqual([
      '',
      '3 partitions, and all of them are where they should be: nothing to move.',
    ]);
  });

  test('how far it is', async () => {
    const outputs = await outputsOf(topicsReassign, progress);
    expect(outputs.plain).toBe(
      lines(
        'orders\t0\t1\t1,4\t1,4\t\t\t\t\tsettled',
        'orders\t1\t1\t1,4\t1,2\t4\t2\t1.0 KiB\t4.0 KiB\tmoving',
      ),
    );
    expect(JSON.parse(outputs.json)).toEqual(progress);
    expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(2);
    expect(outputs.notes.split('\n')).toEqual([
      '1 of 2 partitions still being moved. To wait for it: kafka-lab topics reassign orders --verify --wait',
      'The throttle stays as long as replicas are being moved in this cluster.',
    ]);
    expect(topicsReassign.failed?.(progress)).toBe(true);
  });

  test('done, and called off', async () => {
    expect(topicsReassign.failed?.({ ...progress, partitions: [settled] })).toBe(false);
    const done = await outputsOf(topicsReassign, {
      ...progress,
      partitions: [{ ...settled, leader: 4 }],
      throttle: 'removed',
    });
    expect(done.notes.split('\n')).toEqual([
      'Nothing is being moved.',
      'Some partitions have another leader than the first of their replicas. To change that: kafka-lab topics elect orders --preferred',
      'The throttle is removed.',
    ]);
    const cancelled = await outputsOf(topicsReassign, { ...progress, outcome: 'cancelled', partitions: [] });
    expect(cancelled.notes).toContain('Nothing of orders was being moved.');
  });
});
