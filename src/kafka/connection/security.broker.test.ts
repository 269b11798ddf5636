import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectionSchema } from '../../config/connection.js';
import { openAccess } from '../../logins/open-access.js';
import type { BrokerAccess } from '../../net/access.js';
import { clientId, clientSecret } from '../../testing/clusters/oauth-provider.js';
import { startHttpProxy, startSocksProxy, type SmallProxy } from '../../testing/brokers/small-proxy.js';
import { loginSources } from '../../testing/program/login-sources.js';
import { testCluster } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';
import { send } from '../../wire/protocol/send.js';
import { metadata } from '../../wire/requests/metadata.js';
import { connect } from './connect.js';
import {
  password,
  sessionMs,
  startSecuredCluster,
  unsecuredToken,
  user,
  type SecuredCluster,
} from '../../testing/clusters/secured-cluster.js';

const isKraft = testCluster().mode === 'kraft';
let cluster: SecuredCluster;
let proxies: Readonly<Record<'http' | 'socks5', SmallProxy>>;
const proxyLogin = { username: 'carol', password: 'looking@glass:65' };

beforeAll(async () => {
  cluster = await startSecuredCluster();
  proxies = {
    http: await startHttpProxy({ login: proxyLogin }),
    socks5: await startSocksProxy({ login: proxyLogin }),
  };
  const through = (kind: keyof typeof proxies) =>
    `${kind}://${proxyLogin.username}:env:TEST_PROXY_PASSWORD@${proxies[kind].address}`;
  const { files, ports } = cluster;
  const at = (listener: keyof typeof ports) => `localhost:${ports[listener]}`;
  const tls = { ca: files.ca };
  const login = (mechanism: string, secret = 'env:TEST_KAFKA_PASSWORD') => ({
    mechanism,
    username: user,
    password: secret,
  });
  const oidc = (more: object = {}) => ({
    mechanism: 'OAUTHBEARER',
    oidc: {
      tokenEndpoint: cluster.provider.tokenEndpoint,
      clientId,
      clientSecret: 'env:TEST_OAUTH_SECRET',
      ...more,
    },
    extensions: { logicalCluster: 'lkc-1' },
  });
  const print = (text: string) => [process.execPath, '-e', `console.log(${JSON.stringify(text)})`];
  cluster.configure({
    tls: {
      ...{ bootstrapServers: at('tls'), tls },
      ...(isKraft ? {} : { zookeeper: cluster.zookeeper }),
    },
    mtls: { bootstrapServers: at('mtls'), tls: { ...tls, cert: files.cert, key: files.key } },
    plain: { bootstrapServers: at('sasl'), sasl: login('PLAIN') },
    scram256: { bootstrapServers: at('sasl'), sasl: login('SCRAM-SHA-256') },
    scram512: { bootstrapServers: at('sasl'), sasl: login('SCRAM-SHA-512') },
    'scram-tls': { bootstrapServers: at('sasltls'), tls, sasl: login('SCRAM-SHA-512') },
    'through-http': {
      ...{ bootstrapServers: at('sasltls'), tls, sasl: login('SCRAM-SHA-512') },
      proxy: through('http'),
    },
    'through-socks5': {
      ...{ bootstrapServers: at('sasltls'), tls, sasl: login('SCRAM-SHA-512') },
      proxy: through('socks5'),
    },
    oauth: {
      bootstrapServers: at('sasltls'),
      tls,
      sasl: { mechanism: 'OAUTHBEARER', tokenCommand: print(unsecuredToken(3600)) },
    },
    oidc: { bootstrapServers: at('oauth'), tls, sasl: oidc() },
    'wrong-audience': { bootstrapServers: at('oauth'), tls, sasl: oidc({ audience: 'elsewhere' }) },
    'expired-token': {
      bootstrapServers: at('oauth'),
      tls,
      sasl: { mechanism: 'OAUTHBEARER', tokenCommand: print(cluster.provider.sign({ exp: 1_700_000_000 })) },
    },
    'wrong-client': { bootstrapServers: at('oauth'), tls, sasl: oidc({ clientSecret: 'not-the-word-1' }) },
    'wrong-plain': { bootstrapServers: at('sasl'), sasl: login('PLAIN', 'not-the-word-1') },
    'wrong-scram256': { bootstrapServers: at('sasl'), sasl: login('SCRAM-SHA-256', 'not-the-word-1') },
    'wrong-scram512': { bootstrapServers: at('sasl'), sasl: login('SCRAM-SHA-512', 'not-the-word-1') },
    'wrong-user': {
      bootstrapServers: at('sasl'),
      sasl: { ...login('SCRAM-SHA-256'), username: 'nobody' },
    },
    'wrong-token': {
      bootstrapServers: at('sasltls'),
      tls,
      sasl: { mechanism: 'OAUTHBEARER', tokenCommand: print(unsecuredToken(-3600)) },
    },
    'unknown-mechanism': { bootstrapServers: at('sasltls'), tls, sasl: login('PLAIN') },
    'no-login': { bootstrapServers: at('sasl') },
    'no-login-tls': { bootstrapServers: at('sasltls'), tls },
    'login-for-nothing': { bootstrapServers: at('host'), sasl: login('PLAIN') },
    expired: { bootstrapServers: at('expired'), tls },
    'foreign-authority': { bootstrapServers: at('tls'), tls: { ca: files.foreignCa } },
    'no-authority': { bootstrapServers: at('tls'), tls: true },
    elsewhere: { bootstrapServers: at('elsewhere'), tls },
    'elsewhere-expected': {
      bootstrapServers: at('elsewhere'),
      tls: { ...tls, servername: 'broker.example' },
    },
    'plain-to-tls': { bootstrapServers: at('tls') },
    'tls-to-plain': { bootstrapServers: at('host'), tls },
    'no-certificate': { bootstrapServers: at('mtls'), tls },
    'foreign-certificate': {
      bootstrapServers: at('mtls'),
      tls: { ...tls, cert: files.foreignCert, key: files.foreignKey },
    },
    'no-file': { bootstrapServers: at('tls'), tls: { ca: '/nowhere/ca.pem' } },
    'wrong-key': { bootstrapServers: at('mtls'), tls: { ...tls, cert: files.cert, key: files.foreignKey } },
  });
}, 120_000);

