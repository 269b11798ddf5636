import { afterAll, expect, test } from '@jest/globals';
import { writeRecords } from '../testing/clusters/kafkajs-records.js';
import { newShareGroup } from '../testing/clusters/share-groups.js';
import {
  jsonOnTestCluster,
  onTestCluster,
  testCluster,
  uniqueName,
} from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import type { CopyReport } from './_copy-report.js';

const created: string[] = [];

afterAll(() => onTestCluster(['topics', 'delete', ...created, '--yes']), 60_000);

async function topicOf(prefix: string, partitions: number, ...options: readonly string[]): Promise<string> {
  const name = uniqueName(prefix);
  await jsonOnTestCluster(['topics', 'create', name, '-p', String(partitions), ...options]);
  created.push(name);
  return name;
}

interface Shown {
  readonly partition: number;
  readonly value: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** `partition value header=value …` */
async function recordsOf(topic: string): Promise<readonly string[]> {
  const records = await jsonOnTestCluster<Shown[]>([
    'consume',
    topic,
    '--from-beginning',
    '--exit',
    '--no-decode',
  ]);
  return records
    .map(({ partition, value, headers }) =>
      [partition, value, ...headers.map((each) => `${each.key}=${each.value}`)].join(' '),
    )
    .sort();
}

test('each goes back where its headers say, once, and what cannot is refused and counted', async () => {
  const orders = await topicOf('orders', 3);
  const payments = await topicOf('payments', 2);
  const letters = await topicOf('letters', 1);
  const missing = uniqueName('no-such-topic');
  const two = Buffer.from([0, 0, 0, 2]);
  await writeRecords(letters, [
    {
      key: 'a',
      value: 'of Spring',
      headers: {
        trace: '1',
        'kafka_dlt-original-topic': orders,
        'kafka_dlt-original-partition': two,
        'kafka_dlt-exception-stacktrace': 'at …',
      },
    },
    {
      key: 'a',
      value: 'of Connect',
      headers: { '__connect.errors.topic': payments, '__connect.errors.partition': '7' },
    },
    { key: 'a', value: 'nowhere', headers: { 'x-original-topic': missing } },
    { key: 'a', value: 'to itself', headers: { 'x-original-topic': letters } },
    { key: 'a', value: 'too often', headers: { 'x-original-topic': orders, 'kafka-lab-redrives': '3' } },
    { key: 'a', value: 'without' },
  ]);

  const plan = await onTestCluster(['copy', letters, '--redrive', '-o', 'json']);
  expect(plan.exitCode).toBe(0);
  const { routes, outcome } = JSON.parse(plan.stdout) as CopyReport;
  expect(outcome).toBeNull();
  expect(
    routes!.map(({ target, header, reason, records, offset }) => [offset, records, target, header, reason]),
  ).toEqual([
    [0, 1, orders, 'kafka_dlt-original-topic', null],
    [1, 1, payments, '__connect.errors.topic', null],
    [2, 1, null, 'x-original-topic', `there is no topic ${missing}, or this login may not see it`],
    [3, 1, null, null, `it would go back to ${letters}, which is being redriven`],
    [4, 1, null, null, 'it was redriven before, as often as --max-redrives 3 allows'],
    [5, 1, null, null, 'no header that is known says where it comes from'],
  ]);
  expect([await recordsOf(orders), await recordsOf(payments)]).toEqual([[], []]);

  const done = await onTestCluster(['copy', letters, '--redrive', '--execute', '-o', 'json']);
  expect(done.exitCode).toBe(1);
  const report = JSON.parse(done.stdout) as CopyReport;
  expect(report.outcome!.partitions).toMatchObject([
    { read: 6, written: 2, skipped: 0, refused: 4, missing: 0 },
  ]);
  expect(await recordsOf(orders)).toEqual(['2 of Spring trace=1 kafka-lab-redrives=1']);
  // There is no partition 7, so that the key says which one.
  expect(await recordsOf(payments)).toEqual([
    expect.stringMatching(/^[01] of Connect kafka-lab-redrives=1$/),
  ]);

  const [next] = report.next;
  const start = `kafka-lab -b ${testCluster().bootstrapServers} `;
  expect(next).toBe(`${start}copy ${letters} --from 0:6 --redrive`);
  await writeRecords(letters, [
    { key: 'a', value: 'later', headers: { origin: orders, 'x-original-topic': letters } },
  ]);
  const words = next!.slice(start.length).split(' ');
  const later = await onTestCluster([...words, '--header-name', 'origin', '--execute', '-o', 'json']);
  expect([later.exitCode, later.stderr]).toEqual([0, '']);
  expect(await recordsOf(orders)).toContainEqual(
    expect.stringMatching(new RegExp(`^[012] later x-original-topic=${letters} kafka-lab-redrives=1$`)),
  );
  expect(await recordsOf(orders)).toHaveLength(2);
});

test('only what a search finds is redriven, in one transaction if wanted', async () => {
  const orders = await topicOf('orders', 1);
  const letters = await topicOf('letters', 2);
  const from = { 'dead-letter-topic': orders };
  await writeRecords(
    letters,
    ['{"id": 1}', '{"id": 2}', '{"id": 3}'].map((value, index) => ({
      value,
      partition: index % 2,
      headers: from,
    })),
  );
  const words = [
    'copy',
    letters,
    '--redrive',
    '--filter',
    'value.id != 2',
    '--transaction',
    uniqueName('redrive'),
  ];
  const { routes } = await jsonOnTestCluster<CopyReport>(words);
  expect(routes).toMatchObject([{ target: orders, records: 2 }]);
  const { outcome } = await jsonOnTestCluster<CopyReport>([...words, '--execute']);
  expect(outcome).toMatchObject({ transaction: 'committed' });
  // The coordinator answers before its markers are in the log.
  await until(async () => ((await recordsOf(orders)).length > 0 ? true : undefined));
  expect(await recordsOf(orders)).toEqual([
    '0 {"id": 1} kafka-lab-redrives=1',
    '0 {"id": 3} kafka-lab-redrives=1',
  ]);
});

test('the dead letters of a share group are delivered to it again, unless they have headers only', async () => {
  const orders = await topicOf('orders', 1);
  const letters = await topicOf('dlq.letters', 1, '--config', 'errors.deadletterqueue.group.enable=true');
  await jsonOnTestCluster(['produce', orders, 'pizza', '--key', 'a']);
  const queue = { 'errors.deadletterqueue.topic.name': letters };
  const groups = [
    await newShareGroup({ ...queue, 'errors.deadletterqueue.copy.record.enable': 'true' }),
    await newShareGroup(queue),
  ];
  for (const group of groups) {
    const { exitCode } = await onTestCluster([
      'consume',
      orders,
      '--share-group',
      group,
      '--ack',
      'reject',
      '-n',
      '1',
    ]);
    expect(exitCode).toBe(0);
  }
  await until(async () => ((await recordsOf(letters)).length === 2 ? true : undefined));

  const done = await onTestCluster(['copy', letters, '--redrive', '--execute', '-o', 'json']);
  const { outcome } = JSON.parse(done.stdout) as CopyReport;
  expect(outcome!.partitions).toMatchObject([{ read: 2, written: 1, refused: 1 }]);
  expect(outcome!.refusals).toMatchObject([
    { reason: `it has headers only, without the record, which may still be in ${orders}` },
  ]);
  expect(await recordsOf(orders)).toEqual(['0 pizza', '0 pizza kafka-lab-redrives=1']);
  const again = await onTestCluster(['consume', orders, '--share-group', groups[0]!, '-n', '1']);
  expect([again.exitCode, again.stdout]).toEqual([0, 'pizza\n']);
}, 60_000);
