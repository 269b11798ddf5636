/** Practice clusters under a real Docker engine: `npm run test:docker`. The images must be there or within reach. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ClusterStatus } from '../../practice/cluster/status.js';
import { freePorts, temporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { runCli, type CliSettings } from '../../testing/program/run-cli.js';

const execute = promisify(execFile);

const env = { HOME: process.env['HOME'], DOCKER_HOST: process.env['DOCKER_HOST'] };

describe.each([
  { mode: 'zookeeper', services: ['zookeeper', 'kafka1', 'kafka2', 'kafka3'] },
  { mode: 'kraft', services: ['kafka1', 'kafka2', 'kafka3'] },
])('$mode, with Docker', ({ mode, services }) => {
  const home = temporaryHome();
  const name = `test-${process.pid}-${mode}`;
  const lab = (argv: readonly string[], settings?: CliSettings) =>
    runCli([...argv, '--cluster', name], { home: home.path, env, ...settings });
  const cluster = (verb: string, ...argv: string[]) =>
    runCli(['cluster', verb, ...argv, '--name', name], { home: home.path, env });

  /** What Docker has of the cluster. */
  async function names(kind: 'container' | 'volume' | 'network'): Promise<string[]> {
    const label = `label=com.docker.compose.project=kafka-lab-${name}`;
    const all = kind === 'container' ? ['--all'] : [];
    const format = kind === 'container' ? '{{.Names}}' : '{{.Name}}';
    const { stdout } = await execute('docker', [kind, 'ls', ...all, '--filter', label, '--format', format]);
    return stdout.split('\n').filter(Boolean);
  }

  async function status(): Promise<ClusterStatus> {
    const { stdout } = await cluster('status', '-o', 'json');
    return JSON.parse(stdout) as ClusterStatus;
  }

  let registryPort = 0;

  beforeAll(async () => {
    const basePort = await freePorts(7);
    registryPort = basePort + 6;
    const { exitCode, stderr } = await cluster(
      ...(['up', '--engine', 'docker', '--base-port', String(basePort)] as const),
      ...(mode === 'kraft' ? ['--kraft'] : ['--zookeeper-port', String(basePort + 5)]),
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('with the docker engine.')]);
  }, 200_000);

  afterAll(async () => {
    await cluster('down', '--delete-data', '--yes');
    home.remove();
  }, 120_000);

  test('is healthy, and keeps records', async () => {
    const { healthy, engine, services: found } = await status();
    expect([healthy, engine, found.map((service) => service.name)]).toEqual([true, 'docker', services]);
    expect((await lab(['topics', 'create', 'kept', '-p', '3'])).exitCode).toBe(0);
    expect((await lab(['produce', 'kept'], { stdin: 'one\ntwo\nthree\n' })).exitCode).toBe(0);
  }, 60_000);

  test('a killed broker is started again with what it had', async () => {
    expect((await cluster('kill', 'kafka2')).exitCode).toBe(0);
    expect((await status()).services.find((service) => service.name === 'kafka2')?.running).toBe(false);
    expect((await cluster('start', 'kafka2')).exitCode).toBe(0);
    expect((await status()).healthy).toBe(true);
    const { stdout } = await lab(['consume', 'kept', '--from-beginning', '--exit']);
    expect(stdout.trimEnd().split('\n').sort()).toEqual(['one', 'three', 'two']);
  }, 120_000);

  test('a broker comes, refuses to go while it holds something, and goes with its data', async () => {
    const before = { containers: await names('container'), volumes: await names('volume') };
    expect((await cluster('add')).exitCode).toBe(0);
    expect(await names('volume')).toHaveLength(before.volumes.length + 1);
    const moved = ['topics', 'reassign', 'kept', '--brokers', '2,3,4', '--execute', '--yes'];
    expect((await lab(moved)).exitCode).toBe(0);
    const refused = await cluster('remove', '4', '--yes');
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining('holds replicas of kept'),
    ]);
    expect((await lab(['topics', 'delete', 'kept', '--yes'])).exitCode).toBe(0);
    expect(await cluster('remove', '4', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await names('container')).toEqual(before.containers);
    expect((await names('volume')).sort()).toEqual(before.volumes.sort());
  }, 180_000);

  test('a leader that freezes loses what it acknowledged alone, and wakes up', async () => {
    const argv = ['drill', 'run', 'pause', '--acks', '1', '--duration', '12s', '-o', 'json'];
    const { exitCode, stdout } = await lab(argv);
    expect(exitCode).toBe(0);
    const { account } = JSON.parse(stdout) as { account: { lost: unknown[]; acknowledged: number } };
    expect(account.acknowledged).toBeGreaterThan(1000);
    expect(account.lost.length).toBeGreaterThan(0);
    expect((await status()).healthy).toBe(true);
  }, 180_000);

  test('gets a schema registry, which is killed, started and removed like another service', async () => {
    const added = await cluster('up', '--registry', '--registry-port', String(registryPort));
    expect([added.exitCode, added.stderr]).toEqual([0, expect.any(String)]);
    expect((await status()).services.at(-1)).toMatchObject({
      name: 'registry',
      healthy: true,
      inMemory: true,
    });
    const schema = '{"type":"record","name":"Kept","fields":[{"name":"id","type":"long"}]}';
    const registered = await lab(['schemas', 'register', 'kept-value', '--file', '-', '--type', 'avro'], {
      stdin: schema,
    });
    expect([registered.exitCode, registered.stderr]).toEqual([0, expect.any(String)]);
    expect((await lab(['schemas', 'list', '-o', 'json'])).stdout).toContain('"kept-value"');
    expect((await cluster('logs', 'registry')).stdout).toContain('In Memory');
    expect((await cluster('kill', 'registry')).exitCode).toBe(0);
    expect((await status()).services.at(-1)).toMatchObject({ name: 'registry', running: false });
    expect((await cluster('start', 'registry')).exitCode).toBe(0);
    // What it had was in its memory.
    expect((await lab(['schemas', 'list', '-o', 'json'])).stdout).not.toContain('"kept-value"');
    expect((await cluster('remove', 'registry', '--yes')).exitCode).toBe(0);
    expect((await names('container')).filter((container) => container.includes('registry'))).toEqual([]);
  }, 180_000);

  test('keeps its data when it is taken down, and leaves nothing when told to forget it', async () => {
    const volumes = await names('volume');
    expect((await cluster('down')).exitCode).toBe(0);
    expect([await names('container'), await names('volume')]).toEqual([[], volumes]);
    expect((await cluster('down', '--delete-data', '--yes')).exitCode).toBe(0);
    expect([await names('container'), await names('volume'), await names('network')]).toEqual([[], [], []]);
  }, 120_000);
});
