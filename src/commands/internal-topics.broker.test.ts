import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jsonOnTestCluster, onTestCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const topic = uniqueName('kept');
const group = uniqueName('keeps');

interface Shown {
  readonly key: unknown;
  readonly value: unknown;
}

const shown = (...argv: string[]) =>
  jsonOnTestCluster<readonly Shown[]>([
    'consume',
    '__consumer_offsets',
    '--from-beginning',
    '--exit',
    ...argv,
  ]);

beforeAll(async () => {
  await jsonOnTestCluster([
    'topics',
    'create',
    topic,
    '-p',
    '2',
    '-r',
    '1',
    '--config',
    'min.insync.replicas=1',
  ]);
  await jsonOnTestCluster(['produce', topic, '-p', '1'], { stdin: 'a\nb\nc\n' });
}, 60_000);

afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

test('what a group commits and who is in it is read from where the coordinator keeps it', async () => {
  await onTestCluster(['consume', topic, '--group', group, '--from-beginning', '--exit']);
  const committed = await shown('--filter', `key.type == "OffsetCommit" and key.group == "${group}"`);
  expect(
    committed.map(({ key, value }) => [key, (value as { offset: number } | null)?.offset]),
  ).toContainEqual([{ type: 'OffsetCommit', group, topic, partition: 1 }, 3]);
  const described = await shown(
    '--filter',
    `key.type == "GroupMetadata" and value.members[0] exists`,
    '--grep',
    group,
  );
  expect(described.map(({ value }) => value)).toContainEqual(
    expect.objectContaining({
      protocolType: 'consumer',
      members: [
        expect.objectContaining({
          subscription: expect.objectContaining({ topics: [topic] }) as unknown,
          assignment: expect.objectContaining({
            assignedPartitions: [{ topic, partitions: [0, 1] }],
          }) as unknown,
        }),
      ],
    }),
  );
  const raw = await shown('--grep', group, '--no-decode', '-n', '1');
  expect(typeof raw[0]?.key).toBe('string');
}, 60_000);
