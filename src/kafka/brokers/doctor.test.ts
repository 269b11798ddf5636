import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { LabError } from '../../text/errors.js';
import { createAuthority } from '../../testing/clusters/certificates.js';
import { answersMetadata } from '../../testing/brokers/cluster-state.js';
import { listening } from '../../testing/brokers/listening.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import type { BrokerAccess } from '../../net/access.js';
import { advertisedAdvice } from './advertised-advice.js';
import { examine } from './doctor.js';
import type { DoctorStep } from './connection-steps.js';

const authority = createAuthority('Practice Authority');
const { certificate: cert, key } = authority.issue({ commonName: 'listener', hosts: ['localhost'] });
const ports: Record<string, number> = {};
const servers: Server[] = [];

async function listen(name: string, server: Server): Promise<void> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ports[name] = (server.address() as AddressInfo).port;
}

/** A broker whose metadata says that it is reached there. */
function advertising(id: number, host: string, port: () => number): Server {
  const broker = new ScriptedBroker(id);
  answersMetadata(broker, () => ({ brokers: [{ id, host, port: port(), rack: null }] }));
  return listening(broker);
}

beforeAll(async () => {
  await listen('silent', createServer());
  await listen(
    'web',
    createHttpServer((_request, response) => response.end('hello')),
  );
  await listen(
    'tls',
    createTlsServer({ cert, key }, (socket) => socket.on('error', () => undefined)),
  );
  const closed = createServer();
  await listen('closed', closed);
  closed.close();
  await listen(
    'fine',
    advertising(1, 'localhost', () => ports['fine'] ?? 0),
  );
  const unaware = new ScriptedBroker(1);
  answersMetadata(unaware, () => ({ brokers: [] }));
  await listen('unaware', listening(unaware));
  await listen(
    'lost',
    advertising(7, 'kafka7.invalid', () => 9092),
  );
  await listen(
    'shut',
    advertising(7, 'localhost', () => ports['closed'] ?? 0),
  );
});
afterAll(() => servers.forEach((server) => server.close()));

async function doctor(name: string, access: BrokerAccess = {}) {
  const steps: DoctorStep[] = [];
  const target = {
    bootstrapServers: [{ host: 'localhost', port: ports[name] ?? 1 }],
    origin: '-b',
    access,
  };
  let error: LabError | undefined;
  try {
    const settings = { timeoutMs: 500, signal: new AbortController().signal };
    for await (const step of examine(target, settings)) steps.push(step);
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown;
    error = thrown;
  }
  return { steps, path: steps.map(({ step, isOk }) => `${step} ${isOk ? 'ok' : 'fails'}`), error };
}

const reached = ['DNS ok', 'TCP ok'];

const bearer = (token: string | LabError, expiresAtMs?: number): BrokerAccess => ({
  sasl: {
    mechanism: 'OAUTHBEARER',
    token: () => (token instanceof LabError ? Promise.reject(token) : Promise.resolve(token)),
    about: () => ({ from: 'the token endpoint https://login.example/t, as client c', expiresAtMs }),
  },
});

