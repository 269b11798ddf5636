import { expect, test } from '@jest/globals';
import type { DiskList } from '../../kafka/brokers/list-disks.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { brokersDisks } from './disks.js';

test.each([
  ['brokers disks', { broker: [] }],
  ['brokers disks 1 3', { broker: ['1', '3'] }],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

test('a broker that is not a number', async () => {
  const { exitCode, stderr } = await runCli(['brokers', 'disks', 'one']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Brokers have numbers')]);
});

test('result → output', async () => {
  const disk = {
    broker: 1,
    path: '/data/a',
    sizeBytes: 5 * 1024 ** 2,
    partitions: 12,
    totalBytes: 100 * 1024 ** 3,
    freeBytes: 40 * 1024 ** 3,
    isCordoned: false,
    problem: null,
  };
  const unknown = { totalBytes: null, freeBytes: null };
  const result: DiskList = {
    disks: [
      disk,
      { ...disk, path: '/data/b', ...unknown, isCordoned: null },
      { ...disk, path: '/data/c', isCordoned: true },
      { ...disk, broker: 2, sizeBytes: 0, partitions: 0, ...unknown, problem: 'offline: disk error' },
    ],
    silent: [{ broker: 3, problem: 'it is busy' }],
  };
  const outputs = await outputsOf(brokersDisks, result);
  expect(outputs.table).toBe(
    lines(
      'BROKER  LOG-DIR  REPLICAS  SIZE     FREE    OF       STATE',
      '     1  /data/a        12  5.0 MiB  40 GiB  100 GiB  ok',
      '     1  /data/b        12  5.0 MiB  -       -        ok',
      '     1  /data/c        12  5.0 MiB  40 GiB  100 GiB  cordoned',
      '     2  /data/a         0  0 B      -       -        offline: disk error',
    ),
  );
  expect(outputs.plain).toContain('1\t/data/a\t12\t5.0 MiB\t40 GiB\t100 GiB\tok\n');
  expect(JSON.parse(outputs.json)).toEqual(result);
  expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(4);
  expect(outputs.yaml).toMatch(/^disks:\n/);
  expect(outputs.notes.split('\n')).toEqual([
    '15 MiB of records and their indexes together, every replica counted.',
    'Cordoned (cordoned.log.dirs): the broker puts no new replicas there; those that are there stay.',
  ]);
  expect(brokersDisks.view(result).failures).toEqual(['Broker 3 is not included: it is busy']);
  expect(brokersDisks.failed?.(result)).toBe(true);
  expect(brokersDisks.failed?.({ ...result, silent: [] })).toBe(false);
});
