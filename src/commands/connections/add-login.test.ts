import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { userFile } from '../../config/user-file.js';
import { connectionSchema } from '../../config/connection.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { runCli } from '../../testing/program/run-cli.js';
import type { Questions } from '../../view/questions.js';
import { askForConnection } from './_connection-wizard.js';
import { fillPreset, type PresetName } from './_presets.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

async function add(...argv: string[]) {
  const result = await runCli(['connections', 'add', 'c', ...argv], { home: home.path });
  const text = result.exitCode === 0 ? readFileSync(userFile(home.folders), 'utf8') : '';
  const file = parse(text) as { connections: { c: Record<string, unknown> } } | null;
  return { ...result, saved: file?.connections.c };
}

/** Answers in order; a question more is an error. */
function answering(...answers: string[]): Questions & { readonly asked: string[] } {
  const asked: string[] = [];
  const next = (question: string) => {
    asked.push(question);
    const answer = answers.shift();
    return answer === undefined ? Promise.reject(new Error(`asked: ${question}`)) : Promise.resolve(answer);
  };
  return {
    asked,
    text: next,
    secret: next,
    choice: async (question, choices) => {
      const answer = await next(question);
      return choices.find(({ name }) => name.startsWith(answer))?.value ?? answer;
    },
    yesNo: async (question) => (await next(question)) === 'yes',
  };
}

const oauth = [
  ...['-b', 'x:1', '--tls', '--token-endpoint', 'https://idp.example/t', '--oauth-client', 'me'],
  ...['--oauth-secret', 'plain:hunter2'],
];

