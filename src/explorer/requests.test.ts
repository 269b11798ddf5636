import { afterEach, expect, test } from '@jest/globals';
import { groupCluster } from '../testing/brokers/group-cluster.js';
import { scriptedMenu } from '../testing/program/scripted-menu.js';
import { testScreen } from '../testing/program/test-screen.js';
import { describeLogDirs } from '../wire/requests/describe-log-dirs.js';
import { createExplorer, type Explorer } from './explorer.js';

const explorers: Explorer[] = [];
afterEach(() => explorers.splice(0).forEach((each) => each.close()));

/** What the only broker was asked for until the first picture, the header included. */
async function requestsOf(view: readonly string[], size: { topics: number; groups: number }) {
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
  broker.on(describeLogDirs, () => ({ throttleTimeMs: 0, errorCode: 0, results: [] }));
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
  const { screen, sees } = testScreen();
  void explorer.run(screen);
  await sees(/brokers 1\/1[^]*(topic|group)-00000/);
  return [...broker.asked].sort();
}

test.each([
  [
    'the overview',
    ['monitor'],
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
  ['topics', ['topics', 'list'], ['Metadata', 'Metadata']],
  [
    'groups',
    ['groups', 'list'],
    ['DescribeGroups', 'ListGroups', 'ListOffsets', 'ListOffsets', 'Metadata', 'Metadata', 'OffsetFetch'],
  ],
])('%s: as many requests for thousands of topics and groups as for a few', async (_, view, expected) => {
  const few = await requestsOf(view, { topics: 3, groups: 3 });
  const many = await requestsOf(view, { topics: 3000, groups: 600 });
  expect(many).toEqual(few);
  expect(few).toEqual(expected);
});
