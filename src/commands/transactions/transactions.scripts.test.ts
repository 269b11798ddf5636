import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HangingReport } from '../../kafka/transactions/hanging-transactions.js';
import type { WhoProduces } from '../../kafka/transactions/who-produces.js';
import type { TransactionDescription, TransactionList } from '../../kafka/transactions/transactions.js';
import { BrokerConnections } from '../../testing/brokers/broker-connections.js';
import { kafkaScript, tableBelow } from '../../testing/peers/kafka-scripts.js';
import { joinTransaction, openProducer, writeUndecided } from '../../testing/clusters/open-transaction.js';
import {
  jsonOfLine,
  jsonOnTestCluster,
  onTestCluster,
  uniqueName,
} from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topic = uniqueName('scripts-transactional');
const id = uniqueName('scripts-txn');
const unverified = 'transaction.partition.verification.enable';
let brokers: BrokerConnections;

const transactions = (line: string) => kafkaScript('kafka-transactions', line.split(' '));

const hanging = () => jsonOfLine<HangingReport>(`transactions hanging ${topic} --older-than 0s`);
/** What the script says of a producer in partition 0. */
async function producerByScript(producerId: number): Promise<Record<string, string> | undefined> {
  const printed = await transactions(`describe-producers --topic ${topic} --partition 0`);
  return tableBelow(printed, 'ProducerId').find((row) => Number(row['ProducerId']) === producerId);
}

async function hangingByScript(): Promise<readonly (readonly number[])[]> {
  const printed = await transactions(
    `find-hanging --topic ${topic} --partition 0 --max-transaction-timeout 0`,
  );
  return tableBelow(printed, 'Topic').map((row) =>
    [row['ProducerId'], row['ProducerEpoch'], row['CoordinatorEpoch'], row['StartOffset']].map(Number),
  );
}

beforeAll(async () => {
  brokers = await BrokerConnections.open();
  await jsonOfLine(`topics create ${topic} -p 1 -r 1 --config min.insync.replicas=1`);
}, 60_000);

afterAll(async () => {
  await onTestCluster(['brokers', 'config', '--cluster-wide', 'unset', unverified]);
  await onTestCluster(['topics', 'delete', topic, '--yes']);
  brokers.close();
}, 60_000);

test('kafka-transactions lists and describes what is open and what is over', async () => {
  await jsonOnTestCluster(['produce', topic, '--transaction', `${id}-done`], { stdin: 'all\nor\nnothing\n' });
  const producer = await openProducer(brokers, id);
  await joinTransaction(brokers, producer, topic);
  await writeUndecided(brokers, producer, topic);
  await until(async () => {
    const { state } = await jsonOfLine<TransactionDescription>(`transactions describe ${id}-done`);
    return state === 'CompleteCommit' ? true : undefined;
  });
  const listed = await jsonOfLine<TransactionList>('transactions list');
  const theirs = tableBelow(await transactions('list'), 'TransactionalId').map(Object.values);
  expect(theirs.sort()).toEqual(
    listed.transactions
      .map((each) => [each.transactionalId, `${each.coordinator}`, `${each.producerId}`, each.state])
      .sort(),
  );
  expect(theirs.length).toBeGreaterThanOrEqual(2);

  for (const name of [id, `${id}-done`]) {
    const ours = await jsonOfLine<TransactionDescription>(`transactions describe ${name}`);
    const cells = (await transactions(`describe --transactional-id ${name}`))
      .trimEnd()
      .split('\n')
      .at(-1)!
      .trim()
      .split(/\s+/);
    expect(cells.slice(0, 6)).toEqual(
      [ours.coordinator, name, ours.producerId, ours.producerEpoch, ours.state, ours.timeoutMs].map(String),
    );
    const partitions = ours.partitions.map((each) => `${each.topic}-${each.partition}`);
    expect(partitions).toEqual(name === id ? [`${topic}-0`] : []);
    for (const partition of partitions) expect(cells.at(-1)).toBe(partition);
    if (ours.startedAt !== null) expect(Number(cells[6])).toBe(Date.parse(ours.startedAt));
  }
});

test('kafka-transactions and kafka-lab know the same producers of a partition', async () => {
  const { producers } = await jsonOfLine<WhoProduces>(`topics producers ${topic} -p 0`);
  const theirs = tableBelow(
    await transactions(`describe-producers --topic ${topic} --partition 0`),
    'ProducerId',
  ).map(Object.values);
  expect(theirs.sort()).toEqual(
    producers
      .map((each) => [
        ...[`${each.producerId}`, `${each.producerEpoch}`, `${each.coordinatorEpoch ?? -1}`],
        ...[`${each.lastSequence ?? -1}`, `${Date.parse(each.lastWrittenAt ?? '')}`],
        `${each.transactionStartOffset ?? 'None'}`,
      ])
      .sort(),
  );
  expect(producers.map(({ transactionalId }) => transactionalId).sort()).toEqual([id, `${id}-done`]);
});

test('a transaction that is open is so in the partition, until kafka-lab aborts it', async () => {
  const { producerId, producerEpoch } = await jsonOfLine<TransactionDescription>(
    `transactions describe ${id}`,
  );
  // Three records and the mark of their end are before it.
  expect(await producerByScript(producerId)).toMatchObject({
    ProducerEpoch: `${producerEpoch}`,
    CurrentTransactionStartOffset: '4',
  });
  const report = await hanging();
  expect([report.hanging, report.healthy]).toEqual([[], 1]);
  await jsonOfLine(`transactions abort ${id} --yes`);
  await until(async () =>
    (await producerByScript(producerId))?.['CurrentTransactionStartOffset'] === 'None' ? true : undefined,
  );
  const after = await hanging();
  expect([after.hanging, after.healthy]).toEqual([[], 0]);
});

test('both find a transaction that hangs, and each sees that the other aborted it', async () => {
  await jsonOfLine(`brokers config --cluster-wide set ${unverified}=false`);
  for (const by of ['script', 'kafka-lab']) {
    const startOffset = await writeUndecided(brokers, await openProducer(brokers, id), topic);
    const { hanging: found } = await hanging();
    expect(
      found.map((each) => [each.producerId, each.producerEpoch, each.coordinatorEpoch, each.startOffset]),
    ).toEqual(await hangingByScript());
    expect(found.map((each) => each.startOffset)).toEqual([startOffset]);
    const where = `--topic ${topic} --partition 0 --start-offset ${startOffset}`;
    if (by === 'script') await transactions(`abort ${where}`);
    else await jsonOfLine(`transactions abort ${where} --yes`);
    expect([(await hanging()).hanging, await hangingByScript()]).toEqual([[], []]);
  }
});
