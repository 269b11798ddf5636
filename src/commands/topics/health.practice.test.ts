import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BrokerDescription } from '../../kafka/brokers/describe-broker.js';
import type { TopicDescription } from '../../kafka/topics/describe-topics.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import type { CliResult } from '../../testing/program/run-cli.js';
import { until } from '../../testing/clusters/until.js';

let cluster: OwnCluster;
/** Which broker has the one replica of `single`, and is killed. */
let killed: number;

const plain = async (...argv: string[]) => (await cluster.lab([...argv, '-o', 'plain'])).stdout;

async function succeeds(...argv: string[]): Promise<CliResult> {
  const result = await cluster.lab(argv);
  if (result.exitCode !== 0) throw new Error(`kafka-lab ${argv.join(' ')}: ${result.stderr}`);
  return result;
}

async function describeTopic(name: string, ...options: string[]): Promise<TopicDescription> {
  const { stdout } = await succeeds('topics', 'describe', name, ...options, '-o', 'jsonl');
  return JSON.parse(stdout) as TopicDescription;
}

beforeAll(async () => {
  cluster = await startOwnCluster();
  for (const [name, ...options] of [
    ['whole', '-p', '1', '-r', '1'],
    ['spread', '-p', '3', '-r', '2', '--config', 'min.insync.replicas=2'],
    ['safe', '-p', '2', '-r', '3', '--config', 'min.insync.replicas=2'],
    ['strict', '-p', '2', '-r', '3', '--config', 'min.insync.replicas=3'],
    ['single', '-p', '1', '-r', '1'],
  ] as const) {
    await succeeds('topics', 'create', name, ...options);
  }
  const whole = (await describeTopic('whole')).partitions[0]?.leader;
  let single = (await describeTopic('single')).partitions[0]?.leader ?? 0;
  while (single === whole) {
    await succeeds('topics', 'delete', 'single', '--yes');
    await succeeds('topics', 'create', 'single', '-p', '1', '-r', '1');
    single = (await describeTopic('single')).partitions[0]?.leader ?? 0;
  }
  killed = single;
  await succeeds('cluster', 'kill', String(killed));
  await until(async () => {
    const { partitions } = await describeTopic('strict');
    const isKnown = partitions.every(({ isr }) => isr.length === 2);
    return isKnown && (await describeTopic('single')).partitions[0]?.leader === null ? true : undefined;
  });
}, 180_000);

afterAll(() => cluster.remove(), 60_000);

const names = (output: string) => output.split('\n').flatMap((line) => line.split('\t')[0] || []);

describe('with one broker of three dead', () => {
  test.each([
    // Kafka leaves the last replica in the ISR, dead or not, so that `single` is offline and not under-replicated.
    ['--under-replicated', ['safe', 'spread', 'strict']],
    ['--under-min-isr', ['single', 'spread', 'strict']],
    ['--offline', ['single']],
  ])('topics list %s', async (filter, expected) => {
    const { exitCode, stdout } = await cluster.lab(['topics', 'list', filter]);
    expect([exitCode, names(stdout)]).toEqual([0, expected]);
  });

  test('topics list --at-min-isr: one more, and acks=all is refused', async () => {
    const listed = names(await plain('topics', 'list', '--at-min-isr'));
    expect(listed).toContain('safe');
    expect(listed).not.toContain('strict');
    expect(await plain('topics', 'list', '--under-min-isr')).toContain('strict\t2\t3\t2 under min ISR\n');
  });

  test('what they say of acks=all is so', async () => {
    const refused = await cluster.lab(['produce', 'strict', 'x', '--delivery-timeout', '3s']);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('NOT_ENOUGH_REPLICAS')]);
    expect((await cluster.lab(['produce', 'safe', 'x'])).exitCode).toBe(0);
  }, 60_000);

  test('topics describe shows only what is affected, of how many', async () => {
    const all = await describeTopic('spread');
    const affected = all.partitions.filter(({ replicas }) => replicas.includes(killed));
    expect(affected.length).toBeGreaterThan(0);
    expect(affected.length).toBeLessThan(3);
    const shown = await describeTopic('spread', '--under-min-isr');
    expect(shown.partitionCount).toBe(3);
    expect(shown.partitions.map(({ partition }) => partition)).toEqual(
      affected.map(({ partition }) => partition),
    );
    const healthy = await describeTopic('whole', '--under-replicated', '--offline');
    expect([healthy.partitions, healthy.partitionCount]).toEqual([[], 1]);
    const table = await cluster.lab(['topics', 'describe', 'single', '--offline', '-o', 'table']);
    expect([table.exitCode, table.stdout]).toEqual([0, expect.stringMatching(/^single · 1 partition/)]);
  });

  test('brokers describe: the dead one as far as the others know', async () => {
    const { exitCode, stdout } = await cluster.lab(['brokers', 'describe', String(killed), '-o', 'json']);
    expect(exitCode).toBe(0);
    const broker = JSON.parse(stdout) as BrokerDescription;
    expect(broker).toMatchObject({ id: killed, isUp: false, versionGuess: null, leads: [], logDirs: [] });
    expect(broker.replicas).toBeGreaterThan(0);
    expect(broker.problems).toEqual([`Broker ${killed} is down: this is what the other brokers know.`]);
    const config = await cluster.lab(['brokers', 'config', String(killed)]);
    expect([config.exitCode, config.stderr]).toEqual([
      1,
      expect.stringContaining(`Broker ${killed} is down, and only it knows its configs.`),
    ]);
  });

  test('topics trim and partitions say what they cannot do', async () => {
    const trim = await cluster.lab(['topics', 'trim', 'single', '--before', 'end', '--execute', '--yes']);
    expect([trim.exitCode, trim.stdout]).toEqual([1, 'single\t0\t\t\t\tno leader\n']);
    const grow = await cluster.lab(['topics', 'partitions', 'single', '--count', '2']);
    expect([grow.exitCode, grow.stderr]).toEqual([
      0,
      expect.stringContaining('single[0] is left out: no leader'),
    ]);
  });

  test('a topic whose replica is away is deleted only when that is back, and its name is taken until then', async () => {
    await succeeds('topics', 'delete', 'single', '--yes');
    const again = await cluster.lab(['topics', 'create', 'single', '-p', '1', '-r', '1', '--timeout', '2s']);
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      expect.stringContaining('Topic "single" is still being deleted.'),
    ]);
  });
});
