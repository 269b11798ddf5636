import { describe, expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { activeController, readQuorum } from '../../kafka/brokers/quorum.js';
import { describeQuorum } from '../../wire/requests/describe-quorum.js';
import { clusterQuorum } from './quorum.js';

const replica = (replicaId: number, logEndOffset: number, lastCaughtUpTimestamp: number) => ({
  ...{ replicaId, logEndOffset, lastCaughtUpTimestamp },
  ...{ lastFetchTimestamp: lastCaughtUpTimestamp, replicaDirectoryId: directoryOf(replicaId) },
});

/** Node 3 has none. */
const directoryOf = (id: number) => (id === 3 ? 'A' : String(id)).repeat(21) + 'A';

const partition = {
  ...{ partitionIndex: 0, errorCode: 0, leaderId: 2, leaderEpoch: 7, highWatermark: 90 },
  currentVoters: [replica(1, 90, 5_000), replica(2, 100, 70_000), replica(3, -1, -1)],
  observers: [replica(4, 100, 69_500)],
};

function sessionWith(answer: Partial<typeof partition>, errorCode = 0) {
  const broker = new ScriptedBroker().on(describeQuorum, () => ({
    errorCode,
    nodes: [1, 2].map((nodeId) => ({
      nodeId,
      listeners: [{ name: 'CONTROLLER', host: nodeId === 1 ? '::1' : 'two', port: 65_535 }],
    })),
    errorMessage: null,
    topics: [
      { topicName: '__cluster_metadata', partitions: [{ ...partition, errorMessage: null, ...answer }] },
    ],
  }));
  const brokers = [1, 4].map((id) => ({ id, host: 'fake', port: 9092, rack: null }));
  return testSession({ metadata: { controllerId: 3, brokers }, brokers: [broker] });
}

test('argv → options', async () => expect(await optionsOf('cluster quorum')).toEqual({}));

test('answer → result → output: the leader first, voters before observers', async () => {
  const outputs = await outputsOf(clusterQuorum, await readQuorum(sessionWith({})));
  expect(outputs.table).toBe(
    lines(
      'Quorum of cluster fake · leader 2 · epoch 7',
      'NODE  ROLE      BROKER  LOG-END-OFFSET  LAG  CAUGHT-UP',
      '   2  leader    no                 100    0  -',
      '   1  voter     yes                 90   10  1 min 5 s ago',
      '   3  voter     no                   -    -  unknown',
      '   4  observer  yes                100    0  just now',
    ),
  );
  // What a narrow table leaves out.
  const columns = outputs.plain.split('\n').map((line) => line.split('\t').slice(-2));
  expect(columns).toEqual([
    [directoryOf(2), 'CONTROLLER://two:65535'],
    [directoryOf(1), 'CONTROLLER://[::1]:65535'],
    ['', ''],
    [directoryOf(4), ''],
    [''],
  ]);
  expect(outputs.notes).toBe(
    'A majority of the voters has the log up to offset 90. Of 3 voters 1 may be gone.',
  );
  expect(JSON.parse(outputs.jsonl.split('\n')[1]!)).toEqual({
    ...{ id: 1, role: 'voter', logEndOffset: 90, lag: 10 },
    ...{ lastCaughtUp: '1970-01-01T00:00:05.000Z', caughtUpMsAgo: 65_000 },
    ...{ isBroker: true, directoryId: directoryOf(1) },
    listeners: [{ name: 'CONTROLLER', host: '::1', port: 65_535 }],
  });
});

test('voters without directory ids are those of the configuration', async () => {
  const fixed = { ...replica(1, 100, 5_000), replicaDirectoryId: 'A'.repeat(22) };
  const quorum = await readQuorum(sessionWith({ leaderId: 1, currentVoters: [fixed] }));
  expect(clusterQuorum.view(quorum).notes?.[1]).toMatch(
    /^The voters have no directory ids: .+kraft\.version is 0/,
  );
  const untold = { ...quorum, replicas: quorum.replicas.map((each) => ({ ...each, listeners: null })) };
  expect(clusterQuorum.view(untold).notes).toHaveLength(1);
});

test('a cluster with ZooKeeper has none, and says where to look', async () => {
  await expect(readQuorum(testSession())).rejects.toMatchObject({
    code: 'not-found',
    message: 'This cluster has no quorum of controllers: it keeps its metadata in ZooKeeper.',
    hint: expect.stringContaining('kafka-lab cluster up --kraft') as unknown,
  });
});

describe('at the port of a controller', () => {
  /** It answers these requests and hardly any other. */
  function controller(answer: Partial<typeof partition> = {}) {
    const session = sessionWith(answer);
    return session.anyBroker().then((connection) => {
      const versions = connection.apiVersions as Map<number, { min: number; max: number }>;
      versions.delete(3);
      versions.set(62, { min: 0, max: 4 });
      return session;
    });
  }

  test('the leader knows the quorum, without metadata', async () => {
    const quorum = await readQuorum(await controller());
    expect([quorum.clusterId, quorum.leaderId, quorum.replicas.length]).toEqual([null, 2, 4]);
    expect(quorum.replicas.map(({ isBroker }) => isBroker)).toEqual([null, null, null, null]);
  });

  test('another one says so', async () => {
    await expect(readQuorum(await controller({ errorCode: 6 }))).rejects.toMatchObject({
      message: expect.stringContaining('is a controller that does not lead the quorum'),
    });
  });

  test('every other command names the port of a broker as the way out', async () => {
    const session = await controller();
    await expect(session.metadata(null)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(
        /^fake:9092 is the port of a KRaft controller, which does not answer Metadata\.$/,
      ),
      hint: expect.stringContaining('cluster quorum -b fake:9092'),
    });
  });
});

test('the active controller is the leader, whatever metadata says; with ZooKeeper it is the one named', async () => {
  const metadata = await testSession({ metadata: { controllerId: 3 } }).metadata([]);
  expect(await activeController(sessionWith({}), metadata)).toBe(2);
  expect(await activeController(sessionWith({ leaderId: -1 }), metadata)).toBeNull();
  // CLUSTER_AUTHORIZATION_FAILED: this user may not ask.
  expect(await activeController(sessionWith({}, 31), metadata)).toBeNull();
  expect(await activeController(testSession(), metadata)).toBe(3);
});
