import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LabError } from '../text/errors.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../testing/clusters/cluster-fixtures.js';
import { withEnvironment } from './environment-settings.js';
import { withoutSecrets } from '../output/hide-secrets.js';
import { describeSecret, resolveSecret, type SecretSources } from './secrets.js';

let home: TemporaryHome;
let heard: string[];
beforeEach(() => {
  home = temporaryHome();
  heard = [];
});
afterEach(() => home.remove());

function sources(more: Partial<SecretSources> = {}): SecretSources {
  return {
    env: home.env,
    platform: 'linux',
    timeoutMs: 2000,
    signal: new AbortController().signal,
    memory: new Map(),
    ask: undefined,
    onSecret: (secret) => void heard.push(secret),
    ...more,
  };
}
const what = 'the password of u at x:1';

describe('where a secret comes from', () => {
  test('the environment', async () => {
    expect(await resolveSecret('env:PW', what, sources({ env: { PW: 'shh' } }))).toBe('shh');
    const error = await labErrorOf(resolveSecret('env:PW', what, sources()));
    expect(error.message).toBe(
      'The password of u at x:1 is in the environment variable PW, which is not set.',
    );
    expect(error.hint).toBe('Set it for this shell: read -rs PW; export PW');
    const windows = await labErrorOf(resolveSecret('env:PW', what, sources({ platform: 'win32' })));
    expect(windows.hint).toMatch(/^Set it for this shell: \$env:PW = .*Read-Host -AsSecureString/);
  });

  test('a prompt, once', async () => {
    const asked: string[] = [];
    const ask = (question: string) => Promise.resolve(`typed ${asked.push(question)}`);
    const one = sources({ ask });
    expect(await resolveSecret('prompt', what, one)).toBe('typed 1');
    expect(await resolveSecret('prompt', what, one)).toBe('typed 1');
    expect(asked).toEqual(['The password of u at x:1:']);
    expect((await labErrorOf(resolveSecret('prompt', what, sources()))).message).toContain(
      'there is no terminal here',
    );
  });

  test("the system's keyring, without a shell", async () => {
    home.program('secret-tool', 'echo "got $*"');
    expect(await resolveSecret('keyring:a; b', what, sources())).toBe(
      'got lookup service kafka-lab account a; b',
    );
    home.program('security', 'echo "got $*"');
    expect(await resolveSecret('keyring:n', what, sources({ platform: 'darwin' }))).toBe(
      'got find-generic-password -s kafka-lab -a n -w',
    );
  });

  test('no keyring, or nothing in it, is said with what to do', async () => {
    const none = await labErrorOf(resolveSecret('keyring:n', what, sources()));
    expect(none.message).toContain('(secret-tool) is not installed on this machine');
    expect(none.hint).toContain('secret-tool store');
    home.program('secret-tool', 'echo leaked >&2; exit 1');
    const empty = await labErrorOf(resolveSecret('keyring:n', what, sources()));
    expect(empty.message).toContain('ended with exit code 1');
    expect(empty.message).not.toContain('leaked');
    const windows = await labErrorOf(resolveSecret('keyring:n', what, sources({ platform: 'win32' })));
    expect(windows.message).toContain('does not know a keyring tool');
  });

  test('the file itself', async () => {
    expect(await resolveSecret('plain:env:x', what, sources())).toBe('env:x');
    expect(await resolveSecret('word', what, sources())).toBe('word');
    expect(['word', 'plain:x', 'env:X', 'keyring:X', 'prompt'].map(describeSecret)).toEqual([
      '(hidden)',
      '(hidden)',
      'env:X',
      'keyring:X',
      'prompt',
    ]);
  });
});

test('the environment says more than a file, and names its variables when it says too little', () => {
  const file = { bootstrapServers: 'x:1', tls: { ca: '/a.pem', servername: 'n' } };
  const env = {
    KAFKA_LAB_TLS_CA: '/b.pem',
    KAFKA_LAB_SASL_MECHANISM: 'plain',
    KAFKA_LAB_SASL_USERNAME: 'u',
    KAFKA_LAB_SASL_PASSWORD: 'secret-word',
  };
  expect(withEnvironment(file, env)).toEqual({
    bootstrapServers: 'x:1',
    tls: { ca: '/b.pem', servername: 'n' },
    sasl: { mechanism: 'PLAIN', username: 'u', password: 'env:KAFKA_LAB_SASL_PASSWORD' },
  });
  expect(withEnvironment(file, {})).toEqual(file);
  expect(withEnvironment({ bootstrapServers: 'x' }, { KAFKA_LAB_TLS: '1' }).tls).toEqual({});
  expect(withEnvironment(file, { KAFKA_LAB_TLS: 'no' }).tls).toBe(false);
  expect(() => withEnvironment(file, { KAFKA_LAB_SASL_USERNAME: 'u' })).toThrow(
    'does not say enough: sasl.mechanism',
  );
});

