import { describe, expect, test } from '@jest/globals';
import { connectionSchema } from '../connection.js';
import { connectionFromProperties } from './connection-from-properties.js';

const kafka = 'org.apache.kafka.common.security.oauthbearer';
const jaas = (options: string, module = `${kafka}.OAuthBearerLoginModule`) =>
  `sasl.jaas.config=${module} required ${options};`;

function from(mechanism: string, ...lines: string[]) {
  const text = ['security.protocol=SASL_SSL', `sasl.mechanism=${mechanism}`, ...lines].join('\n');
  return connectionFromProperties(text, 'f');
}

describe('OAUTHBEARER', () => {
  const endpoint = 'sasl.oauthbearer.token.endpoint.url=https://idp.example/token';
  const oidc = { tokenEndpoint: 'https://idp.example/token', clientId: 'id', clientSecret: 's3' };
  test.each<[string, string[], object]>([
    [
      "with the options of JAAS and Kafka 3's handler",
      [
        endpoint,
        jaas(
          'clientId="id" clientSecret="s3" scope=\'read write\' extension_logicalCluster="lkc-1" extension_identityPoolId=pool-1',
        ),
        `sasl.login.callback.handler.class=${kafka}.secured.OAuthBearerLoginCallbackHandler`,
      ],
      {
        oidc: { ...oidc, scope: 'read write' },
        extensions: { logicalCluster: 'lkc-1', identityPoolId: 'pool-1' },
      },
    ],
    [
      "with Kafka 4's own properties (KIP-1139)",
      [
        endpoint,
        'sasl.oauthbearer.client.credentials.client.id=id',
        'sasl.oauthbearer.client.credentials.client.secret=s3',
        'sasl.oauthbearer.scope=read',
        `sasl.oauthbearer.jwt.retriever.class=${kafka}.ClientCredentialsJwtRetriever`,
        `sasl.login.callback.handler.class=${kafka}.OAuthBearerLoginCallbackHandler`,
        jaas(''),
      ],
      { oidc: { ...oidc, scope: 'read' } },
    ],
    [
      'with a key in place of the secret (KIP-1258)',
      [
        endpoint,
        'sasl.oauthbearer.client.credentials.client.id=id',
        'sasl.oauthbearer.assertion.private.key.file=/k.pem',
        'sasl.oauthbearer.assertion.private.key.passphrase=env:x',
      ],
      {
        oidc: {
          tokenEndpoint: oidc.tokenEndpoint,
          clientId: 'id',
          privateKey: '/k.pem',
          privateKeyPassword: 'plain:env:x',
        },
      },
    ],
    [
      'with a token in a file',
      ['sasl.oauthbearer.token.endpoint.url=file:///run/token'],
      { tokenCommand: ['cat', '/run/token'] },
    ],
    [
      'of Google',
      [
        'sasl.login.callback.handler.class=com.google.cloud.hosted.kafka.auth.GcpLoginCallbackHandler',
        jaas(''),
      ],
      { tokenProvider: 'google' },
    ],
  ])('%s', (_how, lines, sasl) => {
    const found = from('OAUTHBEARER', ...lines);
    expect(found.sasl).toEqual({ mechanism: 'OAUTHBEARER', ...sasl });
    expect(found.unused).toEqual([]);
    expect(connectionSchema().safeParse({ bootstrapServers: 'x', sasl: found.sasl }).success).toBe(true);
  });

  test('what is not used is named', () => {
    const { unused } = from(
      'OAUTHBEARER',
      endpoint,
      'sasl.oauthbearer.assertion.template.file=/t.json',
      'sasl.login.callback.handler.class=com.example.Own',
      `sasl.oauthbearer.jwt.retriever.class=${kafka}.JwtBearerJwtRetriever`,
    );
    expect(unused).toEqual([
      'sasl.oauthbearer.assertion.template.file',
      'sasl.login.callback.handler.class',
      'sasl.oauthbearer.jwt.retriever.class',
    ]);
  });
});

describe('AWS_MSK_IAM', () => {
  const role = 'arn:aws:iam::123456789012:role/reader';
  test.each<[string, string, string[], object]>([
    [
      'by its own mechanism',
      'AWS_MSK_IAM',
      [
        jaas('awsProfileName="dev"', 'software.amazon.msk.auth.iam.IAMLoginModule'),
        'sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler',
      ],
      { profile: 'dev' },
    ],
    [
      'as OAUTHBEARER',
      'OAUTHBEARER',
      [
        jaas(`awsRoleArn="${role}" awsStsRegion="eu-west-1"`),
        'sasl.login.callback.handler.class=software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler',
      ],
      { role, region: 'eu-west-1' },
    ],
  ])('%s', (_how, mechanism, lines, sasl) => {
    const found = from(mechanism, ...lines);
    expect(found.sasl).toEqual({ mechanism: 'AWS_MSK_IAM', ...sasl });
    expect(found.unused).toEqual([]);
  });
});

test('a password that looks like a place of one is none', () => {
  const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  expect(from('PLAIN', jaas('username="u" password="env:HOME"', module)).sasl?.password).toBe(
    'plain:env:HOME',
  );
});
