import { afterAll, describe, expect, test } from '@jest/globals';
import type { ConfigReport } from '../shared/config-report.js';
import { onTestCluster, testCluster, typedHere } from '../../testing/clusters/test-cluster.js';

const config = (...words: string[]) => onTestCluster(['brokers', 'config', ...words]);

/** Kafka 4 makes this one cluster-wide when a cluster begins: all have to agree on which replicas may lead (KIP-966). */
const keptByKafka = () =>
  testCluster().mode === 'kraft' ? 'min.insync.replicas\t2\tdynamic-default\t\n' : '';

afterAll(async () => {
  await config('1', 'unset', 'log.cleaner.threads');
  await config('--cluster-wide', 'unset', 'log.cleaner.threads');
}, 60_000);

describe('brokers config', () => {
  test('what is set and where; everything when asked', async () => {
    const { exitCode, stdout } = await config('1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('broker.id\t1\tstatic\t');
    expect(stdout).not.toContain('\tdefault\t');
    const all = await config('1', '--all', '-o', 'json');
    const report = JSON.parse(all.stdout) as ConfigReport & { configs: { documentation: string }[] };
    expect(report.configs.length).toBeGreaterThan(200);
    expect(report.configs.filter(({ documentation }) => documentation.length > 10).length).toBeGreaterThan(
      200,
    );
  });

  test('one broker and the cluster-wide default: each its own, and the nearer wins', async () => {
    const own = await config('1', 'set', 'log.cleaner.threads=2');
    expect(own).toMatchObject({
      exitCode: 0,
      stdout: 'log.cleaner.threads\t1\t2\tdynamic-broker\tset\n',
      stderr: `To undo: ${typedHere()} brokers config 1 unset log.cleaner.threads\n`,
    });
    // A broker takes at most twice the threads it has, and starts with one.
    const shared = await config('--cluster-wide', 'set', 'log.cleaner.threads=1');
    expect(shared).toMatchObject({
      exitCode: 0,
      stdout: 'log.cleaner.threads\t\t1\tdynamic-default\tset\n',
      stderr: `To undo: ${typedHere()} brokers config --cluster-wide unset log.cleaner.threads\n`,
    });
    expect((await config('--cluster-wide')).stdout).toBe(
      `log.cleaner.threads\t1\tdynamic-default\t\n${keptByKafka()}`,
    );
    expect((await config('1', 'log.cleaner.threads')).stdout).toBe(
      'log.cleaner.threads\t2\tdynamic-broker\t1\n',
    );
    const unset = await config('1', 'unset', 'log.cleaner.threads');
    expect(unset.stdout).toBe('log.cleaner.threads\t2\t1\tdynamic-default\tunset\n');
    const back = await config('--cluster-wide', 'unset', 'log.cleaner.threads');
    expect([back.exitCode, back.stdout]).toEqual([0, 'log.cleaner.threads\t1\t\t\tunset\n']);
    const rest = await config('--cluster-wide');
    if (keptByKafka() === '') expect(rest.stderr).toBe('No cluster-wide default is set.\n');
    else expect(rest.stdout).toBe(keptByKafka());
  });

  test('secrets are never shown', async () => {
    const secret = 'hunter2';
    // Brokers take what they do not know for the secret of a plug-in.
    const name = 'example.plugin.option';
    try {
      const set = await config('1', 'set', `${name}=${secret}`, '-o', 'json');
      expect([set.exitCode, set.stderr]).toEqual([0, '']);
      expect(JSON.parse(set.stdout)).toMatchObject({
        changes: [
          { name, isSensitive: true, after: { value: null, source: 'dynamic-broker' }, outcome: 'set' },
        ],
      });
      const shown = await config('1');
      expect(shown.stdout).toContain(`${name}\t(hidden)\tdynamic-broker\t`);
      const dry = await config('1', 'set', `${name}=${secret}`, '--dry-run', '-o', 'json');
      const yaml = await config('1', '--all', '-o', 'yaml');
      for (const { stdout, stderr } of [set, shown, dry, yaml])
        expect(stdout + stderr).not.toContain('hunter2');
    } finally {
      const unset = await config('1', 'unset', name);
      expect(unset).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });

  test('a value may say where it is, so that a secret is not typed', async () => {
    const set = ['brokers', 'config', '1', 'set', 'log.cleaner.threads=env:THREADS', '--dry-run'];
    const { stdout } = await onTestCluster(set, { env: { THREADS: '2' } });
    expect(stdout).toBe('log.cleaner.threads\t1\t2\tdynamic-broker\tplanned\n');
    const missing = await onTestCluster(set);
    expect([missing.exitCode, missing.stderr]).toEqual([
      2,
      expect.stringContaining('The value of log.cleaner.threads is in the environment variable THREADS'),
    ]);
  });

  test('a dry run changes nothing', async () => {
    const { stdout } = await config('1', 'set', 'log.cleaner.threads=2', '--dry-run');
    expect(stdout).toBe('log.cleaner.threads\t1\t2\tdynamic-broker\tplanned\n');
    expect((await config('1', 'log.cleaner.threads')).stdout).toBe('log.cleaner.threads\t1\tdefault\t\n');
  });

  test.each([
    [['9'], 1, 'There is no broker 9.\nThere are: 1, 2, 3.'],
    [['x'], 2, '"x" is not the id of a broker.'],
    [[], 2, 'Which broker?'],
    [['1', '--cluster-wide'], 2, 'Either broker 1 or --cluster-wide, not both.'],
    [['1', 'set', 'log.cleaner.threads=many'], 1, 'Invalid value many for configuration log.cleaner.threads'],
    [
      ['1', 'set', 'log.dirs=/elsewhere'],
      1,
      "(INVALID_REQUEST)\nOnly the broker's server.properties and a restart",
    ],
    [['1', 'set', 'log.cleaner.thread=2'], 1, 'Did you mean log.cleaner.threads'],
    [['--cluster-wide', 'set', 'log.cleaner.thread=2'], 1, 'Did you mean log.cleaner.threads'],
    [['--cluster-wide', 'log.cleaner.threads'], 1, '"log.cleaner.threads" has no cluster-wide default.'],
  ])('%j is refused', async (words, exitCode, message) => {
    const refused = await config(...words);
    expect([refused.exitCode, refused.stdout, refused.stderr]).toEqual([
      exitCode,
      '',
      expect.stringContaining(message),
    ]);
  });
});
