import { afterAll, expect, test } from '@jest/globals';
import { parseAddresses } from '../../net/addresses.js';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { Transaction } from '../../wire/writer/transaction.js';
import { defaultLimits } from '../../wire/writer/types.js';
import { partitionKey } from '../session/partition-key.js';
import { openSession, type KafkaSession } from '../session/session.js';
import { lanesOf } from './lane.js';
import { keepPositions, readPositions, type PositionsPlace } from './positions.js';

const topic = uniqueName('positions');
const sessions: KafkaSession[] = [];

afterAll(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  await onTestCluster(['topics', 'delete', topic, '--yes']);
}, 60_000);

test('positions of topics that were deleted meanwhile are left out, and hold up neither a transaction nor a group', async () => {
  await onTestCluster(['topics', 'create', topic, '-p', '1']);
  const target = { bootstrapServers: parseAddresses(testCluster().bootstrapServers), origin: 'a test' };
  const session = openSession(target, { timeoutMs: 10_000, signal: new AbortController().signal });
  sessions.push(session);
  const range = { partition: 0, from: 7, to: 9 };
  const lanes = lanesOf([
    { topic, ...range },
    { topic: `${topic}-deleted`, ...range },
  ]);
  for (const isTransaction of [true, false]) {
    const group = uniqueName('positions');
    const place: PositionsPlace = {
      ...{ group, clusterId: 'c', target: 'copy', targetId: null, partitions: 1, isWithin: true },
      sourceIds: new Map([[topic, 'AAAA']]),
    };
    const begin = () =>
      Transaction.begin(session, group, 60_000, { ...defaultLimits, deliveryTimeoutMs: 5000 });
    const transaction = isTransaction ? await begin() : undefined;
    await keepPositions(session, place, lanes, transaction);
    if (transaction) {
      await transaction.end('commit');
      // As the next copy does before it reads them: until then they may not be seen yet.
      await begin();
    }
    const kept = () => readPositions(session, place, lanes);
    expect(await kept()).toEqual(new Map([[partitionKey(topic, 0), 7]]));

    const later = { ...place, sourceIds: new Map([[topic, 'BBBB']]) };
    await expect(readPositions(session, later, lanes)).rejects.toMatchObject({
      message: `Group ${group} keeps how far ${topic} was copied to copy before one of them was deleted or created again: going on from there would leave records out.`,
    });
    await expect(readPositions(session, { ...place, targetId: 'CCCC' }, lanes)).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(readPositions(session, { ...place, target: 'other' }, lanes)).rejects.toMatchObject({
      message: `Group ${group} has an offset of ${topic}[0] that is not of this copy.`,
    });
  }
}, 60_000);
