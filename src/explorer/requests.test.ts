import { afterEach, expect, test } from '@jest/globals';
import { groupCluster } from '../testing/brokers/group-cluster.js';
import { until } from '../testing/clusters/until.js';
import { scriptedMenu } from '../testing/program/scripted-menu.js';
import { testScreen } from '../testing/program/test-screen.js';
import { describeLogDirs } from '../wire/requests/describe-log-dirs.js';
import { metadata } from '../wire/requests/metadata.js';
import { createExplorer, type Explorer } from './explorer.js';

const explorers: Explorer[] = [];
afterEach(() => explorers.splice(0).forEach((each) => each.close()));

interface Asked {
  readonly view: readonly string[];
  readonly topics: number;
  readonly groups: number;
  /** All is there once this is seen. */
  readonly end: RegExp;
  /** The broker does not answer a part of the questions. */
  readonly hangs?: boolean;
}

/** The explorer on a cluster of one broker, once the header and the view are there. */
async function opened({ view, end, hangs = false, ...size }: Asked) {
  const name = (what: string, index: number) => `${what}-${String(index).padStart(5, '0')}`;
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);
  const { broker, session } = groupCluster({
    topics: Object.fromEntries(numbered(size.topics).map((index) => [name('topic', index), 2])),
    groups: Object.fromEntries(
      numbered(size.groups).map((index) => [
        name('group', index),
        { committed: { [`${name('topic', index % size.topics)}/0`]: { offset: 40 } } },
      ]),
    ),
  });
  broker.on(describeLogDirs, () =>
    hangs ? new Promise(() => undefined) : { throttleTimeMs: 0, errorCode: 0, results: [] },
  );
  const { menu } = scriptedMenu({
    answers: [],
    context: { cwd: '/nowhere', kafka: () => Promise.resolve(session) },
  });
  const explorer = createExplorer({
    menu,
    place: { name: 'made up', colour: undefined, guard: undefined, isPractice: false },
    globals: [],
    isFromMenu: false,
  });
  explorers.push(explorer);
  await explorer.open(view);
  const { screen, sees, press } = testScreen();
  void explorer.run(screen);
  await sees(/brokers 1\/1/);
  await sees(end);
  return { broker, press, sees };
}

async function requestsOf(asked: Asked): Promise<readonly string[]> {
  const { broker } = await opened(asked);
  return [...broker.asked].sort();
}

test.each([
  [
    'the overview',
    ['monitor'],
    /group-00000/,
    [
      'DescribeGroups',
      'DescribeLogDirs',
      'ListGroups',
      'ListOffsets',
      'ListOffsets',
      'Metadata',
      'OffsetFetch',
    ],
  ],
  // The list and the header are one each; what is in sight costs the rest.
  [
    'topics',
    ['topics', 'list'],
    /topic-00000 .* 200 /,
    [
      'DescribeConfigs',
      'DescribeLogDirs',
      ...Array<string>(3).fill('ListOffsets'),
      ...Array<string>(3).fill('Metadata'),
    ],
  ],
  [
    'topics with the size that the list itself knows',
    ['topics', 'list', '--size', '--sort', 'SIZE:desc'],
    /topic-00000 .* 200 /,
    [
      'DescribeConfigs',
      'DescribeLogDirs',
      ...Array<string>(3).fill('ListOffsets'),
      ...Array<string>(3).fill('Metadata'),
    ],
  ],
  [
    'groups',
    ['groups', 'list'],
    /group-00000/,
    ['DescribeGroups', 'ListGroups', 'ListOffsets', 'ListOffsets', 'Metadata', 'Metadata', 'OffsetFetch'],
  ],
])('%s: as many requests for thousands of topics and groups as for a few', async (_, view, end, expected) => {
  const few = await requestsOf({ view, end, topics: 3, groups: 3 });
  const many = await requestsOf({ view, end, topics: 3000, groups: 600 });
  expect(many).toEqual(few);
  expect(few).toEqual(expected);
});

const number = (name: string) => Number(name.split('-')[1]);

test('topics: what is not in the list is asked for the rows in sight, and for others once they are in sight', async () => {
  const { broker, press, sees } = await opened({
    ...{ view: ['topics', 'list'], end: /topic-00000 .* 200 /, topics: 3000, groups: 0 },
  });
  press('end');
  await sees(/topic-02999 .* 200 /);
  // A round may have come between.
  const asked = broker
    .requests(describeLogDirs)
    .map(({ topics }) => topics?.map(({ topic }) => number(topic)).join());
  expect([...new Set(asked)]).toEqual(['0,1,2,3,4,5,6,7,8', '2991,2992,2993,2994,2995,2996,2997,2998,2999']);
  // In the order of such a column, one of them has to be known of all.
  press('right', 'right', 'right', 'S');
  await sees(/SIZE↓[^]*--size --sort SIZE:desc/);
  await sees(/3000 · SIZE unknown for 3000/);
  await until(() =>
    Promise.resolve(broker.requests(describeLogDirs).at(-1)?.topics?.length === 3000 || undefined),
  );
  press('right', 'S');
  await sees(/RECORDS↓[^]*topics list(?! --)/);
});

test('topics: the list goes on while a broker does not tell the rest, which it is asked for once', async () => {
  const end = /topic-00000 +2 +1 +- +- +- +ok/;
  const { broker } = await opened({ view: ['topics', 'list'], end, topics: 3, groups: 0, hangs: true });
  await until(() => {
    const lists = broker.requests(metadata).filter(({ topics }) => topics === null);
    return Promise.resolve(lists.length > 3 || undefined);
  });
  expect(broker.requests(describeLogDirs)).toHaveLength(1);
});
