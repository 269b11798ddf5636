import { describe, expect, test } from '@jest/globals';
import type { AddressInfo, Server } from 'node:net';
import { Readable } from 'node:stream';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { listening } from '../../testing/brokers/listening.js';
import { ProduceCluster } from '../../testing/brokers/produce-cluster.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { until } from '../../testing/clusters/until.js';
import { connect } from '../connection/connect.js';
import { LabError } from '../../text/errors.js';
import { produce, type ProducePlan, type ProduceReport } from './produce.js';

const timeoutMs = 150;
const plan: ProducePlan = {
  topic: 'orders',
  shape: {
    ...{ format: 'lines', key: null, keySeparator: null, headers: [], timestamp: undefined, crlf: false },
    partition: 0,
  },
  acks: 'all',
  compression: 'none',
  idempotent: true,
  transaction: undefined,
  deliveryTimeoutMs: 200,
  rate: undefined,
};

/** As the program does: over a socket, with time-outs; one line a batch. */
async function write(
  cluster: ProduceCluster,
  given: Partial<ProducePlan> = {},
  lines = 4,
): Promise<ProduceReport & { troubles: ReadonlySet<string | undefined> }> {
  const broker = await cluster.broker(0);
  const server = await started(listening(broker));
  const { port } = server.address() as AddressInfo;
  const { signal } = new AbortController();
  const settings = { timeoutMs, connectTimeoutMs: 1000, signal, nodeId: 0 };
  // On a busy machine the first answer may take longer than that, which is not what is tried here.
  const connection = await until(() => connect({ host: '127.0.0.1', port }, settings).catch(() => undefined));
  const session = testSession({
    brokers: [broker],
    timeoutMs,
    metadata: { topics: [topicState('orders', [partitionState(0, [0])])] },
  });
  const there = () => Promise.resolve(connection);
  const troubles = new Set<string | undefined>();
  let timer: NodeJS.Timeout | undefined;
  try {
    const report = await produce(
      { ...session, broker: there, anyBroker: there },
      { ...plan, ...given },
      { kind: 'chunks', name: 'a test', chunks: slowly(lines) },
      { signal, ready: (status) => (timer = setInterval(() => troubles.add(status().trouble), 20)) },
    );
    return { ...report, troubles };
  } finally {
    clearInterval(timer);
    connection.close();
    server.close();
  }
}

/** More slowly than unfinished batches wait. */
function slowly(lines: number): Readable {
  return Readable.from(
    (async function* () {
      for (let line = 1; line <= lines; line++) {
        yield Buffer.from(`v${line}\n`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    })(),
  );
}

function started(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe('a quota that pauses the client for longer than any time-out', () => {
  test.each([
    ['idempotent', {}],
    ['not idempotent', { idempotent: false }],
    ['acks of the leader alone', { acks: '1' as const }],
  ])('%s: every record is written once and acknowledged, and the pause is told', async (_, given) => {
    const cluster = new ProduceCluster(1, 1);
    cluster.throttleMs = () => 400;
    const report = await write(cluster, given);
    expect(cluster.values(0)).toEqual(['v1', 'v2', 'v3', 'v4']);
    expect(report).toMatchObject({ acknowledged: 4, failed: 0, stopped: null });
    expect(report.throttledMs).toBeGreaterThanOrEqual(400);
    expect([...report.troubles]).toContain('a quota: broker 0 pauses this client for 400 ms');
  });

  test('a transaction is committed after it', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.throttleMs = () => 300;
    const report = await write(cluster, { transaction: 'tx' }, 2);
    expect(report).toMatchObject({ acknowledged: 2, transaction: 'committed' });
    expect(cluster.transactionLog.at(-1)).toBe('commit');
  });
});

test.each([
  ['without an answer', () => Promise.reject(new LabError('unreachable', 'it broke'))],
  ['refused', () => Promise.reject(new LabError('refused', 'it is fenced'))],
])('an abort %s is not said to be done', async (_, answer) => {
  const cluster = new ProduceCluster(1, 1);
  const broker = await cluster.broker(0);
  const { signal } = new AbortController();
  const session = testSession({
    brokers: [broker],
    metadata: { topics: [topicState('orders', [partitionState(0, [0])])] },
  });
  cluster.fault = (_request, partition) => {
    if (partition === undefined) return undefined;
    broker.network = answer;
    return 'INVALID_RECORD';
  };
  const report = await produce(
    session,
    { ...plan, transaction: 'tx' },
    { kind: 'value', value: Buffer.from('v') },
    { signal, ready: () => undefined },
  );
  expect(report).toMatchObject({ failed: 1, transaction: 'abort-unknown' });
});
