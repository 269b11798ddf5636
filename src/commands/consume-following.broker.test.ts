import { afterAll, expect, test } from '@jest/globals';
import { writeRecords } from '../testing/clusters/kafkajs-records.js';
import { onTestCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { running } from '../testing/program/running-cli.js';

const created = new Set<string>();

async function createTopic(name = uniqueName('follow')): Promise<string> {
  const { exitCode, stderr } = await onTestCluster(['topics', 'create', name, '-p', '1']);
  if (exitCode !== 0) throw new Error(stderr);
  created.add(name);
  return name;
}

async function deleteTopic(name: string): Promise<void> {
  created.delete(name);
  await onTestCluster(['topics', 'delete', name, '--yes']);
}

const follow = (...argv: string[]) =>
  running((settings) => onTestCluster(['consume', '--follow', ...argv], settings));

afterAll(() => onTestCluster(['topics', 'delete', ...created, '--yes']), 60_000);

test('added partitions, and new topics of a pattern, are read from their beginning', async () => {
  const topic = await createTopic();
  const prefix = uniqueName('pattern');
  await createTopic(`${prefix}-1`);
  const [named, matching] = [follow(topic), follow('--include', `${prefix}-.*`)];
  await Promise.all([named, matching].map((each) => each.shows('waiting for new records')));
  await onTestCluster(['topics', 'partitions', topic, '--count', '2', '--execute', '--yes']);
  await createTopic(`${prefix}-2`);
  await writeRecords(topic, [{ partition: 1, value: 'in an added partition' }]);
  await writeRecords(`${prefix}-2`, [{ partition: 0, value: 'in a new topic' }]);
  await Promise.all([named.shows('in an added partition'), matching.shows('in a new topic')]);
  for (const each of [named, matching]) each.interrupt();
  expect((await named.ended).stderr).toContain(`${topic}[1] can be read now: from offset 0.`);
  expect((await matching.ended).stderr).toContain(`${prefix}-2[0] can be read now: from offset 0.`);
}, 30_000);

test('a topic that is deleted and created again under a reader is read from its beginning', async () => {
  const topic = await createTopic();
  await writeRecords(topic, [{ value: 'old 0' }, { value: 'old 1' }]);
  const following = follow(topic, '--from-beginning');
  await following.shows('old 1');
  await deleteTopic(topic);
  await createTopic(topic);
  await writeRecords(topic, [{ value: 'new 0' }, { value: 'new 1' }, { value: 'new 2' }]);
  await following.shows('new 2').catch(() => undefined);
  following.interrupt();
  const { stdout, stderr } = await following.ended;
  // Deleting takes longer than two seconds now and then: then the read has ended, and said so.
  if (stderr.includes('was deleted; nothing more can be read')) expect(stdout).toBe('old 0\nold 1\n');
  else expect(stdout).toBe('old 0\nold 1\nnew 0\nnew 1\nnew 2\n');
}, 30_000);

test('a topic deleted under a reader of two: it says so within seconds, and the other is read on', async () => {
  const [doomed, other] = [await createTopic(), await createTopic()];
  await writeRecords(doomed, [{ value: 'doomed' }]);
  const [both, one] = [
    follow(doomed, other, '--from-beginning'),
    follow(doomed, '--from-beginning', '-o', 'jsonl'),
  ];
  await Promise.all([both.shows('doomed'), one.shows('doomed')]);
  const began = performance.now();
  await deleteTopic(doomed);
  const ended = await one.ended;
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain(`Topic ${doomed} was deleted; nothing more can be read from it.`);
  expect(ended.stderr).toContain('Nothing is left to read: 1 record');
  await both.shows(`Topic ${doomed} was deleted`);
  await writeRecords(other, [{ value: 'still read' }]);
  await both.shows('still read');
  both.interrupt();
  expect((await both.ended).exitCode).toBe(1);
}, 30_000);
