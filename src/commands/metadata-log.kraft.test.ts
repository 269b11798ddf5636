import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jsonOnTestCluster, onTestCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const topic = uniqueName('logged');

interface Shown {
  readonly offset: number;
  readonly key: unknown;
  readonly value: Readonly<Record<string, unknown>>;
}

const shown = (...argv: string[]) =>
  jsonOnTestCluster<readonly Shown[]>(['consume', '@metadata', '--exit', ...argv]);

beforeAll(() =>
  onTestCluster(['topics', 'create', topic, '-p', '2', '-r', '3', '--config', 'retention.ms=5']),
);
afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

test('what the controllers know of a topic is read from their log', async () => {
  const [created, ...others] = await shown(
    '--filter',
    `value.type == "TopicRecord" and value.name == "${topic}"`,
  );
  expect(others).toEqual([]);
  const { topicId } = created!.value;
  const partitions = await shown('--from', String(created!.offset), '--grep', String(topicId));
  expect(partitions.map(({ value }) => value)).toEqual(
    expect.arrayContaining(
      [0, 1].map(
        (partitionId) =>
          expect.objectContaining({ type: 'PartitionRecord', topicId, partitionId }) as unknown,
      ),
    ),
  );
  const configs = await shown(
    '--filter',
    `value.type == "ConfigRecord" and value.resourceName == "${topic}"`,
  );
  expect(configs.map(({ value }) => value)).toEqual([
    { type: 'ConfigRecord', resourceType: 'TOPIC', resourceName: topic, name: 'retention.ms', value: '5' },
  ]);
}, 60_000);

test('every record is decoded, those of the quorum too, by the name of its topic as well', async () => {
  const { exitCode, stdout, stderr } = await onTestCluster([
    ...['consume', '__cluster_metadata', '--exit', '-n', '300', '-o', 'jsonl'],
  ]);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('could not be decoded')]);
  const all = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Shown);
  expect(all[0]).toMatchObject({
    ...{ offset: 0, key: { type: 'LeaderChangeMessage' } },
    value: { type: 'LeaderChangeMessage', leaderId: expect.any(Number) as unknown },
  });
  expect(all.map(({ offset }) => offset)).toEqual(all.map((_, index) => index));
}, 60_000);

test('a group cannot read it', async () => {
  const { exitCode, stderr } = await onTestCluster(['consume', '@metadata', '--group', 'g']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('@metadata is read without a group')]);
}, 30_000);