describe('what is typed', () => {
  test('an OAuth client', async () => {
    const { saved } = await add(
      ...[...oauth, '--oauth-method', 'post', '--oauth-scope', 'a b', '--oauth-audience', 'k'],
      ...['--extension', 'logicalCluster=lkc-1', '--extension', 'x=a=b'],
    );
    expect(saved?.['sasl']).toEqual({
      mechanism: 'OAUTHBEARER',
      oidc: {
        tokenEndpoint: 'https://idp.example/t',
        clientId: 'me',
        clientSecret: 'plain:hunter2',
        method: 'post',
        scope: 'a b',
        audience: 'k',
      },
      extensions: { logicalCluster: 'lkc-1', x: 'a=b' },
    });
  });

  test('its secret is never shown, and it is said that it is in the file', async () => {
    const { stderr } = await add(...oauth);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('in that file as plain text');
    for (const format of ['table', 'json', 'yaml', 'plain']) {
      const { stdout } = await runCli(['connections', 'show', 'c', '-o', format], { home: home.path });
      expect(stdout).toContain('idp.example');
      expect(stdout + stderr).not.toContain('hunter2');
    }
  });

  test("a key's path is saved for any folder", async () => {
    const { saved } = await add(...oauth.slice(0, -2), '--oauth-key', 'k.pem');
    expect(saved?.['sasl']).toMatchObject({ oidc: { privateKey: join(home.path, 'k.pem') } });
  });

  test.each<[string[], string]>([
    [
      ['--token-endpoint', 'http://idp.example/t', '--oauth-client', 'me', '--oauth-secret', 'prompt'],
      'must begin with https://',
    ],
    [['--sasl', 'AWS_MSK_IAM', '--username', 'u'], 'it is for PLAIN and SCRAM, not for AWS_MSK_IAM'],
    [['--extension', 'no-value'], 'An extension is NAME=VALUE'],
  ])('%j is refused', async (argv, message) => {
    const { exitCode, stderr } = await add('-b', 'x:1', '--tls', ...argv);
    expect([exitCode, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('a preset', () => {
  const key = ['--username', 'KEY', '--password', 'env:KAFKA_SECRET'];
  test.each<[PresetName, string[], object, object | true]>([
    ['confluent-cloud', key, { mechanism: 'PLAIN', username: 'KEY', password: 'env:KAFKA_SECRET' }, true],
    [
      'event-hubs',
      ['--password', 'env:KAFKA_CS'],
      { mechanism: 'PLAIN', username: '$ConnectionString', password: 'env:KAFKA_CS' },
      true,
    ],
    ['event-hubs', ['--token-provider', 'azure'], { mechanism: 'OAUTHBEARER', tokenProvider: 'azure' }, true],
    ['msk-iam', ['--profile', 'dev'], { mechanism: 'AWS_MSK_IAM', profile: 'dev' }, true],
    ['redpanda', key, { mechanism: 'SCRAM-SHA-256', username: 'KEY', password: 'env:KAFKA_SECRET' }, true],
    ['redpanda', ['--sasl', 'SCRAM-SHA-512', ...key], { mechanism: 'SCRAM-SHA-512' }, true],
    [
      'aiven',
      ['--ca', '/ca.pem', ...key],
      { mechanism: 'SCRAM-SHA-256', username: 'KEY' },
      { ca: '/ca.pem' },
    ],
  ])('%s %j', async (preset, argv, sasl, tls) => {
    const { saved, stderr } = await add('--preset', preset, '-b', 'broker.example:9093', ...argv);
    expect(stderr).toContain('is saved in');
    expect(saved).toMatchObject({ sasl, tls });
  });

  test('a client certificate instead of a login', async () => {
    const { saved } = await add(
      ...['--preset', 'aiven', '-b', 'x:1', '--ca', '/ca.pem', '--cert', '/c.pem', '--key', '/k.pem'],
    );
    expect(saved).toEqual({ bootstrapServers: 'x:1', tls: { ca: '/ca.pem', cert: '/c.pem', key: '/k.pem' } });
  });

  test.each<[PresetName, string[], string]>([
    ['redpanda', [], 'needs -b: the address of a broker, such as seed-'],
    ['redpanda', ['-b', 'x:1'], 'needs --username: User'],
    ['confluent-cloud', ['-b', 'x:1', '--token-endpoint', 'https://x/t'], 'needs --oauth-client:'],
    ['aiven', ['-b', 'x:1'], 'needs --ca:'],
  ])('%s %j without a terminal names what is missing', async (preset, argv, message) => {
    const { exitCode, stderr } = await add('--preset', preset, ...argv);
    expect([exitCode, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(message)]);
  });

  test('asks only for what the provider needs', async () => {
    const typed = { name: 'c', bootstrapServers: undefined };
    const questions = answering('x:1', 'OAuth', 'https://x/t', 'me', 'in an environment', 'SECRET');
    expect(await fillPreset('confluent-cloud', typed, questions)).toEqual({
      bootstrapServers: 'x:1',
      options: {
        sasl: 'OAUTHBEARER',
        tokenEndpoint: 'https://x/t',
        oauthClient: 'me',
        oauthSecret: 'env:SECRET',
      },
    });
    const nothing = answering();
    await fillPreset('msk-iam', { ...typed, bootstrapServers: 'x:1' }, nothing);
    expect(nothing.asked).toEqual([]);
    expect((await labErrorOf(fillPreset('aiven', typed, undefined))).code).toBe('usage');
  });
});

test.each<[string[], object]>([
  [['AWS_MSK_IAM', ''], { mechanism: 'AWS_MSK_IAM' }],
  [['AWS_MSK_IAM', 'dev'], { mechanism: 'AWS_MSK_IAM', profile: 'dev' }],
  [['OAUTHBEARER', 'Google'], { mechanism: 'OAUTHBEARER', tokenProvider: 'google' }],
  [['OAUTHBEARER', 'a program', 'get t'], { mechanism: 'OAUTHBEARER', tokenCommand: ['get', 't'] }],
  [
    ['OAUTHBEARER', 'a token endpoint', 'https://x/t', 'me', 'not stored', 'read'],
    {
      mechanism: 'OAUTHBEARER',
      oidc: { tokenEndpoint: 'https://x/t', clientId: 'me', clientSecret: 'prompt', scope: 'read' },
    },
  ],
])('the questions without a preset: %j', async (answers, sasl) => {
  const questions = answering('x:1', '', 'no', ...answers, 'everything');
  const given = await askForConnection(questions, '/here');
  expect(connectionSchema().parse(given).sasl).toEqual(sasl);
});