test('an OAuth client of the environment; another endpoint does not get the secret of a file', () => {
  const env = {
    KAFKA_LAB_SASL_TOKEN_ENDPOINT: 'https://login.example/token',
    KAFKA_LAB_SASL_OAUTH_CLIENT: 'c',
    KAFKA_LAB_SASL_OAUTH_SECRET: 's3cret-word',
    KAFKA_LAB_SASL_OAUTH_SCOPE: 'kafka read',
  };
  const oidc = {
    tokenEndpoint: 'https://login.example/token',
    clientId: 'c',
    clientSecret: 'env:KAFKA_LAB_SASL_OAUTH_SECRET',
    scope: 'kafka read',
  };
  expect(withEnvironment({ bootstrapServers: 'x:1' }, env).sasl).toEqual({ mechanism: 'OAUTHBEARER', oidc });
  expect(withEnvironment({ bootstrapServers: 'x:1' }, env, false).sasl).toBeUndefined();
  const written = {
    tokenEndpoint: 'https://a.example/token',
    clientId: 'a',
    clientSecret: 'env:A',
    audience: 'k',
  };
  const file = { bootstrapServers: 'x:1', sasl: { mechanism: 'OAUTHBEARER' as const, oidc: written } };
  expect(withEnvironment(file, env).sasl?.oidc).toEqual(oidc);
  expect(withEnvironment(file, { KAFKA_LAB_SASL_OAUTH_SCOPE: 'w' }).sasl?.oidc).toEqual({
    ...written,
    scope: 'w',
  });
  const withoutSecret = { ...env, KAFKA_LAB_SASL_OAUTH_SECRET: '' };
  expect(() => withEnvironment(file, withoutSecret)).toThrow(
    'does not say enough: sasl.oidc: oidc needs a clientSecret',
  );
});

describe('a variable that says yes or no', () => {
  const file = { bootstrapServers: 'x:1', tls: true };
  test.each(['1', 'true', 'yes', 'y', 'Y', 'on', 'enabled', 'required', 'TRUE', ' yes '])(
    '%j: yes',
    (word) => {
      const { tls } = withEnvironment(
        { bootstrapServers: 'x:1' },
        { KAFKA_LAB_TLS: word, KAFKA_LAB_TLS_REJECT_UNAUTHORIZED: word },
      );
      expect(tls).toEqual({ rejectUnauthorized: true });
    },
  );
  test.each(['0', 'false', 'no', 'n', 'off', 'disabled', 'NO'])('%j: no', (word) => {
    expect(withEnvironment(file, { KAFKA_LAB_TLS: word }).tls).toBe(false);
    expect(withEnvironment(file, { KAFKA_LAB_TLS_REJECT_UNAUTHORIZED: word }).tls).toEqual({
      rejectUnauthorized: false,
    });
  });
  test.each(['maybe', 'TLSv1.3', '2', 'nope', ' '])('%j: refused, and TLS is not switched off', (word) => {
    for (const name of ['KAFKA_LAB_TLS', 'KAFKA_LAB_TLS_REJECT_UNAUTHORIZED']) {
      expect(() => withEnvironment(file, { [name]: word })).toThrow(
        expect.objectContaining({ code: 'usage', message: `${name} is neither yes nor no.` }),
      );
    }
  });
  test('set but empty is as if it were not set', () => {
    expect(withEnvironment(file, { KAFKA_LAB_TLS: '', KAFKA_LAB_TLS_REJECT_UNAUTHORIZED: '' })).toEqual(file);
  });
});

test('an error that holds a secret is shown without it, in its words, hint, stack and causes', () => {
  const error = new LabError('refused', 'no s3cret-word here', {
    hint: 'try s3cret-word',
    cause: new Error('s3cret-word!'),
  });
  const shown = withoutSecrets(error, ['s3cret-word', 'no']) as LabError;
  expect([shown.code, shown.message, shown.hint]).toEqual(['refused', 'no (hidden) here', 'try (hidden)']);
  expect(`${shown.stack ?? ''}${(shown.cause as Error).stack ?? ''}`).not.toContain('s3cret-word');
  expect(withoutSecrets(error, ['other'])).toBe(error);
});
