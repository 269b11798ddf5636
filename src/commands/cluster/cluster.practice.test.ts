import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readState } from '../../practice/cluster/state/find-cluster.js';
import { clusterFolder } from '../../practice/cluster/state/cluster-folder.js';
import { isAlive, killProcess } from '../../practice/cluster/state/process-identity.js';
import type { ClusterStatus } from '../../practice/cluster/status.js';
import {
  freePorts,
  packageFolder,
  shareCache,
  temporaryHome,
} from '../../testing/clusters/cluster-fixtures.js';
import { runCli } from '../../testing/program/run-cli.js';

const home = temporaryHome();
shareCache(home.path);
const env = { HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'] };
let basePort: number;
let zookeeperPort: number;

const lab = (...argv: string[]) => runCli(argv, { home: home.path, env });
const processes = (name: string) =>
  (readState(clusterFolder(home.folders, name))?.services ?? []).flatMap((service) => service.process ?? []);

async function status(): Promise<ClusterStatus> {
  const { stdout } = await lab('cluster', 'status', '-o', 'json');
  return JSON.parse(stdout) as ClusterStatus;
}

const ports = () => ['--base-port', String(basePort), '--zookeeper-port', String(zookeeperPort)];

beforeAll(async () => {
  basePort = await freePorts(7);
  zookeeperPort = basePort + 5;
});

afterAll(async () => {
  for (const name of ['lab', 'broken']) {
    await Promise.all(processes(name).map((process) => killProcess(process)));
  }
  home.remove();
}, 60_000);

describe('a real cluster of Java processes', () => {
  test('comes up as a whole', async () => {
    const { exitCode, stdout, stderr } = await lab('cluster', 'up', '--engine', 'java', ...ports());
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining('Cluster lab is up, with the java engine.'),
    ]);
    expect(stdout).toContain(`kafka3\tlocalhost:${basePort + 2}\t`);
    const { services, healthy, controllerId } = await status();
    expect(services.map(({ name, running }) => [name, running])).toEqual(
      ['zookeeper', 'kafka1', 'kafka2', 'kafka3'].map((name) => [name, true]),
    );
    expect(healthy).toBe(true);
    expect([1, 2, 3]).toContain(controllerId);
    const memoryBytes = services.reduce((sum, service) => sum + (service.memoryBytes ?? 0), 0);
    expect(memoryBytes).toBeLessThan(1.1 * 2 ** 30);
  }, 120_000);

  test('each process has a session of its own, so that no terminal takes it along', () => {
    for (const { pid } of processes('lab')) {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      expect(Number(session)).toBe(pid);
    }
  });

  test('is up when it is brought up again, also by two at once', async () => {
    const before = processes('lab');
    const results = await Promise.all([lab('cluster', 'up'), lab('cluster', 'up')]);
    for (const { exitCode, stderr } of results) {
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('Cluster lab is up already')]);
    }
    expect(processes('lab')).toEqual(before);
  }, 60_000);

  test('keeps its ports from another cluster, which is told the owner', async () => {
    const { exitCode, stderr } = await lab(
      'cluster',
      'up',
      '--engine',
      'java',
      '--name',
      'other',
      ...ports(),
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Port ${zookeeperPort}, which ZooKeeper needs, is in use by process`);
    expect(stderr).toContain('kafka-lab cluster down --name lab');
  }, 60_000);

  test('loses a broker and gets it back', async () => {
    const before = await status();
    expect((await lab('cluster', 'kill', '2')).exitCode).toBe(0);
    expect((await status()).services.filter(({ running }) => !running).map(({ name }) => name)).toEqual([
      'kafka2',
    ]);
    expect((await lab('cluster', 'start', '2')).exitCode).toBe(0);
    const after = await status();
    expect(after.healthy).toBe(true);
    const pids = ({ services }: ClusterStatus) => services.filter(({ id }) => id !== 2).map(({ pid }) => pid);
    expect(pids(after)).toEqual(pids(before));
  }, 60_000);

  test('does not know a broker 9', async () => {
    const { exitCode, stderr } = await lab('cluster', 'stop', '9');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('1 (kafka1), 2 (kafka2), 3 (kafka3)');
  });

  test('grows by a broker', async () => {
    const { exitCode, stdout } = await lab('cluster', 'add');
    expect([exitCode, stdout]).toEqual([0, `kafka4\tbroker 4\tlocalhost:${basePort + 3}\n`]);
    expect((await status()).services.map(({ name, healthy }) => [name, healthy])).toContainEqual([
      'kafka4',
      true,
    ]);
  }, 60_000);

  test('gets a schema registry while it is up, which is a service like the others and forgets its schemas', async () => {
    const added = await lab('cluster', 'up', '--registry-port', String(basePort + 6));
    const url = `http://localhost:${basePort + 6}/apis/ccompat/v7`;
    expect([added.exitCode, added.stdout]).toEqual([0, expect.stringContaining(`registry\t${url}\t`)]);
    expect(added.stderr).toContain('they are gone once it stops');
    const subjects = async () => (await fetch(`${url}/subjects`)).json();
    const registered = await fetch(`${url}/subjects/names-value/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schema: '"string"' }),
    });
    expect([registered.status, await subjects()]).toEqual([200, ['names-value']]);
    expect((await status()).services.at(-1)).toMatchObject({
      ...{ name: 'registry', kind: 'registry', address: url, healthy: true, inMemory: true },
    });
    expect((await lab('cluster', 'logs', 'registry')).stdout).toContain('Using In Memory (H2) SQL storage');
    expect((await lab('cluster', 'kill', 'registry')).stderr).toContain('Its schemas are gone');
    expect((await status()).services.at(-1)).toMatchObject({ name: 'registry', running: false });
    expect((await lab('cluster', 'start', 'registry')).exitCode).toBe(0);
    expect(await subjects()).toEqual([]);
  }, 60_000);

  test('shows its logs', async () => {
    const one = await lab('cluster', 'logs', 'kafka4', '--lines', '2000');
    expect(one.stdout).toContain('[KafkaServer id=4] started');
    const all = await lab('cluster', 'logs', '--lines', '500');
    expect(new Set(all.stdout.match(/^[a-z]+\d* (?=\|)/gm)).size).toBeGreaterThan(1);
    expect(all.stdout.trimEnd().split('\n')).toHaveLength(500);
  });

  test('starts again after a crash of everything, with all it had', async () => {
    await Promise.all(processes('lab').map(killProcess));
    const { exitCode, stderr } = await lab('cluster', 'up');
    expect(stderr).toMatch(/was not shut down[^]*Cluster lab is up, with/);
    expect(exitCode).toBe(0);
    const { healthy, services } = await status();
    expect([healthy, services.length]).toEqual([true, 6]);
  }, 120_000);

  test('goes down from any shell, and keeps its data', async () => {
    const running = processes('lab');
    const { exitCode, stderr } = await lab('cluster', 'down');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('Cluster lab is down')]);
    expect(await Promise.all(running.map(isAlive))).toEqual(running.map(() => false));
    expect(readState(clusterFolder(home.folders, 'lab'))?.services).toHaveLength(6);
    expect((await lab('cluster', 'down', '--delete-data')).exitCode).toBe(2);
    expect((await lab('cluster', 'down', '--delete-data', '--yes')).exitCode).toBe(0);
    expect(readState(clusterFolder(home.folders, 'lab'))).toBeUndefined();
  }, 60_000);
});

test('a broker that ends while it starts is quoted, and the others are stopped', async () => {
  const shipped = readFileSync(join(packageFolder, 'docker-compose.yml'), 'utf8');
  const file = join(home.path, 'broken.yml');
  writeFileSync(file, shipped.replace('KAFKA_BROKER_RACK: rack-b', 'KAFKA_LOG_RETENTION_MS: soon'));
  const argv = ['cluster', 'up', '--engine', 'java', '--name', 'broken', '--file', file, ...ports()];
  const { exitCode, stderr } = await lab(...argv);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Broker 2 (kafka2) ended while it was starting. Its log says:');
  expect(stderr).toContain('log.retention.ms');
  expect(readState(clusterFolder(home.folders, 'broken'))).toBeUndefined();
  // Everything it started has given its ports back.
  expect(await freePortsFrom(basePort)).toBe(true);
}, 120_000);

async function freePortsFrom(first: number): Promise<boolean> {
  const { isPortFree } = await import('../../practice/cluster/state/ports.js');
  const free = await Promise.all([0, 1, 2, 5].map((offset) => isPortFree(first + offset)));
  return free.every(Boolean);
}
