import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { kafkajsClient } from '../../testing/clusters/kafkajs-records.js';
import { parseAddresses } from '../../net/addresses.js';
import { openSession, type KafkaSession } from '../session/session.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import { until } from '../../testing/clusters/until.js';
import type { BrokerList } from '../brokers/list-brokers.js';
import type { PartitionRange } from '../session/list-offsets.js';
import type { TopicDescription } from '../topics/describe-topics.js';

let cluster: OwnCluster | undefined;

async function lab(...argv: string[]) {
  return cluster!.lab(argv);
}

async function json<T>(...argv: string[]): Promise<T> {
  const { stdout, stderr } = await lab(...argv, '-o', 'json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

/**
 * CPU of this whole process in the quietest of five half seconds, in milliseconds: a timer that spins is in each of
 * them, the garbage collector is not.
 */
async function idleCpuMs(): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < 5; time += 1) {
    const before = process.cpuUsage();
    await delay(500);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

beforeAll(async () => {
  cluster = await startOwnCluster();
}, 180_000);

afterAll(async () => {
  await cluster?.remove();
}, 60_000);

describe('kafkajs as it is wrapped', () => {
  test('an idle connection uses no CPU', async () => {
    await delay(1000);
    const alone = await idleCpuMs();
    const admin = kafkajsClient(cluster!.bootstrapServers).admin();
    await admin.connect();
    await admin.listTopics();
    await delay(500);
    const connected = await idleCpuMs();
    await admin.disconnect();
    expect(connected).toBeLessThan(alone + 20);
  }, 20_000);
});

describe('one broker killed, one partition without a leader', () => {
  let session: KafkaSession;

  beforeAll(async () => {
    const [first, second, third] = parseAddresses(cluster!.bootstrapServers);
    session = openSession(
      { bootstrapServers: [second!, first!, third!], origin: 'a test' },
      { timeoutMs: 10_000, signal: new AbortController().signal },
    );
    expect((await session.metadata([])).brokers).toHaveLength(3);
    await lab('topics', 'create', 'sound', '-p', '3', '-r', '3');
    // Of six partitions with one replica each, every broker has some.
    await lab('topics', 'create', 'lonely', '-p', '6', '-r', '1');
    const killed = await lab('cluster', 'kill', '2');
    expect(killed.exitCode).toBe(0);
    await until(async () => {
      const [topic] = await json<TopicDescription[]>('topics', 'describe', 'lonely');
      return topic!.partitions.some(({ leader }) => leader === null) ? true : undefined;
    });
  }, 90_000);

  afterAll(() => session.close());

  test('a session that began with it goes on with another', async () => {
    expect((await session.metadata([])).brokers.map(({ id }) => id)).toEqual([1, 3]);
    await expect(session.broker(2)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('brokers list shows it down', async () => {
    const { brokers } = await json<BrokerList>('brokers', 'list');
    expect(brokers.map(({ id, isUp }) => [id, isUp])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
    expect(brokers[1]).toMatchObject({ leaders: 0, inSync: expect.any(Number) });
    const { exitCode, stdout } = await lab('brokers', 'list');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^2\t\t\t\t0\t\d+\t\d+\tdown$/m)]);
  });

  test('topics list shows what is offline and what is under-replicated', async () => {
    const { exitCode, stdout } = await lab('topics', 'list');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^lonely\t6\t1\t2 offline$/m);
    expect(stdout).toMatch(/^sound\t3\t3\t3 under-replicated$/m);
  });

  test('topics describe names the partitions that nobody leads', async () => {
    const [topic] = await json<TopicDescription[]>('topics', 'describe', 'lonely');
    const offline = topic!.partitions.filter(({ leader }) => leader === null);
    expect(offline).toHaveLength(2);
    for (const partition of offline) {
      expect(partition).toMatchObject({
        replicas: [2],
        offlineReplicas: [2],
        low: null,
        high: null,
        problem: 'no leader',
      });
    }
    const { exitCode, stderr } = await lab('topics', 'describe', 'lonely', 'sound');
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/lonely: partitions \d, \d have no leader/),
    ]);
  });

  test('offsets list tells the others, and ends with 1', async () => {
    const ranges = await json<PartitionRange[]>('offsets', 'list', 'lonely');
    expect(ranges.filter(({ problem }) => problem === 'no leader')).toHaveLength(2);
    expect(ranges.filter(({ high }) => high === 0)).toHaveLength(4);
    const { exitCode, stderr } = await lab('offsets', 'list', 'lonely');
    expect([exitCode, stderr]).toEqual([1, 'lonely: 0 records in the 4 of 6 partitions that answer\n']);
  });

  test('topics create and delete work, and too many replicas are refused', async () => {
    const { exitCode, stdout, stderr } = await lab('topics', 'create', 'afterwards', '-p', '2', '-r', '2');
    expect([exitCode, stdout, stderr]).toEqual([
      0,
      'afterwards\t2\t2\tcreated\n',
      expect.stringContaining('Next:'),
    ]);
    const refused = await lab('topics', 'create', 'impossible', '-r', '3');
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('2 brokers are up')]);
    expect((await lab('topics', 'delete', 'afterwards', '--yes')).exitCode).toBe(0);
  });

  test('consume reads what is there, says what is left out, and ends with 1', async () => {
    const { exitCode, stderr } = await lab('consume', 'lonely', '--exit');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/lonely\[\d\] is left out: no leader\./)]);
    const sound = await lab('consume', 'sound', '--exit');
    expect(sound.exitCode).toBe(0);
  });

  test("kafkajs's own calls work", async () => {
    const admin = kafkajsClient(cluster!.bootstrapServers).admin();
    await admin.connect();
    try {
      expect(await admin.listTopics()).toEqual(expect.arrayContaining(['lonely', 'sound']));
      expect((await admin.describeCluster()).brokers.map(({ nodeId }) => nodeId).sort()).toEqual([1, 3]);
      expect((await admin.listGroups()).groups).toBeInstanceOf(Array);
      expect(
        await admin.createTopics({
          topics: [{ topic: 'by-kafkajs', numPartitions: 1, replicationFactor: 2 }],
        }),
      ).toBe(true);
    } finally {
      await admin.disconnect();
    }
  }, 30_000);

  test('when the broker is back, everything is', async () => {
    expect((await lab('cluster', 'start', '2')).exitCode).toBe(0);
    await until(async () => {
      const { stdout } = await lab('topics', 'list');
      return /^lonely\t6\t1\tok$/m.test(stdout) ? true : undefined;
    });
  }, 60_000);
});
