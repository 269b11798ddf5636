import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userFile } from '../../config/user-file.js';
import type { Questions } from '../../view/questions.js';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { lines, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { askForConnection } from './_connection-wizard.js';
import { connectionsDoctor } from './doctor.js';
import { connectionsPing } from './ping.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const lab = (...argv: string[]) => runCli(argv, { home: home.path });
const fileText = () => readFileSync(userFile(home.folders), 'utf8');

describe('a secret that others could read', () => {
  const clear = 'the password is sent without encryption';
  const unverified = 'the password goes to any server that answers there';
  const who = ['--username', 'u', '--password', 'env:PW'];
  test.each([
    [['--sasl', 'PLAIN', ...who], clear, 'PLAIN as u'],
    [['--tls', '--insecure', '--sasl', 'PLAIN', ...who], unverified, 'TLS, not verified, PLAIN as u'],
    [['--sasl', 'OAUTHBEARER', '--token-command', 'get t'], 'the token is sent without', 'OAUTHBEARER'],
    [['--tls', '--sasl', 'PLAIN', ...who], undefined, 'TLS, PLAIN as u'],
    [['--sasl', 'SCRAM-SHA-256', ...who], undefined, 'SCRAM-SHA-256 as u'],
    [['--tls', '--insecure'], undefined, 'TLS, not verified'],
  ])('%j: it is said at add and, once, when connecting', async (options, said, security) => {
    home.program('get', 'echo abc');
    const added = await lab('connections', 'add', 'c', '-b', '127.0.0.1:1', ...options);
    expect(added.exitCode).toBe(0);
    const run = (...argv: string[]) =>
      runCli(argv, { home: home.path, env: { ...home.env, PW: 'secret-word' } });
    expect((await run('connections', 'list')).stdout).toContain(`\t${security}\t`);
    const listed = await run('topics', 'list', '-c', 'c');
    const checked = await run('connections', 'doctor', 'c');
    for (const { stderr } of [added, listed, checked]) {
      const times = stderr.replaceAll(/\s+/g, ' ').split(said ?? 'without encryption').length - 1;
      expect(times).toBe(said === undefined ? 0 : 1);
    }
    expect((await run('-q', 'topics', 'list', '-c', 'c')).stderr).not.toContain('encryption');
  });

  test('a proxy is shown with its user, and its password nowhere', async () => {
    const at = '@proxy.example:1080';
    for (const [password, shown] of [
      ['hunter-22', '(hidden)'],
      ['env:KAFKA_PROXY', 'env:KAFKA_PROXY'],
    ] as const) {
      const url = `socks5://carol:${password}${at}`;
      const added = await lab(
        'connections',
        'add',
        'c',
        '-b',
        'x:1',
        '--proxy',
        url,
        '--proxy-ca',
        'ca.pem',
        '--replace',
      );
      expect(added.exitCode).toBe(0);
      expect(added.stderr.includes('A password is in that file as plain text')).toBe(shown === '(hidden)');
      expect(fileText()).toContain(`proxy: ${url}\n    proxyCa: ${join(home.path, 'ca.pem')}\n`);
      for (const format of ['table', 'json', 'yaml', 'plain']) {
        const { stdout } = await lab('connections', 'show', 'c', '-o', format);
        expect(stdout).toContain(`socks5://carol:${shown}${at}`);
        const list = await lab('connections', 'list', '-o', format);
        expect(list.stdout.replaceAll(/\s+/g, ' ')).toContain('plaintext, through ');
        expect(list.stdout).toContain(`socks5://carol${at}`);
        expect(added.stderr + stdout + list.stdout).not.toContain('hunter-22');
      }
    }
    const wrong = await lab('connections', 'add', 'd', '-b', 'x:1', '--proxy', 'socks4://carol:hunter-22@p');
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/proxy: it is not http:\/\/HOST:PORT, https:\/\/HOST:PORT or socks5:/),
    ]);
    expect(wrong.stderr).not.toContain('hunter-22');
  });

  test('the arguments of a token command are not shown', async () => {
    const command = 'get-token --client-secret hunter2';
    const argv = ['connections', 'add', 'c', '-b', 'x:1', '--tls', '--sasl', 'OAUTHBEARER'];
    const added = await lab(...argv, '--token-command', command);
    for (const format of ['table', 'json', 'yaml', 'plain']) {
      const { stdout } = await lab('connections', 'show', 'c', '-o', format);
      expect(stdout).toContain('get-token');
      expect(stdout + added.stderr).not.toContain('hunter2');
    }
    expect(fileText()).toContain('hunter2');
  });
});

