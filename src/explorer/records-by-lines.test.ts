import { expect, test } from '@jest/globals';
import { partitionState, topicState } from '../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../testing/brokers/scripted-broker.js';
import { serveLogs } from '../testing/brokers/serve-logs.js';
import { testSession } from '../testing/brokers/test-session.js';
import { scriptedMenu, type Answer } from '../testing/program/scripted-menu.js';
import { batchOf } from '../testing/wire/record-batches.js';
import { recordsByLines } from './records-by-lines.js';
import { newestOf } from './records/question.js';

/** Three partitions with two records each, the second of them without a leader; `isAway`: no broker answers. */
function records(answers: readonly Answer[], isAway: () => boolean = () => false) {
  const broker = new ScriptedBroker();
  const logs = new Map(
    [0, 1, 2].map((partition) => [
      `single/${partition}`,
      { batches: [batchOf(['one', 'two'].map((value) => ({ value: `${value} of ${partition}` })))] },
    ]),
  );
  serveLogs(broker, logs);
  const partitions = [0, 1, 2].map((partition) =>
    partitionState(partition, [1], partition === 1 ? { leader: null } : {}),
  );
  const session = testSession({
    brokers: [broker],
    metadata: {
      brokers: [{ id: 1, host: 'localhost', port: 1, rack: null }],
      topics: [topicState('single', partitions)],
    },
  });
  return scriptedMenu({
    answers,
    context: {
      kafka: () => (isAway() ? Promise.reject(new Error('all brokers are away')) : Promise.resolve(session)),
    },
  });
}

test('a partition without a leader is said, in the title and in a note', async () => {
  const { menu, asked } = records([]);
  await recordsByLines(menu, newestOf('single'));
  expect(asked[0]?.labels).toHaveLength(4);
  expect(asked[0]?.labels[0]).toMatch(/^partition 0, offset 1, (\S+ \S+, )?key \(null\), value two of 0$/);
  expect(asked[0]?.title).toContain('newest first · 2 of 3 partitions · page 1');
  expect(asked[0]?.title).toContain('single[1] is left out: no leader.');
});

test('chosen alone it is an error, not an empty page', async () => {
  const { menu, asked } = records([{ key: 't' }, { type: '1' }]);
  await recordsByLines(menu, newestOf('single'));
  const page = asked[2];
  expect(page?.title).toContain('partition 1 · page 1');
  expect(page?.title).toContain('error: single[1] is left out: no leader.');
  expect([page?.labels, page?.none]).toEqual([[], 'Nothing was read.']);
});

test('records that cannot be read again stay in sight below the error', async () => {
  let reads = 0;
  const { menu, asked } = records([{ key: 'r' }, { key: 'n' }], () => (reads += 1) > 1);
  await recordsByLines(menu, newestOf('single'));
  expect(asked[1]?.title).toContain('error: all brokers are away');
  expect(asked[1]?.labels).toEqual(asked[0]?.labels);
});

test('the search is not filled in, empty is all, and one step back takes it off', async () => {
  const { menu, asked } = records([
    { key: '/' },
    { type: 'one of' },
    { key: '/' },
    { type: '' },
    { key: '/' },
    { type: 'two of 0' },
    null,
  ]);
  await recordsByLines(menu, newestOf('single'));
  const pages = asked.filter(({ title }) => title.startsWith('single'));
  expect(pages.map(({ labels }) => labels.length)).toEqual([4, 2, 4, 1, 4]);
  const questions = asked.filter(({ title }) => title.startsWith('Only'));
  expect(questions.map(({ cursor }) => cursor)).toEqual(['', '', '']);
});

test('a record is opened as lines', async () => {
  const { menu, asked } = records([{ choose: 'partition 0, offset 1' }]);
  await recordsByLines(menu, newestOf('single'));
  expect(asked[1]?.title).toBe('single · partition 0 · offset 1');
  expect(asked[1]?.labels.slice(-1)).toEqual(['two of 0']);
});

test('an open record is redriven by the form of copy, and by itself', async () => {
  const answers = [{ choose: 'partition 0, offset 1' }, { key: 'R' }, { choose: 'Run it' }];
  const { menu, ran } = records(answers);
  await recordsByLines(menu, newestOf('single'));
  expect(ran).toEqual([['copy', 'single', '--redrive', '--from', '0:1', '--to', '0:2']]);
});
