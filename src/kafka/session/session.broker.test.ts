import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { kafkajsClient } from '../../testing/clusters/kafkajs-records.js';
import { runCli } from '../../testing/program/run-cli.js';
import { testCluster } from '../../testing/clusters/test-cluster.js';

function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** The limit is a second shorter than the usual --timeout: this machine may be busy. */
async function inSeconds(argv: readonly string[]) {
  const startedAt = performance.now();
  const result = await runCli(argv);
  expect(performance.now() - startedAt).toBeLessThan(9000);
  return result;
}

describe('an address where no broker answers: what is wrong and what to do, in seconds', () => {
  const silent = createServer();
  const web = createHttpServer((_request, response) => response.end('hello'));
  const hangsUp = createServer((socket) => socket.destroy());
  const ports: Record<string, number> = {};

  beforeAll(async () => {
    ports['silent'] = await listen(silent);
    ports['web'] = await listen(web);
    ports['hangs-up'] = await listen(hangsUp);
    const closed = createServer();
    ports['closed'] = await listen(closed);
    closed.close();
  });
  afterAll(() => {
    for (const server of [silent, web, hangsUp]) server.close();
  });

  test.each([
    ['closed', /nothing listens there \(ECONNREFUSED\)/],
    ['silent', /accepts connections but did not answer as a Kafka broker within 4000 ms/],
    ['web', /may not be a Kafka broker/],
    ['hangs-up', /may not be a Kafka broker/],
  ])('a port that is %s', async (name, reason) => {
    const address = `127.0.0.1:${ports[name] ?? 0}`;
    const { exitCode, stdout, stderr } = await inSeconds(['-b', address, 'topics', 'list']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^error: No Kafka broker answers at ${address} \\(-b\\): `));
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/\nIs the address right, and the broker up\?.*kafka-lab cluster up\n$/);
  });

  test('a host that does not exist', async () => {
    const { exitCode, stderr } = await inSeconds(['-b', 'no-such-host.invalid:9092', 'brokers', 'list']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/at no-such-host\.invalid:9092 .*(no such host name|could not be looked up)/);
  });

  test('a protocol before it, or a port that is none, is wrong usage', async () => {
    expect((await runCli(['-b', 'PLAINTEXT://localhost:9092', 'topics', 'list'])).exitCode).toBe(2);
    expect((await runCli(['-b', 'localhost:99999', 'topics', 'list'])).exitCode).toBe(2);
  });

  test('^C does not wait for a silent one', async () => {
    const interruption = new AbortController();
    const connected = once(silent, 'connection');
    const asking = runCli(['-b', `127.0.0.1:${ports['silent'] ?? 0}`, 'topics', 'list'], {
      signal: interruption.signal,
    });
    await connected;
    const interruptedAt = performance.now();
    interruption.abort();
    expect(await asking).toEqual({ exitCode: 130, stdout: '', stderr: '' });
    expect(performance.now() - interruptedAt).toBeLessThan(3000);
  });

  test('one good address among bad ones is enough, and soon', async () => {
    const [good] = testCluster().bootstrapServers.split(',');
    const bad = ['closed', 'silent', 'web'].map((name) => `127.0.0.1:${ports[name] ?? 0}`);
    const { exitCode, stderr } = await inSeconds(['-b', [...bad, good].join(','), 'brokers', 'list']);
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

test('an IPv6 address in brackets, for kafka-lab and for kafkajs', async () => {
  const [host, port] = testCluster().bootstrapServers.split(',')[0]!.split(':');
  const listener = createServer((socket) => {
    const broker = connect(Number(port), host);
    socket.pipe(broker).pipe(socket);
    for (const end of [socket, broker])
      end.on('error', () => [socket, broker].forEach((each) => each.destroy()));
  });
  const address = `[::1]:${await listen(listener, '::1')}`;
  try {
    const { exitCode, stdout } = await inSeconds(['-b', address, 'brokers', 'list']);
    expect([exitCode, stdout.trimEnd().split('\n').length]).toEqual([0, 3]);
    const admin = kafkajsClient(address).admin();
    await admin.connect();
    expect((await admin.describeCluster()).brokers).toHaveLength(3);
    await admin.disconnect();
  } finally {
    listener.close();
  }
});
