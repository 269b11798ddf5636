import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { answersMetadata } from '../../testing/brokers/cluster-state.js';
import { listening } from '../../testing/brokers/listening.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { send } from '../../wire/protocol/send.js';
import { metadata } from '../../wire/requests/metadata.js';
import { connectBroker } from './broker-connection.js';
import { connectPlain } from './plain-connection.js';

const everything = {
  topics: null,
  allowAutoTopicCreation: false,
  includeClusterAuthorizedOperations: false,
  includeTopicAuthorizedOperations: false,
};
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test.each([
  ['our own socket', connectPlain],
  ["kafkajs's, which carries TLS and logins", connectBroker],
])('%s: a connection that answers no more is closed at the first time-out', async (_, connect) => {
  const broker = new ScriptedBroker();
  answersMetadata(broker, () => ({}));
  const sockets: Socket[] = [];
  const server = listening(broker);
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { signal } = new AbortController();
  const connection = await connect(
    { host: '127.0.0.1', port },
    { timeoutMs: 300, connectTimeoutMs: 4000, signal },
  );
  closing.push(() => connection.close());
  await send(connection, metadata, everything);
  expect(connection.isConnected()).toBe(true);

  // As where a firewall has forgotten the connection: nobody is told.
  const [socket] = sockets as [Socket];
  socket.removeAllListeners('data').resume();
  const closed = once(socket, 'close');
  await expect(send(connection, metadata, everything)).rejects.toMatchObject({ code: 'timeout' });
  expect(connection.isConnected()).toBe(false);
  await closed;
});