afterAll(async () => {
  await Promise.all([proxies.http.close(), proxies.socks5.close()]);
  await cluster.remove();
}, 60_000);

const env = {
  TEST_KAFKA_PASSWORD: password,
  TEST_OAUTH_SECRET: clientSecret,
  TEST_PROXY_PASSWORD: proxyLogin.password,
};

/** The limit is a second shorter than the usual --timeout: this machine may be busy. */
async function inSeconds(argv: readonly string[]) {
  const startedAt = performance.now();
  const result = await cluster.lab(argv, { env });
  expect(performance.now() - startedAt).toBeLessThan(9000);
  return result;
}

describe('with the right key every listener opens', () => {
  test.each([
    'tls',
    'mtls',
    'plain',
    'scram256',
    'scram512',
    'scram-tls',
    'oauth',
    'oidc',
    'elsewhere-expected',
  ])(
    '%s: create, write, read, and read as a member of a group',
    async (name) => {
      const lab = (...argv: string[]) => cluster.lab(['-c', name, ...argv], { env });
      const topic = `through-${name}`;
      expect(await lab('topics', 'create', topic, '--replication-factor', '1')).toMatchObject({
        exitCode: 0,
      });
      expect(await lab('produce', topic, 'hello')).toMatchObject({ exitCode: 0 });
      expect(await lab('consume', topic, '--from-beginning', '--exit')).toMatchObject({ stdout: 'hello\n' });
      const asMember = await lab('consume', topic, '--from-beginning', '--exit', '--group', `g-${name}`);
      expect(asMember).toMatchObject({ exitCode: 0, stdout: 'hello\n' });
    },
    30_000,
  );

  test('without a file, from the environment alone', async () => {
    const { exitCode, stdout } = await cluster.lab(
      ['-b', `localhost:${cluster.ports.sasltls}`, 'brokers', 'list', '-o', 'jsonl'],
      {
        env: {
          KAFKA_LAB_TLS_CA: cluster.files.ca,
          KAFKA_LAB_SASL_MECHANISM: 'scram-sha-512',
          KAFKA_LAB_SASL_USERNAME: user,
          KAFKA_LAB_SASL_PASSWORD: password,
        },
      },
    );
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { id: 1, port: cluster.ports.sasltls }]);
  });
});

