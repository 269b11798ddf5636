import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { parsePrometheus } from '../../testing/peers/parse-prometheus.js';
import {
  madeBroker,
  madeGroup,
  madePartition,
  madeSnapshot,
  madeTopic,
} from '../../testing/program/made-snapshot.js';
import { exposition } from './exposition.js';
import { isPublic, parseListenAddress, serveExposition } from './serve-exposition.js';

const odd = 'a "group"\\ of\nlines';
const metrics = parsePrometheus(
  exposition(
    madeSnapshot(0, {
      brokers: [madeBroker(1), madeBroker(2, { state: 'gone' })],
      topics: [
        madeTopic('orders', [
          madePartition(0, { low: 2, high: 10 }),
          madePartition(1, { leader: null, isr: [], low: null, high: null }),
        ]),
      ],
      groups: [
        madeGroup(odd, {
          partitions: [
            { topic: 'orders', partition: 0, currentOffset: 7, lag: 3, problem: null },
            { topic: 'orders', partition: 1, currentOffset: 5, lag: null, problem: null },
            { topic: 'orders', partition: 2, currentOffset: null, lag: null, problem: null },
          ],
        }),
      ],
    }),
  ),
);
const partition = (number: number) => ({ topic: 'orders', partition: String(number) });
const group = (number: number) => ({ consumergroup: odd, ...partition(number) });

test.each([
  ['kafka_brokers', [[{}, 1]]],
  ['kafka_broker_info', [[{ address: 'kafka:9092', id: '1' }, 1]]],
  ['kafka_topic_partitions', [[{ topic: 'orders' }, 2]]],
  ['kafka_topic_partition_current_offset', [[partition(0), 10]]],
  ['kafka_topic_partition_oldest_offset', [[partition(0), 2]]],
  [
    'kafka_topic_partition_in_sync_replica',
    [
      [partition(0), 3],
      [partition(1), 0],
    ],
  ],
  [
    'kafka_topic_partition_leader',
    [
      [partition(0), 1],
      [partition(1), -1],
    ],
  ],
  [
    'kafka_topic_partition_leader_is_preferred',
    [
      [partition(0), 1],
      [partition(1), 0],
    ],
  ],
  [
    'kafka_topic_partition_replicas',
    [
      [partition(0), 3],
      [partition(1), 3],
    ],
  ],
  [
    'kafka_topic_partition_under_replicated_partition',
    [
      [partition(0), 0],
      [partition(1), 1],
    ],
  ],
  [
    'kafka_consumergroup_current_offset',
    [
      [group(0), 7],
      [group(1), 5],
    ],
  ],
  ['kafka_consumergroup_current_offset_sum', [[{ consumergroup: odd, topic: 'orders' }, 12]]],
  [
    'kafka_consumergroup_lag',
    [
      [group(0), 3],
      [group(1), -1],
    ],
  ],
  ['kafka_consumergroup_lag_sum', [[{ consumergroup: odd, topic: 'orders' }, 3]]],
  ['kafka_consumergroup_lag_deleted', [[group(0), 0]]],
  ['kafka_consumergroup_members', [[{ consumergroup: odd }, 0]]],
])('%s', (name, samples) => {
  expect(metrics.get(name)).toEqual(samples);
});

describe('where it listens', () => {
  test.each([
    [':9308', '127.0.0.1', 9308, false],
    ['9308', '127.0.0.1', 9308, false],
    ['localhost:1', 'localhost', 1, false],
    ['[::1]:9308', '::1', 9308, false],
    ['0.0.0.0:9308', '0.0.0.0', 9308, true],
    ['[::]:9308', '::', 9308, true],
    ['127.evil.example:1', '127.evil.example', 1, true],
    ['LOCALHOST:1', 'LOCALHOST', 1, false],
    ['[::ffff:127.0.0.1]:1', '::ffff:127.0.0.1', 1, false],
  ])('%s', (text, host, port, isEverybodys) => {
    const address = parseListenAddress(text);
    expect([address, isPublic(address)]).toEqual([{ host, port }, isEverybodys]);
  });

  test.each(['', 'x', ':99999', '::1:9', 'a b:1'])('%j is refused', (text) => {
    expect(() => parseListenAddress(text)).toThrow('is not an address to listen on');
  });
});

test.each([
  ['127.0.0.1', 200],
  ['localhost', 200],
  ['LocalHost:9308', 200],
  ['[::1]:9308', 200],
  ['evil.example', 403],
  ['127.evil.example:9308', 403],
])('on this machine alone it answers to its own names only: Host %j gets %i', async (host, status) => {
  const server = await serveExposition(parseListenAddress('127.0.0.1:0'), () =>
    Promise.resolve(madeSnapshot(0, {})),
  );
  try {
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: server.port, path: '/metrics', headers: { host } };
      get(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(answered).toBe(status);
  } finally {
    await server.close();
  }
});

describe('its limits', () => {
  const served = (limits?: Parameters<typeof serveExposition>[2]) =>
    serveExposition(parseListenAddress('127.0.0.1:0'), () => Promise.resolve(madeSnapshot(0, {})), limits);
  const opened = async (port: number) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };

  test('32 connections, and one more once another has ended', async () => {
    const server = await served();
    const sockets: Socket[] = [];
    try {
      for (let count = 0; count < 32; count += 1) sockets.push(await opened(server.port));
      // Accepted by the system, and ended by the exporter before a request.
      const surplus = await opened(server.port);
      surplus.on('error', () => undefined).resume();
      await once(surplus, 'close');
      sockets[0]?.end('GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      const answer = await text(sockets[0] as Socket);
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    } finally {
      for (const socket of sockets) socket.destroy();
      await server.close();
    }
  });

  test.each(['', 'GET /metrics HTT'])('a client that sends %j and no more is cut off', async (half) => {
    const server = await served({ connections: 1, requestMs: 40 });
    try {
      const socket = await opened(server.port);
      socket.write(half);
      expect(await text(socket)).toMatch(/^(HTTP\/1\.1 408|$)/);
    } finally {
      await server.close();
    }
  });
});

test('a share group has no lag, and not a lag of 0', () => {
  const groups = [madeGroup('shared', { type: 'share', members: null, lag: null })];
  expect(exposition(madeSnapshot(0, { groups }))).not.toContain('shared');
});

test('of a lag, what was deleted before the group read it', () => {
  const snapshot = madeSnapshot(0, {
    topics: [madeTopic('orders', [madePartition(0, { low: 77, high: 100 })])],
    groups: [
      madeGroup('billing', {
        partitions: [{ topic: 'orders', partition: 0, currentOffset: 40, lag: 60, problem: null }],
      }),
    ],
  });
  const labels = { consumergroup: 'billing', ...partition(0) };
  const own = parsePrometheus(exposition(snapshot));
  expect(own.get('kafka_consumergroup_lag')).toEqual([[labels, 60]]);
  expect(own.get('kafka_consumergroup_lag_deleted')).toEqual([[labels, 37]]);
});