describe('the token, before all else', () => {
  const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
  test.each<[string, number | undefined, RegExp]>([
    [
      jwt({ iss: 'https://i', sub: 'a\u001b[2J', aud: ['kafka', 'x'], scp: 'read', name: 'not told' }),
      Date.UTC(2100, 0, 2, 3, 4, 5, 6),
      /^from the token endpoint https:\/\/login\.example\/t, as client c; until 2100-01-02T03:04:05Z; iss https:\/\/i; sub a\\x1b\[2J; aud \["kafka","x"\]; scope read$/,
    ],
    [jwt({ sub: 'x'.repeat(1000) }), 0, /over since 1970-01-01T00:00:00Z; sub x{100}…$/],
    ['opaque', undefined, /until nobody says when; it says nothing of itself \(no JWT\)$/],
    [jwt({}), 1e300, /until a time that is no date$/],
  ])('%.20s %s', async (token, expiresAtMs, detail) => {
    const { steps } = await doctor('closed', bearer(token, expiresAtMs));
    expect(steps.map(({ step }) => step)).toEqual(['token', 'DNS', 'TCP']);
    expect(steps[0]?.detail).toMatch(detail);
    expect(JSON.stringify(steps)).not.toContain(token);
  });

  test('that there is none is the first failure, and the way to the broker is walked without a login', async () => {
    const refusal = new LabError('refused', 'No token from it: invalid_client', {
      hint: 'Check the secret.',
    });
    const { path, error } = await doctor('fine', bearer(refusal));
    expect(path).toEqual(['token fails', ...reached, 'ApiVersions ok']);
    expect([error?.message, error?.hint]).toEqual([
      expect.stringMatching(
        /^First failing step: token at localhost:\d+ \(-b\): No token from it: invalid_client\.$/,
      ),
      'Check the secret.',
    ]);
  });
});

describe('the first step that fails', () => {
  test('none', async () => {
    const { path, error, steps } = await doctor('fine');
    expect(path).toEqual([...reached, 'ApiVersions ok', 'metadata ok', ...reached, 'ApiVersions ok']);
    expect(error).toBeUndefined();
    expect(steps.every(({ durationMs }) => durationMs >= 0)).toBe(true);
  });

  test('a broker that has not been told of its cluster yet', async () => {
    const { path, error } = await doctor('unaware');
    expect(path).toEqual([...reached, 'ApiVersions ok', 'metadata fails']);
    expect([error?.message, error?.hint]).toEqual([
      expect.stringMatching(
        /metadata at localhost:\d+ .* knows nothing of its cluster yet: no broker and no topic\.(?!\.)/,
      ),
      expect.stringContaining('try again in some seconds'),
    ]);
  });

  test.each<[string, string[], RegExp, RegExp]>([
    [
      'closed',
      ['DNS ok', 'TCP fails'],
      /TCP at localhost:\d+ \(-b\): nothing listens there/,
      /ports:.*listeners=/,
    ],
    [
      'silent',
      [...reached, 'ApiVersions fails'],
      /ApiVersions .*did not answer as a Kafka broker/,
      /Is the address right/,
    ],
    [
      'web',
      [...reached, 'ApiVersions fails'],
      /ApiVersions .*may not be a Kafka broker/,
      /Is the address right/,
    ],
    ['tls', [...reached, 'ApiVersions fails'], /this listener uses TLS/, /--tls/],
  ])('%s', async (name, path, message, hint) => {
    const found = await doctor(name);
    expect(found.path).toEqual(path);
    expect(found.error?.message).toMatch(message);
    expect(found.error?.hint).toMatch(hint);
  });

  test('TLS, where the certificate is not trusted; and not where it is', async () => {
    const stranger = await doctor('tls', { tls: {} });
    expect(stranger.path).toEqual([...reached, 'TLS fails']);
    expect(stranger.error?.message).toMatch(/TLS at .*was issued by "Practice Authority"/);
    const friend = await doctor('tls', { tls: { ca: authority.certificate } });
    expect(friend.path).toEqual([...reached, 'TLS ok', 'ApiVersions fails']);
  });

  test('TLS, where plaintext is spoken', async () => {
    const { path, error } = await doctor('web', { tls: {} });
    expect(path).toEqual([...reached, 'TLS fails']);
    expect(error?.message).toMatch(/First failing step: TLS/);
  });

  test('a name that does not exist', async () => {
    const target = { bootstrapServers: [{ host: 'no-such.invalid', port: 1 }], origin: '-b' };
    const steps = examine(target, { timeoutMs: 500, signal: new AbortController().signal });
    const first = await steps.next();
    expect(first.value).toMatchObject({ step: 'DNS', isOk: false });
    await expect(steps.next()).rejects.toThrow(/First failing step: DNS at no-such\.invalid:1 \(-b\)/);
  });

  test.each([
    ['lost', 'DNS', 'kafka7.invalid:9092'],
    ['shut', 'TCP', 'localhost:\\d+'],
  ])('an advertised address that leads nowhere: %s', async (name, step, address) => {
    const { path, error } = await doctor(name);
    expect(path.slice(0, 4)).toEqual([...reached, 'ApiVersions ok', 'metadata ok']);
    expect(path.at(-1)).toBe(`${step} fails`);
    expect(error?.message).toMatch(
      new RegExp(
        `First failing step: ${step} at ${address}, the address that the cluster advertises for broker 7`,
      ),
    );
    expect(error?.hint).toMatch(/KAFKA_ADVERTISED_LISTENERS: .*HOST:\/\/localhost:\d+/);
    expect(error?.hint).toMatch(/advertised\.listeners=…:\/\/localhost:\d+/);
  });
});

test('the name of a compose service is known for what it is', () => {
  const advice = advertisedAdvice(
    { step: 'DNS' },
    { id: 2, host: 'kafka2', port: 29092 },
    { host: 'localhost', port: 9093 },
  );
  expect(advice).toContain('"kafka2" looks like the name of a compose service');
  expect(advice).toContain('KAFKA_ADVERTISED_LISTENERS: INTERNAL://kafka2:29092,HOST://localhost:9093');
  expect(advice).toContain('ports: ["9093:9093"]');
});