describe.each(['http', 'socks5'] as const)('through a proxy: %s, TLS and a login at both', (kind) => {
  const name = `through-${kind}`;

  test('every record is written and read, also as a member of a group', async () => {
    const lab = (...argv: string[]) => cluster.lab(['-c', name, ...argv], { env });
    const lines = Array.from({ length: 5000 }, (_, index) => `${index} ${'x'.repeat(200)}\n`).join('');
    const { asked } = proxies[kind];
    const before = asked.length;
    expect(await lab('topics', 'create', name, '--replication-factor', '1')).toMatchObject({ exitCode: 0 });
    const written = await cluster.lab(['-c', name, 'produce', name], { env, stdin: lines });
    expect(written.exitCode).toBe(0);
    expect((await lab('topics', 'list')).stdout).toContain(name);
    const read = await lab('consume', name, '--from-beginning', '--exit');
    const asMember = await lab('consume', name, '--from-beginning', '--exit', '--group', `g-${name}`);
    // Not with toEqual, which would print megabytes.
    expect([read.exitCode, read.stdout === lines]).toEqual([0, true]);
    expect([asMember.exitCode, asMember.stdout === lines]).toEqual([0, true]);
    expect(asked.length - before).toBeGreaterThanOrEqual(6);
    expect(new Set(asked)).toEqual(new Set([`localhost:${cluster.ports.sasltls}`]));
  }, 30_000);

  test('the doctor names the step, and the password is nowhere', async () => {
    const { exitCode, stdout } = await cluster.lab(['connections', 'doctor', name], { env });
    const steps = ['proxy', 'TLS', 'ApiVersions', 'SASL'];
    expect([exitCode, stdout.split('\n').map((line) => line.split('\t').slice(0, 2).join(' '))]).toEqual([
      0,
      [...steps, 'metadata', ...steps].map((step) => `${step} ok`).concat(''),
    ]);
    expect(stdout).toContain(`through the proxy ${kind}://carol@${proxies[kind].address}`);
    const wrong = { ...env, TEST_PROXY_PASSWORD: 'not-the-word-1' };
    const refused = await cluster.lab(['connections', 'doctor', name], { env: wrong });
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/First failing step: proxy at localhost:\d+.*did not accept the login of carol/),
    ]);
    const listed = await cluster.lab(['topics', 'list', '-c', name], { env: wrong });
    expect([listed.exitCode, listed.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: The proxy \S+ did not accept the login of carol/m),
    ]);
    for (const { stderr } of [refused, listed]) expect(stderr).not.toContain('not-the-word-1');
  });
});

test('a login is repeated before the broker ends its session', async () => {
  // As early as it ever is: a request that is on its way when the session ends would be too late.
  const chance = jest.spyOn(Math, 'random').mockReturnValue(0);
  const login = { username: user, password };
  const token = () => Promise.resolve(unsecuredToken(3600));
  const tls = { ca: readFileSync(cluster.files.ca) };
  const accesses: readonly (readonly [keyof SecuredCluster['ports'], BrokerAccess])[] = [
    ['sasl', { sasl: { mechanism: 'PLAIN', ...login } }],
    ['sasl', { sasl: { mechanism: 'SCRAM-SHA-256', ...login } }],
    ['sasltls', { tls, sasl: { mechanism: 'SCRAM-SHA-512', ...login } }],
    ['sasltls', { tls, sasl: { mechanism: 'OAUTHBEARER', token } }],
  ];
  const settings = { timeoutMs: 10_000, connectTimeoutMs: 10_000, signal: new AbortController().signal };
  const outlives = async ([listener, access]: (typeof accesses)[number]): Promise<void> => {
    const address = { host: 'localhost', port: cluster.ports[listener] };
    const connection = await connect(address, { ...settings, access });
    const endMs = performance.now() + 1.4 * sessionMs;
    try {
      // A broker closes the connection at the first request after the end of a session.
      await until(async () => {
        await send(connection, metadata, { topics: [], allowAutoTopicCreation: false });
        return performance.now() > endMs ? true : undefined;
      });
      expect(connection.isConnected()).toBe(true);
    } finally {
      connection.close();
    }
  };
  await Promise.all(accesses.map(outlives));
  chance.mockRestore();
});

