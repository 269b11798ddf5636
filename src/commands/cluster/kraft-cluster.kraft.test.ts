import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClusterStatus } from '../../practice/cluster/status.js';
import type { TopicDescription } from '../../kafka/topics/describe-topics.js';
import type { Quorum } from '../../kafka/brokers/quorum.js';
import { fieldsOf, kafkaScript } from '../../testing/peers/kafka-scripts.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import { until } from '../../testing/clusters/until.js';

let cluster: OwnCluster;
const lab = (...argv: string[]) => cluster.lab(argv);

const json = async <T>(...argv: string[]): Promise<T> =>
  JSON.parse((await lab(...argv, '-o', 'json')).stdout) as T;
const status = () => json<ClusterStatus>('cluster', 'status');
const quorum = () => json<Quorum>('cluster', 'quorum');

beforeAll(async () => {
  cluster = await startOwnCluster({ kraft: true, registry: true });
}, 180_000);
afterAll(() => cluster.remove(), 60_000);

describe('a cluster without ZooKeeper, of Java processes', () => {
  test('is three healthy brokers and a schema registry, one of them the active controller', async () => {
    const { services, healthy, mode, controllerId } = await status();
    expect([healthy, mode, services.map(({ name }) => name)]).toEqual([
      ...[true, 'kraft'],
      ['kafka1', 'kafka2', 'kafka3', 'registry'],
    ]);
    expect(controllerId).toBe((await quorum()).leaderId);
    const memoryBytes = services.reduce((sum, service) => sum + (service.memoryBytes ?? 0), 0);
    expect(memoryBytes).toBeLessThan(1.4 * 2 ** 30);
  }, 30_000);

  test('elects another controller when the active one is killed, and takes it back', async () => {
    const { leaderId, leaderEpoch } = await quorum();
    await lab('topics', 'create', 'kept', '-p', '3', '-r', '3');
    await cluster.lab(['produce', 'kept'], { stdin: 'one\ntwo\nthree\n' });
    expect((await lab('cluster', 'kill', String(leaderId))).exitCode).toBe(0);
    const next = await until(async () => {
      const { exitCode, stdout } = await lab('cluster', 'quorum', '-o', 'json', '--timeout', '3s');
      const found = exitCode === 0 ? (JSON.parse(stdout) as Quorum) : undefined;
      return found && found.leaderId !== null && found.leaderId !== leaderId ? found : undefined;
    });
    expect(next.leaderEpoch).toBeGreaterThan(leaderEpoch);
    // Its port is the one that the others expect it at.
    const { exitCode, stderr } = await lab('cluster', 'start', String(leaderId));
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('is up at')]);
    expect((await status()).healthy).toBe(true);
    const read = await lab('consume', 'kept', '--from-beginning', '--exit');
    const values = read.stdout.trimEnd().split('\n').sort();
    // What it said beside them, too, if they are not all there.
    expect({ values, said: read.stderr }).toMatchObject({ values: ['one', 'three', 'two'] });
  }, 120_000);

  test('grows by a broker without a vote', async () => {
    const { exitCode, stdout } = await lab('cluster', 'add');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^kafka4\tbroker 4\tlocalhost:\d+\n$/)]);
    const { replicas } = await until(async () => {
      const found = await quorum();
      return found.replicas.length === 4 ? found : undefined;
    });
    expect(replicas.at(-1)).toMatchObject({ id: 4, role: 'observer' });
  }, 60_000);

  test('tells which replica may lead although it has left the ISR, as kafka-topics does', async () => {
    const needsBoth = ['--replica-assignment', '1:4', '--config', 'min.insync.replicas=2'];
    expect((await lab('topics', 'create', 'eligible', ...needsBoth)).exitCode).toBe(0);
    expect((await lab('cluster', 'kill', '4')).exitCode).toBe(0);
    const left = await until(async () => {
      const [topic] = await json<TopicDescription[]>('topics', 'describe', 'eligible');
      return topic?.partitions.find(({ isr }) => isr.length === 1);
    });
    expect(left).toMatchObject({ isr: [1], eligibleLeaders: { eligible: [4], lastKnown: [] } });
    const printed = await kafkaScript('kafka-topics', ['--describe', '--topic', 'eligible'], cluster);
    expect(fieldsOf(printed.trimEnd().split('\n')[1]!)).toMatchObject({
      Isr: '1',
      Elr: '4',
      LastKnownElr: '',
    });
    expect((await lab('cluster', 'start', '4')).exitCode).toBe(0);
    await until(async () => {
      const [topic] = await json<TopicDescription[]>('topics', 'describe', 'eligible');
      const partition = topic?.partitions[0];
      return partition?.isr.length === 2 && partition.eligibleLeaders?.eligible.length === 0
        ? true
        : undefined;
    });
  }, 120_000);

  test('has no ZooKeeper to stop, to give a port or to look into', async () => {
    for (const [argv, exitCode, message] of [
      [['cluster', 'stop', 'zookeeper'], 1, 'runs without ZooKeeper'],
      [['cluster', 'up', '--zookeeper-port', '2181'], 2, '--zookeeper-port has no effect'],
      [['zookeeper', 'tree'], 1, 'has no ZooKeeper: it runs in KRaft mode'],
    ] as const) {
      const refused = await lab(...argv);
      expect([argv, refused.exitCode, refused.stderr]).toEqual([
        ...[argv, exitCode],
        expect.stringContaining(message),
      ]);
    }
  });

  test('goes down and comes up again, without being told its kind, with all it had', async () => {
    expect((await lab('cluster', 'down')).exitCode).toBe(0);
    const { exitCode, stderr } = await lab('cluster', 'up');
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Formatting')]);
    const { services, mode } = await status();
    expect([mode, services.map(({ name }) => name)]).toEqual([
      'kraft',
      ['kafka1', 'kafka2', 'kafka3', 'kafka4', 'registry'],
    ]);
    expect((await lab('offsets', 'count', 'kept')).stdout).toContain('3');
  }, 180_000);

  test('gives its schema registry away again, and keeps the brokers', async () => {
    const refused = await lab('cluster', 'remove', '2', '--yes');
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('cannot be removed')]);
    await lab('cluster', 'kill', 'registry');
    const down = await lab('schemas', 'list');
    expect([down.exitCode, down.stderr]).toEqual([
      1,
      expect.stringMatching(/nothing listens there[^]*start it: kafka-lab cluster up --name lab/),
    ]);
    const { exitCode, stdout } = await lab('cluster', 'remove', 'registry', '--yes');
    expect([exitCode, stdout]).toEqual([0, 'registry\tschema registry\tremoved\n']);
    expect((await status()).services.map(({ kind }) => kind)).toEqual(Array(4).fill('broker'));
    const none = await lab('schemas', 'list');
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('cluster up --registry')]);
  }, 30_000);
});