describe("add, from a Java client's properties", () => {
  const addFrom = (text: string, ...options: string[]) => {
    writeFileSync(join(home.path, 'client.properties'), text);
    return lab('connections', 'add', 'prod', '--from-properties', 'client.properties', ...options);
  };
  const login = (name: string) =>
    `sasl.jaas.config=org.apache.kafka.common.security.${name} required username="alice" password="it \\\\"is\\\\" so";\n`;
  const scram = `security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n${login('scram.ScramLoginModule')}`;

  test('addresses, TLS and login; what was typed goes first', async () => {
    const text = `bootstrap.servers=one:9093,\\\n  two:9093\nclient.id = me\nrequest.timeout.ms=5000\n${scram}ssl.truststore.type=PEM\nssl.truststore.location=ca.pem\nssl.keystore.type=PEM\nssl.keystore.location=own.pem\n`;
    const { exitCode, stderr } = await addFrom(text, '--client-id', 'you');
    expect([exitCode, stderr]).toEqual([
      0,
      lines(
        `Connection prod (one:9093,two:9093, mTLS, SCRAM-SHA-512 as alice) is saved in ${userFile(home.folders)}.`,
        'A password is in that file as plain text, readable only by you (mode 600). Safer in its place: env:NAME, keyring:NAME or prompt.',
        'Not used: request.timeout.ms.',
        'Try it: kafka-lab connections ping prod; use it from now on: kafka-lab connections use prod',
      ),
    ]);
    expect(fileText()).toBe(
      lines(
        '# Connections of kafka-lab.',
        '',
        'connections:',
        '  prod:',
        '    bootstrapServers: one:9093,two:9093',
        '    clientId: you',
        '    tls:',
        `      ca: ${join(home.path, 'ca.pem')}`,
        `      cert: ${join(home.path, 'own.pem')}`,
        `      key: ${join(home.path, 'own.pem')}`,
        '    sasl:',
        '      mechanism: SCRAM-SHA-512',
        '      username: alice',
        '      password: it "is" so',
      ),
    );
  });

  test('a file without addresses or with a password that shall be elsewhere', async () => {
    const alone = await addFrom(scram);
    expect([alone.exitCode, alone.stderr]).toEqual([
      2,
      expect.stringContaining('client.properties has no bootstrap.servers'),
    ]);
    const { exitCode } = await addFrom(scram, '-b', 'one:9093', '--password', 'env:SECRET');
    expect([exitCode, fileText()]).toEqual([0, expect.stringContaining('password: env:SECRET\n')]);
    expect(fileText()).toContain('tls: true\n');
  });

  test.each([
    ['security.protocol=TLS', 'security.protocol=TLS is not one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL'],
    ['security.protocol=SASL_SSL', 'sasl.mechanism is GSSAPI (Kerberos)'],
    [
      'security.protocol=SSL\nssl.truststore.location=/a/trust.jks',
      'keytool -importkeystore -srckeystore /a/trust.jks -destkeystore truststore.p12',
    ],
    [
      'security.protocol=SSL\nssl.truststore.type=PKCS12\nssl.truststore.location=t.p12',
      'openssl pkcs12 -in t.p12 -nokeys -out truststore.pem',
    ],
    ['security.protocol=SSL\nssl.keystore.key=-----BEGIN', 'ssl.keystore.key holds the PEM text itself'],
    ['security.protocol=SASL_SSL\nsasl.mechanism=OAUTHBEARER', 'OAUTHBEARER needs a tokenCommand'],
  ])('%j is refused, with what to do', async (text, message) => {
    const { exitCode, stderr } = await addFrom(`bootstrap.servers=h:1\n${text}\n`);
    expect([exitCode, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('add', () => {
  test('writes what was typed, paths for any current folder, readable only by the owner', async () => {
    const { exitCode, stdout, stderr } = await lab(
      ...[
        'connections',
        'add',
        'prod',
        '-b',
        'one:9093,two:9093',
        '--zookeeper',
        'zoo:2181/kafka',
        '--ca',
        'ca.pem',
      ],
      ...['--sasl', 'SCRAM-SHA-512', '--username', 'alice', '--password', 'env:KAFKA_PASSWORD'],
      ...['--client-id', 'me', '--servername', 'broker', '--readonly', '--colour', 'red', '--use'],
    );
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toBe(
      lines(
        `Connection prod (one:9093,two:9093, TLS, SCRAM-SHA-512 as alice) is saved in ${userFile(home.folders)}.`,
        'Try it: kafka-lab connections ping prod',
      ),
    );
    expect(fileText()).toBe(
      lines(
        '# Connections of kafka-lab.',
        '',
        'connections:',
        '  prod:',
        '    bootstrapServers: one:9093,two:9093',
        '    zookeeper: zoo:2181/kafka',
        '    clientId: me',
        '    tls:',
        `      ca: ${join(home.path, 'ca.pem')}`,
        '      servername: broker',
        '    sasl:',
        '      mechanism: SCRAM-SHA-512',
        '      username: alice',
        '      password: env:KAFKA_PASSWORD',
        '    readonly: true',
        '    colour: red',
        'current: prod',
      ),
    );
    expect(statSync(userFile(home.folders)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['connections add x', 'error: A connection needs the addresses of some of its brokers'],
    [
      'connections add x -b a:1 --sasl PLAIN',
      'error: This is not a complete connection: sasl: PLAIN needs a username',
    ],
    ['connections add x -b a:1 --username u', 'error: This is not a complete connection: sasl.mechanism'],
    ['connections add x -b a:1 --sasl GSSAPI', 'error: --sasl: "GSSAPI" is not one of PLAIN,'],
    ['connections add x/y -b a:1', 'error: name: A name is made of letters'],
    [
      'connections add x -b a:99999',
      'error: This is not a complete connection: bootstrapServers: "a:99999" is not an address',
    ],
  ])('%s is wrong usage', async (line, message) => {
    const { exitCode, stderr } = await lab(...line.split(' '));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('does not replace one by accident', async () => {
    await lab('connections', 'add', 'x', '-b', 'a:1');
    expect((await lab('connections', 'add', 'x', '-b', 'b:1')).stderr).toContain(
      'There is a connection x already',
    );
    expect((await lab('connections', 'add', 'x', '-b', 'b:1', '--replace')).exitCode).toBe(0);
    expect(fileText()).toContain('b:1');
  });

  test('a password as it is may be kept, and is warned of', async () => {
    const login = ['--sasl', 'PLAIN', '--username', 'u', '--password', 'hunter-22'];
    const { stderr } = await lab('connections', 'add', 'x', '-b', 'a:1', ...login);
    expect(stderr).toContain('A password is in that file as plain text');
    expect(stderr).not.toContain('hunter-22');
  });

  test('asks on a terminal', async () => {
    const answers: Record<string, string | boolean> = {
      Brokers: 'a:9093',
      ZooKeeper: '',
      'Is the connection encrypted': true,
      "PEM file of the brokers'": 'ca.pem',
      'PEM file of your own': '',
      'How do you log in': 'PLAIN',
      User: 'u',
      'Where is the password': 'env',
      'Which variable': 'PW',
      'What may be changed': 'protected',
    };
    const answer = (question: string) => {
      const found = Object.entries(answers).find(([beginning]) => question.startsWith(beginning));
      if (!found) throw new Error(`Unexpected question: ${question}`);
      return Promise.resolve(found[1]);
    };
    const questions = { text: answer, secret: answer, choice: answer, yesNo: answer } as unknown as Questions;
    expect(await askForConnection(questions, '/here')).toEqual({
      bootstrapServers: 'a:9093',
      tls: { ca: '/here/ca.pem' },
      sasl: { mechanism: 'PLAIN', username: 'u', password: 'env:PW' },
      protected: true,
    });
  });
});

describe('list, show, use, remove', () => {
  beforeEach(async () => {
    const login = ['--sasl', 'PLAIN', '--username', 'u', '--password', 'hunter-22'];
    await lab('connections', 'add', 'one', '-b', 'a:1,b:2', '--readonly');
    await lab('connections', 'add', 'two', '-b', 'c:3', '--tls', ...login, '--protected', '--use');
  });

  test('list', async () => {
    const { stdout } = await lab('connections', 'list', '-o', 'table');
    expect(stdout).toBe(
      lines(
        '   NAME  BOOTSTRAP SERVERS  SECURITY         GUARD      FILE',
        '   one   a:1, b:2           plaintext        readonly   user',
        '*  two   c:3                TLS, PLAIN as u  protected  user',
      ),
    );
    const { stdout: json } = await lab('connections', 'list', '-o', 'jsonl');
    expect(json).not.toContain('hunter-22');
    expect(json.trimEnd().split('\n')).toHaveLength(2);
  });

  test.each(['table', 'json', 'yaml', 'plain', 'jsonl'])('show -o %s has no secret', async (format) => {
    for (const more of [[], ['--verbose']]) {
      const { exitCode, stdout, stderr } = await lab('connections', 'show', 'two', '-o', format, ...more);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('(hidden)');
      expect(stdout + stderr).not.toContain('hunter-22');
    }
  });

  test('show without a name shows the one in use', async () => {
    const { stdout } = await lab('connections', 'show', '-o', 'table');
    expect(stdout).toMatch(/^Connection two\nSETTING +VALUE\nbootstrapServers +c:3\ntls +yes\n/);
    await lab('connections', 'use', '--none');
    expect((await lab('connections', 'show')).stderr).toContain('error: No connection is in use.');
  });

  test('use, and what a project says before it', async () => {
    const { stderr } = await lab('connections', 'use', 'one');
    expect(stderr).toContain('From now on: one (a:1,b:2), as saved in ');
    expect(fileText()).toContain('current: one');
    writeFileSync(
      join(home.path, '.kafka-lab.yml'),
      'current: local\nconnections: {local: {bootstrapServers: l:1}}',
    );
    expect((await lab('connections', 'use', 'two')).stderr).toMatch(
      /here .*\.kafka-lab\.yml says local, and a project/,
    );
    expect((await lab('connections', 'show', '-o', 'json')).stdout).toContain('"name": "local"');
    writeFileSync(join(home.path, '.kafka-lab.yml'), 'current: nope');
    expect((await lab('connections', 'list')).stderr).toMatch(
      /names "nope" as the current one, and there is no such connection/,
    );
    writeFileSync(
      join(home.path, '.kafka-lab.yml'),
      'current: local\nconnections: {local: {bootstrapServers: l:1}}',
    );
    expect((await lab('connections', 'use', 'tow')).stderr).toMatch(
      /no connection "tow"[^]*Did you mean two/,
    );
    expect((await lab('connections', 'use')).exitCode).toBe(2);
  });

  test('remove', async () => {
    expect((await lab('connections', 'remove', 'two')).exitCode).toBe(2);
    expect((await lab('connections', 'remove', 'two', '--yes')).exitCode).toBe(0);
    expect(fileText()).not.toMatch(/two|hunter|current/);
    mkdirSync(join(home.path, '.git'));
    writeFileSync(join(home.path, '.kafka-lab.yml'), 'connections: {local: {bootstrapServers: l:1}}');
    expect((await lab('connections', 'remove', 'local', '--yes')).stderr).toContain('belongs to the project');
  });

  test('a broken file is told with its place, and does not stop what needs no connection', async () => {
    writeFileSync(userFile(home.folders), 'connections:\n  a: 7\n', { mode: 0o600 });
    const { exitCode, stderr } = await lab('topics', 'list');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`error: ${userFile(home.folders)}:2:3: `),
    ]);
    expect((await lab('cluster', 'status')).stderr).not.toContain('connections.yml');
    expect((await lab('-b', '127.0.0.1:1', 'topics', 'list')).stderr).toContain('nothing listens there');
  });
});

test('a connection names where it leads in an error', async () => {
  await lab('connections', 'add', 'gone', '-b', '127.0.0.1:1');
  const { exitCode, stderr } = await lab('-c', 'gone', 'topics', 'list');
  expect([exitCode, stderr]).toEqual([
    1,
    lines(
      'error: No Kafka broker answers at 127.0.0.1:1 (connection gone): 127.0.0.1:1: nothing listens there (ECONNREFUSED)',
      'Check every step of connecting: kafka-lab connections doctor gone',
    ),
  ]);
});

test('-c leaves addresses of the environment alone, and -b connections of it', async () => {
  await lab('connections', 'add', 'gone', '-b', '127.0.0.1:1');
  const run = (env: Record<string, string>, ...argv: string[]) =>
    runCli([...argv, 'topics', 'list'], { home: home.path, env });
  expect((await run({ KAFKA_LAB_BOOTSTRAP_SERVER: '127.0.0.1:2' }, '-c', 'gone')).stderr).toContain(
    '127.0.0.1:1 (connection gone)',
  );
  expect((await run({ KAFKA_LAB_CONNECTION: 'gone' }, '-b', '127.0.0.1:2')).stderr).toContain(
    '127.0.0.1:2 (-b)',
  );
  expect((await run({ KAFKA_LAB_CONNECTION: 'gone' })).stderr).toContain('127.0.0.1:1 (connection gone)');
});

describe('result → output', () => {
  test('ping', async () => {
    const kafka = {
      ...{ address: 'a:1', connectMs: 20.5, answerMs: 1.2, version: '3.9', clusterId: 'id', brokers: 3 },
      ...{ mode: 'zookeeper' as const, controllerId: 2, controllerAddress: 'b:2' },
    };
    const { table, notes } = await outputsOf(connectionsPing, {
      ...{ origin: 'connection prod', kafka, zookeeper: [], zookeeperProblem: 'no ZooKeeper' },
    });
    expect(table).toBe(
      lines(
        'connection prod: cluster id',
        '       ADDRESS  ANSWER MS  CONNECT MS  VERSION  ROLE',
        'Kafka  a:1            1.2        20.5  3.9      3 brokers, controller 2',
      ),
    );
    expect(notes).toBe(
      'no ZooKeeper\nThe version of Kafka is guessed from the requests that the broker answers.',
    );
  });

  test('doctor', async () => {
    const step = {
      step: 'TCP' as const,
      address: 'a:1',
      brokerId: 2,
      durationMs: 1.5,
      detail: 'nothing listens there',
    };
    const { table, plain } = await outputsOf(connectionsDoctor, { ...step, isOk: false });
    expect(table).toBe(
      lines(
        'STEP                    MS  BROKER  ADDRESS          WHAT',
        'TCP          FAILS     1.5       2  a:1              nothing listens there',
      ),
    );
    expect(plain).toBe('TCP\tFAILS\t1.5\t2\ta:1\tnothing listens there\n');
  });
});
