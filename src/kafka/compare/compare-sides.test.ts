import { describe, expect, test } from '@jest/globals';
import { testSession } from '../../testing/brokers/test-session.js';
import { topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { describeAcls } from '../../wire/requests/describe-acls.js';
import { describeConfigs } from '../../wire/requests/describe-configs.js';
import type { GroupPositions } from '../groups/list-groups.js';
import type { Manifest } from '../manifest/manifest-schema.js';
import { compareSides } from './compare-sides.js';
import { comparedSections, readSide, sideOfFile, type ComparedSection, type Side } from './read-side.js';

const all = { sections: comparedSections, internal: false };

function cluster(manifest: Manifest, more: Partial<Side> = {}): Side {
  return { ...sideOfFile(manifest, all), groups: [], clusterId: 'x', brokers: 3, ...more };
}

const whole: Manifest = { topics: {}, acls: [], quotas: [], users: {} };
const compare = (first: Side, second: Side, sections: readonly ComparedSection[] = comparedSections) =>
  compareSides(first, second, sections, { internal: false });

test('a cluster and itself', async () => {
  const manifest: Manifest = {
    topics: { a: { partitions: 1, replicationFactor: 1, configs: { 'retention.ms': '1' } } },
    acls: [],
    quotas: [{ user: 'x', limits: { producer_byte_rate: 1 } }],
    users: { x: { 'SCRAM-SHA-512': { iterations: 4096 } } },
  };
  const found = await compare(cluster(manifest), cluster(manifest));
  expect(found).toMatchObject({ differences: [], unknown: [], absent: [], compared: comparedSections });
  expect(found.uncompared).toEqual([{ user: 'x', mechanism: 'SCRAM-SHA-512' }]);
});

test('what apply does, what it needs --prune for, and what it cannot do', async () => {
  const first = cluster({
    ...whole,
    topics: {
      old: { configs: {} },
      shrinks: { partitions: 3, configs: {} },
      set: { partitions: 1, configs: { 'retention.ms': '1' } },
    },
  });
  const second = cluster({
    ...whole,
    topics: {
      shrinks: { partitions: 2, configs: {} },
      set: { partitions: 1, configs: { 'retention.ms': '2' } },
      wide: { replicationFactor: 5, configs: {} },
    },
    users: { x: { 'SCRAM-SHA-512': { iterations: 4096 } } },
  });
  const { differences, impossible } = await compare(first, second);
  expect(differences.map(({ change, apply }) => [change.kind, apply])).toEqual([
    ['config', 'changes'],
    ['old topic', 'prunes'],
    ['partitions', 'cannot'],
    ['new topic', 'cannot'],
    ['password', 'cannot'],
  ]);
  expect(impossible).toHaveLength(3);
});

describe('unknown is not missing', () => {
  test.each<[string, Side, Side, ComparedSection[], string[]]>([
    [
      'a section that one side refuses',
      cluster({ topics: {}, quotas: [], users: {} }, { unknown: new Map([['acls', 'not for you']]) }),
      cluster(whole),
      ['topics', 'quotas', 'users', 'groups'],
      [],
    ],
    [
      'an authorizer on one side alone',
      cluster(whole),
      cluster({ topics: {}, quotas: [], users: {} }, { isOpen: true, unknown: new Map([['acls', 'none']]) }),
      ['topics', 'quotas', 'users', 'groups'],
      [],
    ],
    [
      'a file without it',
      sideOfFile({ topics: {} }, all),
      cluster({ topics: {}, quotas: [], users: {} }, { unknown: new Map([['acls', 'not for you']]) }),
      ['topics'],
      ['acls', 'quotas', 'users', 'groups'],
    ],
  ])('%s', async (_what, first, second, compared, absent) => {
    const found = await compare(first, second);
    expect([found.compared, found.absent]).toEqual([compared, absent]);
    expect(found.unknown.map(({ section }) => section)).toEqual(absent.length > 0 ? [] : ['acls']);
  });

  test('two clusters without an authorizer have the same rules', async () => {
    const open = { isOpen: true, unknown: new Map([['acls', 'none'] as const]) };
    const found = await compare(
      cluster({ topics: {}, quotas: [], users: {} }, open),
      cluster({ topics: {}, quotas: [], users: {} }, open),
    );
    expect(found).toMatchObject({ differences: [], unknown: [], compared: comparedSections });
  });

  test('topics and groups that a login may not see, configs that it may not read', async () => {
    const asked: string[][] = [];
    const first = cluster(
      { ...whole, topics: { a: { configs: {} }, c: { configs: { x: '1' } } } },
      { groups: [positions('g', 1)] },
    );
    const second = cluster(
      { ...whole, topics: { b: { configs: {} }, c: { configs: {} } } },
      {
        unknownConfigs: ['c'],
        hiddenTopics: (names) => Promise.resolve(asked.push([...names]) ? names : []),
        hiddenGroups: (names) => Promise.resolve(names),
      },
    );
    const { differences, unknown } = await compare(first, second);
    expect(asked).toEqual([['a']]);
    expect(differences.map(({ change }) => change)).toEqual([
      { kind: 'new topic', topic: 'b', partitions: null, replicationFactor: null, configs: {} },
    ]);
    expect(unknown.map(({ name, side }) => [name, side])).toEqual([
      ['a', 'second'],
      ['g', 'second'],
      ['c', 'second'],
    ]);
  });
});

function positions(group: string, offset: number | null, problem: string | null = null): GroupPositions {
  const partition = {
    topic: 't',
    partition: 0,
    currentOffset: offset,
    low: 0,
    logEndOffset: 5,
    lag: offset === null ? null : 5 - offset,
    reason: null,
    upperBound: null,
    consumerId: null,
    host: null,
    clientId: null,
  };
  return { group, type: 'classic', problem, partitions: [partition] };
}

test('positions of groups, and defaults of topics that both know', async () => {
  const first = cluster(whole, {
    groups: [positions('both', 1), positions('odd', 1, 'its coordinator is away'), positions('old', null)],
    topicDefaults: new Map([
      ['retention.ms', '1'],
      ['segment.ms', '2'],
      ['message.format.version', '3.0'],
    ]),
  });
  const second = cluster(whole, {
    groups: [positions('both', 3), positions('odd', 2)],
    topicDefaults: new Map([
      ['retention.ms', '1'],
      ['segment.ms', '3'],
    ]),
  });
  const { differences, unknown, otherConfigs } = await compare(first, second);
  expect(differences.map(({ change }) => change)).toEqual([
    { kind: 'topic default', name: 'segment.ms', before: '2', after: '3' },
    {
      kind: 'position',
      group: 'both',
      topic: 't',
      partition: 0,
      before: { offset: 1, lag: 4 },
      after: { offset: 3, lag: 2 },
    },
    { kind: 'old group', group: 'old', partitions: 0 },
  ]);
  expect(unknown.map(({ problem }) => problem)).toEqual(['group odd: its coordinator is away']);
  expect(otherConfigs).toEqual(['message.format.version']);
});

test('a cluster is read in as many requests for thousands of topics as for one', async () => {
  const topics = Array.from({ length: 3000 }, (_none, at) => topicState(`t${at}`, []));
  const hidden = { ...topicState('hidden', []), errorCode: errorCodeNamed('TOPIC_AUTHORIZATION_FAILED') };
  const broker = new ScriptedBroker();
  broker.on(describeConfigs, ({ resources }) => ({
    throttleTimeMs: 0,
    results: resources.map(({ resourceType, resourceName }) => ({
      errorCode: resourceName === 't1' ? errorCodeNamed('TOPIC_AUTHORIZATION_FAILED') : 0,
      errorMessage: null,
      resourceType,
      resourceName,
      configs: [
        config('retention.ms', '1', 1),
        config('segment.ms', '2', 5),
        { ...config('secret', 'shh', 5), isSensitive: true },
      ],
    })),
  }));
  broker.on(describeAcls, () => ({
    throttleTimeMs: 0,
    errorCode: errorCodeNamed('CLUSTER_AUTHORIZATION_FAILED'),
    errorMessage: null,
    resources: [],
  }));
  const session = testSession({ metadata: { topics: [...topics, hidden] }, brokers: [broker] });
  const side = await readSide(session, { sections: ['topics', 'acls'], internal: false, filter: /^t/ });
  expect(broker.log.map(({ name }) => name).sort()).toEqual([
    'DescribeAcls',
    'DescribeConfigs',
    'Metadata',
    'Metadata',
  ]);
  expect(Object.keys(side.manifest.topics ?? {})).toHaveLength(3000);
  expect(side).toMatchObject({ unknownConfigs: ['t1'], isOpen: false });
  expect([...side.topicDefaults]).toEqual([['segment.ms', '2']]);
  expect([...side.unknown.keys()]).toEqual(['acls']);
  expect(await side.hiddenTopics(['hidden', 'gone', 't2'])).toEqual(['hidden']);
});

function config(name: string, value: string, configSource: number) {
  return {
    name,
    value,
    readOnly: false,
    configSource,
    isDefault: configSource !== 1,
    isSensitive: false,
    synonyms: [],
    configType: 5,
    documentation: null,
  };
}
