import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterFolder, stateFile } from '../../practice/cluster/state/cluster-folder.js';
import { foldersFor } from '../../config/folders.js';
import { formatAddress } from '../../net/addresses.js';
import { findZooKeeper, type ZooKeeperGlobals } from './find-zookeeper.js';

const home = mkdtempSync(join(tmpdir(), 'kafka-lab-zk-'));
const folders = foldersFor('linux', { KAFKA_LAB_HOME: home }, home, home);

function service(name: string, kind: string, id: number, port: number) {
  return { name, kind, id, address: `localhost:${port}`, port };
}

function writeCluster(name: string, services: readonly object[]): void {
  mkdirSync(clusterFolder(folders, name), { recursive: true });
  const state = { version: 1, name, engine: 'java', phase: 'up', file: 'x', services };
  writeFileSync(stateFile(clusterFolder(folders, name)), JSON.stringify(state));
}

beforeAll(() => {
  writeCluster('lab', [service('zookeeper', 'zookeeper', 0, 3181), service('kafka1', 'broker', 1, 4092)]);
  writeCluster('kraft', [service('kafka1', 'broker', 1, 5092)]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const found = (globals: ZooKeeperGlobals) => {
  const { servers, chroot, origin } = findZooKeeper(globals, folders);
  return [servers.map(formatAddress).join(','), chroot, origin];
};

describe('the ZooKeeper of a command', () => {
  test('--zookeeper before all', () => {
    const zookeeper = 'zoo1,zoo2:2182/kafka';
    expect(found({ zookeeper, cluster: 'none' })).toEqual(['zoo1:2181,zoo2:2182', '/kafka', '--zookeeper']);
  });

  test('the practice cluster, also if -b names one of its brokers', () => {
    expect(found({})).toEqual(['localhost:3181', '/', 'practice cluster lab']);
    expect(found({ bootstrapServer: 'localhost:4092' })).toEqual([
      'localhost:3181',
      '/',
      'practice cluster lab',
    ]);
  });

  test('not the practice cluster if -b names a broker of another', () => {
    expect(found({ bootstrapServer: 'kafka.example:9092,kafka.example:9093' })).toEqual([
      'kafka.example:2181',
      '/',
      'the default port beside kafka.example:9092,kafka.example:9093',
    ]);
  });

  test('a practice cluster with KRaft has no ZooKeeper', () => {
    expect(() => findZooKeeper({ cluster: 'kraft' }, folders)).toThrow(
      'Practice cluster kraft has no ZooKeeper: it runs in KRaft mode.',
    );
  });

  test('a practice cluster that does not exist', () => {
    expect(() => findZooKeeper({ cluster: 'none' }, folders)).toThrow(
      'There is no practice cluster "none" on this machine.',
    );
  });

  test('localhost:2181 if nothing else is known', () => {
    const empty = foldersFor('linux', { KAFKA_LAB_HOME: join(home, 'empty') }, home, home);
    const { servers, origin } = findZooKeeper({}, empty);
    expect([servers.map(formatAddress).join(','), origin]).toEqual(['localhost:2181', 'the default address']);
  });
});
