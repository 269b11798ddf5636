import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { temporaryHome, type TemporaryHome } from '../../../testing/clusters/cluster-fixtures.js';
import { clusterFolder, stateFile } from './cluster-folder.js';
import { findCluster, knownClusters, noSuchCluster, readState } from './find-cluster.js';
import type { ClusterState } from './state.js';
import { writeState } from './write-state.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const state: ClusterState = {
  version: 1,
  name: 'lab',
  engine: 'java',
  phase: 'up',
  file: 'docker-compose.yml',
  java: 'java',
  services: [
    { name: 'zookeeper', kind: 'zookeeper', id: 0, address: 'localhost:2181', port: 2181 },
    {
      ...{ name: 'kafka1', kind: 'broker', id: 1, address: 'localhost:9092', port: 9092, controllerPort: 9 },
      process: { pid: 7, born: 'a boot 1', startedAt: '2026-01-01T00:00:00.000Z' },
    },
    {
      ...{ name: 'registry', kind: 'registry', id: 0, port: 8081, inMemory: true },
      address: 'http://localhost:8081/apis/ccompat/v7',
    },
  ],
};

test('what was written is read again', async () => {
  await writeState(clusterFolder(home.folders, 'lab'), state);
  expect(readState(clusterFolder(home.folders, 'lab'))).toEqual(state);
  expect(findCluster(home.folders, 'lab')).toEqual({
    ...{ name: 'lab', engine: 'java', bootstrapServers: ['localhost:9092'], zookeeper: 'localhost:2181' },
    registry: 'http://localhost:8081/apis/ccompat/v7',
  });
});

test.each([
  ['half of a file', '{"version": 1, "na'],
  ['null', 'null'],
  ['no services', JSON.stringify({ ...state, services: undefined })],
  ['services that are none', JSON.stringify({ ...state, services: [null] })],
  ['a process that kill would take for a group', damagedBy({ pid: -1 })],
  ['an engine of another version', JSON.stringify({ ...state, engine: 'podman' })],
  ['a service that leads out of its folder', JSON.stringify(withService('../../victim'))],
  ['another version', JSON.stringify({ ...state, version: 2 })],
])('a file with %s is as good as none', (_, text) => {
  const folder = clusterFolder(home.folders, 'lab');
  mkdirSync(folder, { recursive: true });
  writeFileSync(stateFile(folder), text);
  expect(readState(folder)).toBeUndefined();
  expect(findCluster(home.folders, 'lab')).toBeUndefined();
  expect(knownClusters(home.folders)).toEqual([]);
});

test('why there is none: unknown, not up, or not to be read', async () => {
  const folder = clusterFolder(home.folders, 'lab');
  expect(noSuchCluster(home.folders, 'lab').message).toBe(
    'There is no practice cluster "lab" on this machine.',
  );
  await writeState(folder, { ...state, phase: 'down' });
  expect(noSuchCluster(home.folders, 'lab').message).toBe('Practice cluster lab is not up.');
  writeFileSync(stateFile(folder), '{');
  expect(() => noSuchCluster(home.folders, 'lab')).toThrow(/state\.json cannot be read: it is damaged/);
});

test('a name that would be refused is not suggested', () => {
  expect(noSuchCluster(home.folders, '../x').hint).not.toContain('cluster up');
  expect(noSuchCluster(home.folders, 'other').hint).toBe('Start it: kafka-lab cluster up --name other');
});

function withService(name: string) {
  return { ...state, services: [{ ...state.services[0], name }] };
}

function damagedBy(change: { readonly pid: number }): string {
  const services = state.services.map((service) => ({
    ...service,
    ...(service.process && { process: { ...service.process, ...change } }),
  }));
  return JSON.stringify({ ...state, services });
}
