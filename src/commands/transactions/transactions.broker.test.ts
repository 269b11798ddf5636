import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AbortedTransaction } from '../../kafka/transactions/transactions.js';
import type { HangingReport, OpenTransaction } from '../../kafka/transactions/hanging-transactions.js';
import type { TransactionDescription, TransactionList } from '../../kafka/transactions/transactions.js';
import { BrokerConnections } from '../../testing/brokers/broker-connections.js';
import { kafkaScript } from '../../testing/peers/kafka-scripts.js';
import { joinTransaction, openProducer, writeUndecided } from '../../testing/clusters/open-transaction.js';
import { jsonOfLine, onTestCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topic = uniqueName('transactional');
const id = uniqueName('txn');
const unverified = 'transaction.partition.verification.enable';
let brokers: BrokerConnections;

beforeAll(async () => {
  brokers = await BrokerConnections.open();
  await jsonOfLine(`topics create ${topic} -p 1 -r 1 --config min.insync.replicas=1`);
}, 60_000);

afterAll(async () => {
  await onTestCluster(['brokers', 'config', '--cluster-wide', 'unset', unverified]);
  await onTestCluster(['topics', 'delete', topic, '--yes']);
  brokers.close();
}, 60_000);

test('an open transaction: listed, described, healthy, aborted by its id; Kafka’s tool sees the same', async () => {
  const producer = await openProducer(brokers, id);
  await joinTransaction(brokers, producer, topic);
  await writeUndecided(brokers, producer, topic);

  const { transactions } = await jsonOfLine<TransactionList>('transactions list --state Ongoing');
  const own = transactions.find(({ transactionalId }) => transactionalId === id)!;
  expect(own).toMatchObject({ producerId: producer.producerId, state: 'Ongoing' });
  const described = await jsonOfLine<TransactionDescription>(`transactions describe ${id}`);
  expect(described).toMatchObject({
    ...own,
    producerEpoch: producer.producerEpoch,
    timeoutMs: 60_000,
    partitions: [{ topic, partition: 0 }],
  });
  const theirs = (await kafkaScript('kafka-transactions', ['describe', '--transactional-id', id]))
    .trimEnd()
    .split('\n')
    .at(-1)!;
  expect(theirs.trim().split(/\s+/).slice(0, 6)).toEqual([
    `${own.coordinator}`,
    id,
    `${producer.producerId}`,
    `${producer.producerEpoch}`,
    'Ongoing',
    '60000',
  ]);
  const report = await jsonOfLine<HangingReport>(`transactions hanging ${topic} --older-than 0s`);
  expect([report.hanging, report.healthy]).toEqual([[], 1]);

  const aborted = await jsonOfLine<AbortedTransaction>(`transactions abort ${id} --yes`);
  expect([aborted.before.state, aborted.state]).not.toContain('PrepareAbort');
  expect(aborted.state).not.toBe('Ongoing');
  const again = await onTestCluster(['transactions', 'abort', id, '--yes']);
  expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('has no open transaction')]);
}, 60_000);

test('a transaction that no coordinator knows hangs until it is aborted where it is', async () => {
  // What broken producers do, brokers prevent by now, unless they are told not to.
  await jsonOfLine(`brokers config --cluster-wide set ${unverified}=false`);
  const producer = await openProducer(brokers, id);
  const startOffset = await writeUndecided(brokers, producer, topic);
  const { hanging } = await jsonOfLine<HangingReport>(`transactions hanging ${topic} --older-than 0s`);
  expect(hanging).toEqual([
    expect.objectContaining({ topic, partition: 0, startOffset, producerId: producer.producerId }),
  ]);
  const younger = await jsonOfLine<HangingReport>(`transactions hanging ${topic}`);
  expect([younger.hanging, younger.healthy]).toEqual([[], 1]);
  const read = ['consume', topic, '--from-beginning', '--exit'];
  await jsonOfLine(`produce ${topic} behind`);
  expect((await onTestCluster(read)).stdout).toBe('');

  const at = `--topic ${topic} --partition 0 --start-offset`;
  const missed = await onTestCluster(`transactions abort ${at} ${startOffset + 1} --yes`.split(' '));
  expect([missed.exitCode, missed.stderr]).toEqual([
    1,
    expect.stringContaining(`Some begin at: ${startOffset}`),
  ]);
  const aborted = await jsonOfLine<OpenTransaction>(`transactions abort ${at} ${startOffset} --yes`);
  expect(aborted).toEqual(hanging[0]);
  await until(async () => ((await onTestCluster(read)).stdout === 'behind\n' ? true : undefined));
  const after = await jsonOfLine<HangingReport>(`transactions hanging ${topic} --older-than 0s`);
  expect(after.hanging).toEqual([]);
}, 60_000);
