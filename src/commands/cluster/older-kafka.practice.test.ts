/** A cluster that an earlier kafka-lab made, on the Kafka of its time. */
import { expect, test } from '@jest/globals';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerDescription } from '../../kafka/brokers/describe-broker.js';
import { freePorts, shareCache, temporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { runCli } from '../../testing/program/run-cli.js';
import { silentProgress } from '../../view/progress.js';
import type { Environment } from '../../view/world.js';
import { kafkaJars } from '../../practice/cluster/java/jars.js';

test('brokers of Kafka 4.1 are understood; started again, the cluster runs on the Kafka of today with all that it had', async () => {
  const home = temporaryHome();
  shareCache(home.path);
  const { signal } = new AbortController();
  const { env } = process;
  const surroundings = { cacheFolder: home.folders.cache, env, progress: silentProgress, signal };
  const jars = await kafkaJars('4.1.0', surroundings);
  const kafkaHome = join(home.path, 'kafka');
  mkdirSync(kafkaHome);
  symlinkSync(jars, join(kafkaHome, 'libs'));
  const today = { HOME: env['HOME'], JAVA_HOME: env['JAVA_HOME'] };
  let used: Environment = { ...today, KAFKA_HOME: kafkaHome };
  const lab = async (line: string, stdin = '') => {
    const { exitCode, stdout, stderr } = await runCli(line.split(' '), { home: home.path, env: used, stdin });
    if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
    return stdout;
  };
  const version = async () =>
    (JSON.parse(await lab('brokers describe 1 -o json')) as BrokerDescription).versionGuess;
  try {
    await lab(`cluster up --engine java --kraft --brokers 1 --base-port ${await freePorts(1)}`);
    expect(await version()).toBe('4.1');
    await lab('topics create kept -p 1 -r 1');
    await lab('produce kept', 'one\ntwo\n');
    expect(await lab('consume kept --group readers --from-beginning --exit')).toBe('one\ntwo\n');
    const seen = async () => {
      const views: string[] = [];
      for (const view of ['offsets list', 'topics config']) views.push(await lab(`${view} kept -o json`));
      return [...views, await lab('groups describe readers -o json')];
    };
    const before = await seen();
    await lab('cluster down');
    used = today;
    await lab('cluster up');
    expect(await version()).toBe('4.4 or newer');
    expect(await seen()).toEqual(before);
    await lab('produce kept', 'three\n');
    expect(await lab('consume kept --from-beginning --exit')).toBe('one\ntwo\nthree\n');
  } finally {
    await lab('cluster down --delete-data --yes').finally(() => home.remove());
  }
}, 180_000);