test('a token of five seconds is replaced before it ends, by one that the broker takes', async () => {
  const chance = jest.spyOn(Math, 'random').mockReturnValue(0);
  const { provider, ports, files } = cluster;
  const { asked, next } = provider;
  next.lifeSeconds = 5;
  const before = asked.length;
  const settings = connectionSchema().parse({
    bootstrapServers: `localhost:${ports.oauth}`,
    tls: { ca: files.ca },
    sasl: {
      mechanism: 'OAUTHBEARER',
      oidc: { tokenEndpoint: provider.tokenEndpoint, clientId, clientSecret: `plain:${clientSecret}` },
    },
  });
  const access = await openAccess(settings, 'connection c', loginSources());
  const connection = await connect(
    { host: 'localhost', port: ports.oauth },
    { access, timeoutMs: 10_000, connectTimeoutMs: 10_000, signal: new AbortController().signal },
  );
  try {
    await until(async () => {
      await send(connection, metadata, { topics: [], allowAutoTopicCreation: false });
      return asked.length >= before + 2 || undefined;
    });
    expect(connection.isConnected()).toBe(true);
  } finally {
    connection.close();
    next.lifeSeconds = 3600;
    chance.mockRestore();
  }
}, 20_000);

describe('kafkajs is loaded for members of groups alone', () => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-loaded-'));
  const tell = join(home, 'tell.cjs');
  writeFileSync(
    tell,
    `process.on('exit', () => console.error('loaded ' + Object.keys(require.cache).some((path) => /node_modules.kafkajs/.test(path))));`,
  );
  afterAll(() => rmSync(home, { recursive: true }));

  test.each([
    [false, ['topics', 'list']],
    [false, ['consume', 'loaded', '--from-beginning', '--exit']],
    [true, ['consume', 'loaded', '--from-beginning', '--exit', '--group', 'loaded']],
  ])('%s: %j', async (isLoaded, argv) => {
    await cluster.lab(['-b', cluster.bootstrapServers, 'topics', 'create', 'loaded', '--if-not-exists']);
    const program = fileURLToPath(new URL('../../../bin/kafka-lab.js', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--require', tell, program, '-b', `localhost:${cluster.ports.sasltls}`, ...argv],
      {
        env: {
          ...{ PATH: process.env['PATH'], KAFKA_LAB_HOME: home, KAFKA_LAB_TLS_CA: cluster.files.ca },
          ...{ KAFKA_LAB_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_LAB_SASL_USERNAME: user },
          KAFKA_LAB_SASL_PASSWORD: password,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`loaded ${isLoaded}`)]);
  });
});

