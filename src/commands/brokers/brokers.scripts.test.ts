import { afterAll, expect, test } from '@jest/globals';
import type { BrokerList } from '../../kafka/brokers/list-brokers.js';
import type { ConfigEntry } from '../../kafka/configs/describe-config.js';
import type { FeatureReport } from '../../kafka/brokers/features.js';
import type { Quorum } from '../../kafka/brokers/quorum.js';
import { kafkaScript, tableBelow } from '../../testing/peers/kafka-scripts.js';
import { configsPrinted, configsShown } from '../../testing/peers/script-configs.js';
import { jsonOfLine, onTestCluster, testCluster } from '../../testing/clusters/test-cluster.js';
import { metadataVersion, releaseOfLevel } from '../../words/features.js';
import { until } from '../../testing/clusters/until.js';

const config = 'log.cleaner.backoff.ms';
const ours = async (line: string) =>
  configsShown((await jsonOfLine<{ configs: ConfigEntry[] }>(`brokers config ${line}`)).configs);
const configs = (...argv: string[]) => kafkaScript('kafka-configs', ['--entity-type', 'brokers', ...argv]);
const broker2 = ['--entity-name', '2'] as const;

afterAll(async () => {
  await onTestCluster(['brokers', 'config', '2', 'unset', config]);
  await onTestCluster(['brokers', 'config', '--cluster-wide', 'unset', config]);
}, 60_000);

test('kafka-configs has the same value, from the same source, for every config of a broker', async () => {
  const [shown, printed] = await Promise.all([ours('2 --all'), configs(...broker2, '--describe', '--all')]);
  const theirs = configsPrinted(printed);
  expect(theirs.length).toBeGreaterThan(200);
  expect(shown).toEqual(theirs);
});

test('what the one sets for a broker or for all, the other shows and takes away', async () => {
  await jsonOfLine(`brokers config 2 set ${config}=12345`);
  await jsonOfLine(`brokers config --cluster-wide set ${config}=54321`);
  const rows = async (...entity: string[]) => configsPrinted(await configs(...entity, '--describe'));
  await until(
    async () =>
      (await rows('--entity-default')).some(([name, value]) => name === config && value === '54321') ||
      undefined,
  );
  await until(
    async () =>
      (await rows(...broker2)).some(([name, value]) => name === config && value === '12345') || undefined,
  );
  expect(await ours('--cluster-wide')).toEqual(await rows('--entity-default'));
  await configs(...broker2, '--alter', '--delete-config', config);
  await until(async () => {
    const [, value, , source] = (await ours('2 --all')).find(([name]) => name === config)!;
    return [value, source].join() === '54321,DYNAMIC_DEFAULT_BROKER_CONFIG' || undefined;
  });
  await configs('--entity-default', '--alter', '--add-config', `${config}=11111`);
  await until(
    async () =>
      (await ours('--cluster-wide')).some(([name, value]) => name === config && value === '11111') ||
      undefined,
  );
  await jsonOfLine(`brokers config --cluster-wide unset ${config}`);
  // Kafka 4 keeps min.insync.replicas there, however it was set.
  await until(async () =>
    (await rows('--entity-default')).some(([name]) => name === config) ? undefined : true,
  );
});

test('kafka-broker-api-versions meets the brokers that kafka-lab lists', async () => {
  const { brokers } = await jsonOfLine<BrokerList>('brokers list');
  const printed = await kafkaScript('kafka-broker-api-versions', []);
  const met = [...printed.matchAll(/^(\S+):(\d+) \(id: (\d+) rack: (\S+?)[ )]/gm)];
  expect(met.map(([, host, port, id, rack]) => [Number(id), `${host}:${port}`, rack]).sort()).toEqual(
    brokers.map(({ id, host, port, rack }) => [id, `${host}:${port}`, String(rack)]).sort(),
  );
});

test('kafka-metadata-quorum tells of the same replicas, or of no quorum', async () => {
  const describe = (what: string) => kafkaScript('kafka-metadata-quorum', ['describe', `--${what}`]);
  if (testCluster().mode === 'zookeeper') {
    await expect(describe('replication')).rejects.toThrow(/UnsupportedVersionException/);
    const { exitCode, stderr } = await onTestCluster(['cluster', 'quorum']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('ZooKeeper')]);
    return;
  }
  const [quorum, printed, status] = await Promise.all([
    jsonOfLine<Quorum>('cluster quorum'),
    describe('replication'),
    describe('status'),
  ]);
  const theirs = tableBelow(printed, 'NodeId');
  expect(
    theirs.map((row) => [Number(row['NodeId']), row['Status']!.toLowerCase(), row['DirectoryId']]),
  ).toEqual(
    quorum.replicas.map(({ id, role, directoryId }) => [
      ...[id, role === 'voter' ? 'follower' : role, directoryId ?? 'A'.repeat(22)],
    ]),
  );
  const voters = quorum.replicas.filter(({ role }) => role !== 'observer').sort((a, b) => a.id - b.id);
  expect(JSON.parse(/^CurrentVoters:\s+(.+)$/m.exec(status)![1]!)).toEqual(
    voters.map(({ id, directoryId, listeners }) => ({
      ...{ id, ...(directoryId !== null && { directoryId }) },
      endpoints: listeners!.map(({ name, host, port }) => `${name}://${host}:${port}`),
    })),
  );
  // The log goes on growing while it is looked at.
  const end = Number(theirs[0]!['LogEndOffset']);
  expect(Math.abs(end - quorum.replicas[0]!.logEndOffset!)).toBeLessThan(100);
});

test('kafka-features tells of the same features, or of none', async () => {
  const [{ features, nodes }, printed] = await Promise.all([
    jsonOfLine<FeatureReport>('cluster features'),
    kafkaScript('kafka-features', ['describe']),
  ]);
  const pattern =
    /^Feature: (\S+)\s+SupportedMinVersion: (\S+)\s+SupportedMaxVersion: (\S+)\s+FinalizedVersionLevel: (\S+)/gm;
  const theirs = [...printed.matchAll(pattern)].map(([, ...row]) => row);
  expect(theirs.length > 0).toBe(testCluster().mode === 'kraft');
  expect(nodes).toHaveLength(3);
  // The script has names for the levels of metadata.version only.
  const nameOf = (feature: string, level: number | null) =>
    (feature === metadataVersion ? releaseOfLevel(feature, level!) : undefined) ?? String(level);
  expect(
    features.map(({ name, level }) => {
      const { min, max } = nodes[0]!.features.find((each) => each.name === name)!;
      return [name, ...[min, max, level].map((each) => nameOf(name, each))];
    }),
  ).toEqual(theirs);
});
