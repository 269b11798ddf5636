import { describe, expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { readFeatures } from '../../kafka/brokers/features.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { describeQuorum } from '../../wire/requests/describe-quorum.js';
import { clusterFeatures } from './features.js';

type Range = readonly [min: number, max: number];

interface Told {
  readonly supports: Readonly<Record<string, Range>>;
  readonly levels?: Readonly<Record<string, number>>;
  readonly epoch?: number;
}

const kafka44: Told = {
  supports: { 'metadata.version': [7, 33], 'share.version': [0, 2] },
  levels: { 'metadata.version': 33, 'share.version': 2 },
  epoch: 40,
};

function node(id: number, { supports, levels = {}, epoch = -1 }: Told): ScriptedBroker {
  return new ScriptedBroker(id).on(apiVersions, () => ({
    errorCode: 0,
    apiKeys: [],
    throttleTimeMs: 0,
    supportedFeatures: Object.entries(supports).map(([name, [minVersion, maxVersion]]) => ({
      ...{ name, minVersion, maxVersion },
    })),
    finalizedFeaturesEpoch: epoch,
    finalizedFeatures: Object.entries(levels).map(([name, level]) => ({
      ...{ name, maxVersionLevel: level, minVersionLevel: level },
    })),
  }));
}

const at = (id: number) => ({ id, host: 'fake', port: 9092, rack: null });

/** All are in the cluster; those that are not given do not answer. */
function report(
  nodes: readonly [ScriptedBroker, ...ScriptedBroker[]],
  brokers = nodes.map(({ nodeId }) => nodeId),
) {
  return readFeatures(
    testSession({ metadata: { clusterId: 'fake', brokers: brokers.map(at) }, brokers: nodes }),
  );
}

test('argv → options', async () => expect(await optionsOf('cluster features')).toEqual({}));

test('answers → result → output: nodes that support the same share a column', async () => {
  const result = await report([node(1, kafka44), node(2, kafka44)]);
  const outputs = await outputsOf(clusterFeatures, result);
  expect(outputs.table).toBe(
    lines(
      'Features of cluster fake · epoch 40',
      'FEATURE           LEVEL  SINCE    BROKERS 1,2',
      'metadata.version     33  4.4-IV2  7–33 (4.4-IV2)',
      'share.version         2  4.4      0–2',
    ),
  );
  expect(outputs.plain).toContain(
    'share.version\t2\t4.4\t0–2\tshare groups (KIP-932), with 2 dead letter queues (KIP-1191)\n',
  );
  expect(outputs.notes).toBe('');
  expect(JSON.parse(outputs.json)).toEqual(result);
  expect(result.nodes[1]).toEqual({
    ...{ id: 2, role: 'broker', epoch: 40, problem: null },
    features: [
      { name: 'metadata.version', min: 7, max: 33, level: 33 },
      { name: 'share.version', min: 0, max: 2, level: 2 },
    ],
  });
  expect(JSON.parse(outputs.jsonl.split('\n')[1]!)).toMatchObject({
    name: 'share.version',
    level: 2,
    max: 2,
  });
});

test('in the middle of an upgrade: what is not raised yet, and only what every node supports can be', async () => {
  const levels = { 'metadata.version': 25 };
  const result = await report([
    node(1, { ...kafka44, levels, epoch: 41 }),
    node(2, { supports: { 'metadata.version': [7, 29], 'a.feature': [0, 1] }, levels, epoch: 41 }),
  ]);
  const outputs = await outputsOf(clusterFeatures, result);
  expect(outputs.table).toContain(
    lines(
      'FEATURE           LEVEL  SINCE    BROKER 1        BROKER 2',
      'a.feature             0  -        -               0–1',
      'metadata.version     25  4.0-IV3  7–33 (4.4-IV2)  7–29 (4.2-IV1)',
      'share.version         0  -        0–2             -',
    ),
  );
  expect(outputs.notes).toMatch(/^Not as high as every node supports: metadata\.version \(25 of 29\)\. /);
});

test('a node that has not heard of a new level is told of, with the levels of the one that has', async () => {
  const result = await report([
    node(1, { ...kafka44, levels: { 'metadata.version': 33 }, epoch: 39 }),
    node(2, kafka44),
  ]);
  expect(result.epoch).toBe(40);
  expect(result.features.map(({ level }) => level)).toEqual([33, 2]);
  expect((await outputsOf(clusterFeatures, result)).notes).toBe(
    'Broker 1 has not heard of all levels yet: share.version 0.',
  );
});

test('a level newer than kafka-lab has no release, and names that objects inherit are features like others', async () => {
  const { features } = await report([
    node(1, {
      supports: { 'metadata.version': [30, 99] },
      levels: { 'metadata.version': 99, constructor: 1 },
      epoch: 1,
    }),
  ]);
  expect(features).toEqual([
    { name: 'constructor', level: 1, release: null, max: null, about: null },
    expect.objectContaining({ name: 'metadata.version', level: 99, release: null, max: 99 }),
  ]);
});

test('a broker that cannot be asked fails the command; then no feature can be raised', async () => {
  const result = await report([node(1, { ...kafka44, levels: {} })], [1, 2]);
  expect(result.features.map(({ max }) => max)).toEqual([null, null]);
  expect(clusterFeatures.view(result).failures).toEqual(['Broker 2: this test has no broker 2']);
  expect(clusterFeatures.failed?.(result)).toBe(true);
  expect(clusterFeatures.view(result).notes).toEqual([]);
});

describe('controllers', () => {
  const quorum = (ids: readonly number[]) => () => ({
    ...{ errorCode: 0, errorMessage: null },
    topics: [
      {
        topicName: '__cluster_metadata',
        partitions: [
          {
            ...{ partitionIndex: 0, errorCode: 0, errorMessage: null, leaderId: 1, leaderEpoch: 1 },
            ...{ highWatermark: 1, currentVoters: [], observers: [] },
          },
        ],
      },
    ],
    nodes: ids.map((nodeId) => ({ nodeId, listeners: [{ name: 'CONTROLLER', host: 'c', port: 9093 }] })),
  });

  test('those that are no brokers are asked too; one out of reach is a note, not a failure', async () => {
    const broker = node(1, kafka44).on(describeQuorum, quorum([1, 7, 8]));
    const result = await report([broker, node(7, kafka44)], [1]);
    const { header, notes } = clusterFeatures.view(result);
    expect(header).toEqual(['FEATURE', 'LEVEL', 'SINCE', 'BROKER 1', 'CONTROLLER 7', 'ABOUT']);
    expect(notes).toEqual(['Controller 8 is left out: this test has no broker 8']);
    expect(clusterFeatures.failed?.(result)).toBe(false);
  });

  test('a user who may not ask for the quorum sees the brokers', async () => {
    const refused = () => ({ errorCode: 31, errorMessage: null, topics: [], nodes: [] });
    const { nodes } = await report([node(1, kafka44).on(describeQuorum, refused)]);
    expect(nodes.map(({ role }) => role)).toEqual(['broker']);
  });

  test('one that was named by its address tells of itself', async () => {
    const session = testSession({ brokers: [node(-1, kafka44)] });
    const offered = (await session.anyBroker()).apiVersions as Map<number, Range | object>;
    offered.delete(3);
    offered.set(62, { min: 0, max: 4 });
    const result = await readFeatures(session);
    expect(clusterFeatures.view(result).title).toBe('Features · epoch 40');
    expect(clusterFeatures.view(result).header).toContain('CONTROLLER');
  });
});

test.each([
  ['with ZooKeeper', apiVersions.versions],
  ['before Kafka 2.4', [0, 2] as const],
])('brokers without features: %s', async (_, versions) => {
  const broker = node(1, { supports: {} });
  broker.apiVersions.set(apiVersions.apiKey, { min: versions[0], max: versions[1] });
  const outputs = await outputsOf(clusterFeatures, await report([broker]));
  expect(outputs.notes).toBe('The brokers have no features: a cluster with ZooKeeper has no levels of them.');
});
