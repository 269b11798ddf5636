import { describe, expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import type { KafkajsConnectionPool } from './internals.js';
import { sendFrame, throttle, type FramedRequest } from './send-frame.js';

const require = createRequire(import.meta.url);
const createRequest = require('kafkajs/src/protocol/request') as (given: {
  correlationId: number;
  clientId: string;
  request: { apiKey: number; apiVersion: number; encode(): Promise<unknown> };
}) => Promise<{ buffer: Buffer }>;

type Connection = Awaited<ReturnType<KafkajsConnectionPool['getConnectionByRequest']>>;

/** What was written, call by call, and a pool whose broker answers with `answer`. */
function poolThat(answer: Buffer | null, given: Partial<Connection> = {}) {
  const written: Buffer[] = [];
  const calls: string[] = [];
  const connection: Connection = {
    clientId: 'kafka-lab',
    socket: {
      write(bytes) {
        written.push(bytes);
        calls.push('write');
        return true;
      },
      cork: () => calls.push('cork'),
      uncork: () => calls.push('uncork'),
      destroy: () => undefined,
    },
    requestQueue: {
      inflight: new Map(),
      maybeThrottle: () => undefined,
      push(request) {
        request.sendRequest();
        request.entry.resolve({ payload: answer });
      },
      rejectAll: () => undefined,
      destroy: () => undefined,
    },
    isAuthenticated: () => true,
    authenticate: () => Promise.resolve(),
    failIfNotConnected: () => undefined,
    nextCorrelationId: () => 41,
    ...given,
  };
  const pool: KafkajsConnectionPool = {
    pool: [connection],
    getConnectionByRequest: () => Promise.resolve(connection),
  };
  return { pool, written, calls };
}

const request: FramedRequest = {
  apiKey: 0,
  apiVersion: 9,
  apiName: 'Produce',
  body: Buffer.from('body'),
  expectResponse: true,
};

describe('sendFrame', () => {
  test('writes the very bytes that kafkajs would', async () => {
    const { pool, written } = poolThat(Buffer.from('answer'));
    expect(await sendFrame(pool, request)).toEqual(Buffer.from('answer'));
    const encode = () => Promise.resolve({ buf: request.body, buffer: request.body });
    const theirs = await createRequest({
      correlationId: 41,
      clientId: 'kafka-lab',
      request: { ...request, encode },
    });
    expect(Buffer.concat(written)).toEqual(theirs.buffer);
  });

  test('hands pieces on as they are, in one go', async () => {
    const { pool, written, calls } = poolThat(null);
    const body = [Buffer.from('one'), Buffer.from('two')];
    expect(await sendFrame(pool, { ...request, body, expectResponse: false })).toEqual(Buffer.alloc(0));
    expect(written.slice(1).map((piece, index) => piece === body[index])).toEqual([true, true]);
    expect(calls).toEqual(['cork', 'write', 'write', 'write', 'uncork']);
    expect(written[0]!.readInt32BE(0)).toBe(Buffer.concat(written).length - 4);
  });

  test('logs in first where a login is needed, and writes nothing on a broken connection', async () => {
    const steps: string[] = [];
    const { pool, written } = poolThat(null, {
      isAuthenticated: () => false,
      authenticate() {
        steps.push('login');
        return Promise.resolve();
      },
      failIfNotConnected() {
        throw new Error('Not connected');
      },
    });
    await expect(sendFrame(pool, request)).rejects.toThrow('Not connected');
    expect(steps).toEqual(['login']);
    expect(written).toEqual([]);
  });
});

test('a throttle holds back what is not sent yet, and the time-out of what is in flight begins after it', async () => {
  const throttles: number[] = [];
  const inflight = new Map([[7, { sentAt: Date.now() }]]);
  const { pool } = poolThat(null, {
    requestQueue: {
      inflight,
      maybeThrottle: (throttleMs) => throttles.push(throttleMs),
      push: () => undefined,
      rejectAll: () => undefined,
      destroy: () => undefined,
    },
  });
  const before = Date.now();
  await throttle(pool, 0, 5000);
  expect(throttles).toEqual([5000]);
  expect(inflight.get(7)!.sentAt).toBeGreaterThanOrEqual(before + 5000);
});