describe('with the wrong one it is said which, and what to do, within 5 s', () => {
  const cases: readonly (readonly [name: string, message: RegExp, hint: RegExp])[] = [
    [
      'wrong-plain',
      /did not accept the login of alice with SASL PLAIN: .*Invalid username or password/,
      /user_NAME/,
    ],
    [
      'wrong-scram256',
      /did not accept the login of alice with SASL SCRAM-SHA-256: .*invalid credentials/,
      /kafka-configs/,
    ],
    [
      'wrong-scram512',
      /did not accept the login of alice with SASL SCRAM-SHA-512: .*invalid credentials/,
      /kafka-configs/,
    ],
    ['wrong-user', /did not accept the login of nobody with SASL SCRAM-SHA-256/, /kafka-configs/],
    ['wrong-token', /did not accept the login with SASL OAUTHBEARER/, /token/],
    ['wrong-audience', /did not accept the login with SASL OAUTHBEARER: .*invalid_token/, /issuer, audience/],
    ['expired-token', /did not accept the login with SASL OAUTHBEARER: .*invalid_token/, /not expired/],
    [
      'wrong-client',
      /No token from http:\/\/localhost:\d+\/token, as client kafka-lab: invalid_client/,
      /oidc\.clientId/,
    ],
    [
      'unknown-mechanism',
      /does not take SASL PLAIN; it takes SCRAM-SHA-512, OAUTHBEARER|does not take SASL PLAIN; it takes OAUTHBEARER, SCRAM-SHA-512/,
      /KAFKA_SASL_ENABLED_MECHANISMS/,
    ],
    ['no-login', /requires a login \(SASL .*PLAIN.*\), and none was given/, /connections add/],
    ['no-login-tls', /requires a login \(SASL .*OAUTHBEARER.*\), and none was given/, /connections add/],
    ['login-for-nothing', /takes no login, and the connection has one/, /SASL_PLAINTEXT/],
    ['expired', /certificate \(expired listener\) has expired \(.*\d{4} GMT\)/, /ssl\.keystore\.location/],
    [
      'foreign-authority',
      /\(good listener\) was issued by "Practice Authority", which this connection does not trust/,
      /tls\.ca/,
    ],
    [
      'no-authority',
      /was issued by "Practice Authority", which this connection does not trust/,
      /public authorities/,
    ],
    ['elsewhere', /is for another host: it names DNS:broker\.example, not localhost/, /tls\.servername/],
    ['plain-to-tls', /this listener uses TLS, and the connection is plaintext/, /--tls --ca/],
    ['tls-to-plain', /the connection uses TLS, and this listener is plaintext/, /Leave tls out/],
    [
      'no-certificate',
      /requires a certificate from its clients \(mTLS\), and this connection has none/,
      /--cert FILE/,
    ],
    ['foreign-certificate', /does not accept this connection's client certificate/, /truststore/],
    ['no-file', /tls\.ca of connection no-file cannot be read/, /PEM file/],
    [
      'wrong-key',
      /tls\.key of connection wrong-key, .*, is not the key of the certificate in /,
      /Name the two that belong together/,
    ],
  ];

  test.each(cases)('%s', async (name, message, hint) => {
    const { exitCode, stdout, stderr } = await inSeconds(['-c', name, 'topics', 'list', '--verbose']);
    // A password in the clear is noted first.
    const inTheClear = /^connection \S+: the password is sent without encryption/;
    const [error = '', ...rest] = stderr.split('\n').filter((line) => !inTheClear.test(line));
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(error).toMatch(message);
    expect(error).toMatch(/localhost:\d+|no-file|wrong-key/);
    expect(rest.join('\n')).toMatch(hint);
    for (const secret of [password, 'not-the-word-1']) expect(stderr).not.toContain(secret);
  });

  test.each(cases)('%s: the doctor names the step', async (name, message) => {
    const { exitCode, stderr } = await cluster.lab(['connections', 'doctor', name], { env });
    expect(exitCode).toBe(1);
    // What is wrong with the files themselves is told before anything is connected.
    if (name !== 'no-file' && name !== 'wrong-key')
      expect(stderr).toMatch(/First failing step: (token|TLS|SASL|ApiVersions) at localhost:\d+/);
    expect(stderr).toMatch(message);
  });
});

test('the doctor says where the token is from, and what it claims', async () => {
  const { exitCode, stdout } = await cluster.lab(['connections', 'doctor', 'oidc'], { env });
  const [token, ...others] = stdout.trimEnd().split('\n');
  expect(exitCode).toBe(0);
  expect(token).toMatch(
    /^token\tok\t.*from the token endpoint http:\/\/localhost:\d+\/token, as client kafka-lab; until \d{4}-\S+Z; iss http:\S+; sub alice; aud kafka; scope kafka\.read$/,
  );
  expect(others).toHaveLength(11);
});

test('ping and doctor of a connection that works', async () => {
  const version = isKraft ? '4.4 or newer' : '3.9';
  const zookeeper = isKraft ? {} : { zookeeper: [{ isServing: true, address: cluster.zookeeper }] };
  const ping = await cluster.lab(['connections', 'ping', 'tls', '-o', 'json']);
  expect([ping.exitCode, JSON.parse(ping.stdout)]).toMatchObject([
    0,
    {
      kafka: { address: `localhost:${cluster.ports.tls}`, version, brokers: 1, controllerId: 1 },
      ...zookeeper,
    },
  ]);
  const doctor = await cluster.lab(['connections', 'doctor', 'scram-tls'], { env });
  expect(doctor.exitCode).toBe(0);
  expect(
    doctor.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t').slice(0, 2)),
  ).toEqual([
    ...['DNS', 'TCP', 'TLS', 'ApiVersions', 'SASL', 'metadata'].map((step) => [step, 'ok']),
    ...['DNS', 'TCP', 'TLS', 'ApiVersions', 'SASL'].map((step) => [step, 'ok']),
  ]);
});
