import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectionSchema } from '../config/connection.js';
import type { BearerLogin } from '../net/access.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../testing/clusters/cluster-fixtures.js';
import { loginSources } from '../testing/program/login-sources.js';
import { openAccess } from './open-access.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
  mkdirSync(join(home.path, '.aws'));
});
afterEach(() => home.remove());

const hostOfMsk = 'b-1.shop.ab12.c3.kafka.eu-west-3.amazonaws.com:9098';
const own = { AWS_ACCESS_KEY_ID: 'AKID1', AWS_SECRET_ACCESS_KEY: 'secret-1', AWS_SESSION_TOKEN: 'session-1' };
const shared = (name: 'config' | 'credentials', ...lines: string[]) =>
  writeFileSync(join(home.path, '.aws', name), lines.join('\n'));

async function loginWith(sasl: object, env: object, bootstrapServers = hostOfMsk) {
  const sources = loginSources({ env: { HOME: home.path, ...home.env, ...env } });
  const settings = connectionSchema().parse({
    bootstrapServers,
    tls: true,
    sasl: { mechanism: 'AWS_MSK_IAM', ...sasl },
  });
  const login = (await openAccess(settings, 'connection c', sources)).sasl as BearerLogin;
  return { login, sources };
}

/** Who signed, for which region. */
async function signed(sasl: object, env: object, bootstrapServers?: string) {
  const { login } = await loginWith(sasl, env, bootstrapServers);
  const url = new URL(Buffer.from(await login.token(), 'base64url').toString());
  const [who, , region] = url.searchParams.get('X-Amz-Credential')?.split('/') ?? [];
  return [who, region, url.searchParams.get('X-Amz-Security-Token')];
}

describe('the region', () => {
  test.each<[string, object, object, string, string]>([
    [
      'is that of the settings',
      { region: 'us-east-1' },
      { AWS_REGION: 'ap-south-1' },
      hostOfMsk,
      'us-east-1',
    ],
    ['else that of the brokers', {}, { AWS_REGION: 'ap-south-1' }, hostOfMsk, 'eu-west-3'],
    [
      'of a serverless cluster, too',
      {},
      {},
      'boot-x.c2.kafka-serverless.us-west-2.amazonaws.com:9098',
      'us-west-2',
    ],
    ['else that of the environment', {}, { AWS_REGION: 'ap-south-1' }, 'localhost:9098', 'ap-south-1'],
    ['else that of the profile', {}, {}, 'localhost:9098', 'sa-east-1'],
  ])('%s', async (_what, sasl, env, servers, region) => {
    shared('config', '[default]', 'region = sa-east-1');
    expect(await signed(sasl, { ...own, ...env }, servers)).toEqual(['AKID1', region, 'session-1']);
  });

  test('must be somewhere', async () => {
    const error = await labErrorOf(loginWith({}, own, 'localhost:9098'));
    expect([error.message, error.hint]).toEqual([
      'connection c does not say in which region of AWS it is.',
      expect.stringContaining('sasl.region'),
    ]);
  });
});

describe('the credentials', () => {
  beforeEach(() => {
    shared(
      'credentials',
      '[default]',
      'aws_access_key_id = DEFAULT',
      'aws_secret_access_key = secret-2',
      '',
      '# a note',
      '[dev]',
      'aws_access_key_id=DEV',
      'aws_secret_access_key=secret-3',
      'aws_session_token = session-3',
    );
    shared(
      'config',
      '[profile sso]',
      'sso_session = corp',
      '[profile with-role]',
      'role_arn = arn:aws:iam::1:role/x',
      'source_profile = dev',
      's3 =',
      '  x = y',
    );
  });

  test.each<[string, object, object, (string | null)[]]>([
    ['of the environment', {}, own, ['AKID1', 'session-1']],
    ['of the shared file without them', {}, {}, ['DEFAULT', null]],
    ['of the profile of the environment', {}, { AWS_PROFILE: 'dev' }, ['DEV', 'session-3']],
    ['of a profile that is named, before the environment', { profile: 'dev' }, own, ['DEV', 'session-3']],
  ])('%s', async (_what, sasl, env, expected) => {
    const [who, , session] = await signed(sasl, env);
    expect([who, session]).toEqual(expected);
  });

  test.each(['sso', 'with-role', 'nowhere'])(
    'of profile %s as the command aws exports them',
    async (profile) => {
      home.program(
        'aws',
        `[ "$AWS_EC2_METADATA_DISABLED" = true ] && [ "$*" = "configure export-credentials --profile ${profile} --format process" ] && echo '{"Version":1,"AccessKeyId":"CLI","SecretAccessKey":"secret-4","SessionToken":"session-4","Expiration":"2001-01-01T00:00:00Z"}'`,
      );
      const { login, sources } = await loginWith({ profile }, {});
      const text = await login.token();
      expect(Buffer.from(text, 'base64url').toString()).toContain('X-Amz-Credential=CLI%2F');
      expect(sources.heard).toEqual(['secret-4', 'session-4', text]);
    },
  );

  test('of the machine itself only if the settings say so', async () => {
    home.program(
      'aws',
      `[ "$AWS_EC2_METADATA_DISABLED" = false ] && echo '{"AccessKeyId":"IMDS","SecretAccessKey":"s"}'`,
    );
    expect((await signed({ profile: 'ec2', instanceMetadata: true }, {}))[0]).toBe('IMDS');
    const { login } = await loginWith({ profile: 'ec2' }, {});
    expect((await labErrorOf(login.token())).message).toMatch(/\(aws\) ended with exit code 1/);
  });

  test.each([
    ['is not there', undefined, /\(aws\) is not installed on this machine/],
    ['has none', 'echo {}', /exported no credentials for profile sso/],
  ])('the command that %s', async (_what, script, message) => {
    if (script !== undefined) home.program('aws', script);
    const { login } = await loginWith({ profile: 'sso' }, {});
    const error = await labErrorOf(login.token());
    expect([error.message, error.hint]).toEqual([
      expect.stringMatching(message),
      expect.stringContaining('aws sso login --profile sso'),
    ]);
  });
});

describe('a role', () => {
  const role = 'arn:aws:iam::123456789012:role/reader';
  let server: Server;
  let asked: { body: string; authorization: string }[];
  let answer: { status: number; body: string };
  let env: object;
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ body, authorization: request.headers.authorization ?? '' });
        response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    env = { ...own, AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  });
  afterEach(() => void server.close());

  test('is assumed by a signed request, and signs in its turn', async () => {
    answer = {
      status: 200,
      body: '<AssumeRoleResponse><Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>secret-5</SecretAccessKey><SessionToken>session-5==</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResponse>',
    };
    expect(await signed({ role }, env)).toEqual(['ROLE', 'eu-west-3', 'session-5==']);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: role,
    });
    expect(asked[0]?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID1\/\d{8}\/eu-west-3\/sts\/aws4_request, SignedHeaders=.*x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
  });

  test('that may not be assumed', async () => {
    answer = {
      status: 403,
      body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not \u001b[31m you</Message></Error></ErrorResponse>',
    };
    const { login } = await loginWith({ role }, env);
    expect((await labErrorOf(login.token())).message).toBe(
      `AWS does not let the role ${role} be assumed: AccessDenied: not \\x1b[31m you`,
    );
  });

  test('is not asked for in the clear', async () => {
    const { login } = await loginWith({ role }, { ...own, AWS_ENDPOINT_URL_STS: 'http://sts.example' });
    expect((await labErrorOf(login.token())).message).toBe('AWS_ENDPOINT_URL_STS is no HTTPS address.');
  });
});
