import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { encodeResponse } from '../../wire/protocol/codec-message.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import type { ZooKeeperTarget } from '../servers/find-zookeeper.js';
import { askKafkaMode, foreignServer } from './foreign-server.js';
import { framed, FrameReader } from './frames.js';
import { openZooKeeper } from '../servers/open-zookeeper.js';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(serve: (socket: Socket) => void) {
  const server = createServer((socket) => serve(socket.on('error', () => undefined)));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** Answers ApiVersions and ignores everything else, as a broker does with a ZooKeeper handshake. */
function kafkaBroker(...keys: number[]) {
  return listen((socket) => {
    const frames = new FrameReader();
    socket.on('data', (chunk) => {
      for (const frame of frames.take(chunk)) {
        if (frame.readInt16BE(0) !== apiVersions.apiKey) continue;
        const apiKeys = keys.map((apiKey) => ({ apiKey, minVersion: 0, maxVersion: 1 }));
        const answer = encodeResponse(apiVersions, 0, {
          errorCode: 0,
          apiKeys,
          throttleTimeMs: 0,
          supportedFeatures: [],
          finalizedFeatures: [],
        });
        socket.write(framed(Buffer.concat([frame.subarray(4, 8), answer])));
      }
    });
  });
}

const settings = { timeoutMs: 5000, signal: new AbortController().signal };
const target = (servers: ZooKeeperTarget['servers'], brokers: ZooKeeperTarget['brokers'] = []) => ({
  servers,
  brokers,
  chroot: '/',
  origin: 'the default address',
});

describe('a Kafka broker at the address', () => {
  test('with a ZooKeeper of its own: where to find that', async () => {
    const broker = await kafkaBroker(0, 1, 18);
    const startedAt = performance.now();
    await expect(openZooKeeper(target([broker]), settings)).rejects.toMatchObject({
      code: 'refused',
      message: `127.0.0.1:${broker.port} is a Kafka broker, not a ZooKeeper server.`,
      hint: expect.stringContaining('zookeeper.connect'),
    });
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test('in KRaft mode: what to ask instead', async () => {
    const broker = await kafkaBroker(0, 1, 18, 55);
    await expect(openZooKeeper(target([broker]), settings)).rejects.toMatchObject({
      message: `127.0.0.1:${broker.port} is a Kafka server in KRaft mode: its cluster has no ZooKeeper.`,
      hint: expect.stringContaining('kafka-lab brokers list'),
    });
  });

  test('known from elsewhere and in KRaft mode, if nothing listens on the port of ZooKeeper', async () => {
    const broker = await kafkaBroker(18, 55);
    const silent = await listen(() => undefined);
    servers.pop()?.close();
    await expect(openZooKeeper(target([silent], [broker]), settings)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('KRaft mode'),
    });
  });
});

test('another server is not taken for Kafka', async () => {
  const closing = await listen((socket) => socket.destroy());
  const garbage = await listen((socket) => socket.write('HTTP/1.1 400\r\n\r\n'));
  const silent = await listen(() => undefined);
  expect(await askKafkaMode(closing, 1000)).toBeUndefined();
  expect(await askKafkaMode(garbage, 1000)).toBeUndefined();
  expect(await askKafkaMode(silent, 100)).toBeUndefined();
});

test('the beginning of a ZooKeeper answer is not foreign', () => {
  expect(foreignServer(Buffer.from([0, 0, 0, 37, 0, 0, 0, 0]))).toBeUndefined();
  expect(foreignServer(Buffer.from([0, 0]))).toBeUndefined();
  expect(foreignServer(Buffer.from([5, 0, 0, 0, 10]))).toBe('another kind of server');
});
