/** What a guard finds out only once a broker has answered. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { userFile } from './config/user-file.js';
import type { BrokerAddress } from './kafka/session/metadata.js';
import { answersMetadata, partitionState, topicState } from './testing/brokers/cluster-state.js';
import { listening } from './testing/brokers/listening.js';
import { ScriptedBroker } from './testing/brokers/scripted-broker.js';
import { temporaryHome, type TemporaryHome } from './testing/clusters/cluster-fixtures.js';
import { runCli } from './testing/program/run-cli.js';
import { deleteTopics } from './wire/requests/delete-topics.js';

let home: TemporaryHome;
const servers: Server[] = [];
beforeEach(() => {
  home = temporaryHome();
  mkdirSync(home.folders.config);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  home.remove();
});

interface Told {
  clusterId: string;
  /** Itself if not said. */
  brokers?: readonly BrokerAddress[];
}

/** A broker on a port of its own; what it tells of the cluster may be changed. */
async function broker(told: Told) {
  const scripted = new ScriptedBroker().on(deleteTopics, () => ({ throttleTimeMs: 0, responses: [] }));
  const topics = [topicState('t', [partitionState(0, [1])])];
  answersMetadata(scripted, () => ({ ...told, topics }));
  const server = listening(scripted);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { scripted, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const connections = (text: string) =>
  writeFileSync(userFile(home.folders), `connections: {${text}}`, { mode: 0o600 });
const lab = (...argv: string[]) => runCli([...argv, '--timeout', '2s'], { home: home.path });
const change = ['topics', 'delete', 't', '--yes'];

test('another address of a cluster that a guarded connection was used with', async () => {
  const one = await broker({ clusterId: 'same' });
  const other = await broker({ clusterId: 'same' });
  const free = await broker({ clusterId: 'another' });
  connections(`ro: {bootstrapServers: "${one.address}", readonly: true}`);
  await lab('topics', 'list', '-c', 'ro');
  expect(statSync(join(home.folders.data, 'guarded-clusters.json')).mode & 0o777).toBe(0o600);

  const refused = await lab(...change, '-b', other.address);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(
    'topics delete would change the cluster, and ro, a connection to the same cluster, is readonly.',
  );
  expect(other.scripted.asked).not.toContain('DeleteTopics');
  // To read is free, and so is another cluster.
  expect((await lab('topics', 'list', '-b', other.address)).exitCode).toBe(0);
  expect((await lab(...change, '-b', free.address)).stderr).not.toContain('readonly');
});

test('another broker of the cluster, which advertises the guarded address', async () => {
  const told: Told = { clusterId: 'same' };
  const one = await broker(told);
  const other = await broker(told);
  const [host = '', port = ''] = one.address.split(':');
  told.brokers = [{ id: 1, host, port: Number(port), rack: null }];
  connections(`safe: {bootstrapServers: "localhost:${port}", protected: true}`);
  const refused = await lab(...change, '-b', other.address);
  expect([refused.exitCode, refused.stderr]).toEqual([
    2,
    expect.stringContaining('Connection safe is protected'),
  ]);
  expect(other.scripted.asked).not.toContain('DeleteTopics');
  expect((await lab(...change, '-b', other.address, '--confirm', 'safe')).stderr).not.toContain('protected');
  expect([...one.scripted.asked, ...other.scripted.asked]).toContain('DeleteTopics');
});
