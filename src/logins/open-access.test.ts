import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../testing/clusters/certificates.js';
import {
  legacyPkcs12,
  openPkcs12,
  pkcs12,
  pkcs12Password,
  pkcs12Truststore,
} from '../testing/clusters/pkcs12-files.js';
import { LabError } from '../text/errors.js';
import type { TlsSettings } from '../config/connection.js';
import type { LoginSources } from './login-sources.js';
import { openAccess } from './open-access.js';

const authority = createAuthority('Practice Authority');
const alice = authority.issue({ commonName: 'alice' });
const bob = authority.issue({ commonName: 'bob' });
const encrypted = (type: 'pkcs8' | 'sec1') =>
  createPrivateKey(alice.key).export({
    type,
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'open sesame',
  });
const der = Buffer.from(authority.certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64');
const jks = Buffer.concat([Buffer.of(0xfe, 0xed, 0xfe, 0xed), Buffer.alloc(20)]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const tlsFiles = async (tls: TlsSettings, name: string, given: LoginSources) =>
  (await openAccess({ bootstrapServers: 'x:1', tls }, name, given)).tls!;

const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const asked: string[] = [];
const secrets: string[] = [];
const sources: LoginSources = {
  ...{ env: { KEY_PASSWORD: 'open sesame' }, platform: 'linux', timeoutMs: 1000, memory: new Map() },
  signal: new AbortController().signal,
  folders: { config: '', data: '', cache: '', package: '' },
  connection: undefined,
  ask: (question) => {
    asked.push(question);
    return Promise.resolve('open sesame');
  },
  onSecret: (secret) => secrets.push(secret),
};

async function problemOf(tls: TlsSettings): Promise<LabError> {
  const error: unknown = await tlsFiles(tls, 'prod', sources).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

describe('files that are not what they should be', () => {
  test.each<[string, 'ca' | 'cert' | 'key', string | Buffer, RegExp, RegExp]>([
    ['empty', 'ca', '', /is empty/, /PEM file is text/],
    ['blank', 'ca', ' \n\n', /is empty/, /PEM file is text/],
    ['a key', 'ca', alice.key, /holds a private key and no certificate/, /BEGIN CERTIFICATE/],
    ['other text', 'ca', 'hello', /holds no certificate/, /BEGIN CERTIFICATE/],
    ['.p12', 'ca', pkcs12, /is a PKCS#12 keystore .* not PEM/, /openssl pkcs12 -in .* -nokeys/],
    [
      '.p12',
      'cert',
      pkcs12,
      /is a PKCS#12 keystore .* not PEM/,
      /As tls\.cert it is read as it is, with its key/,
    ],
    [
      '.p12',
      'key',
      pkcs12,
      /is a PKCS#12 keystore .* not PEM/,
      /As tls\.cert it is read as it is, with its key/,
    ],
    ['.jks', 'ca', jks, /is a Java keystore/, /keytool -importkeystore/],
    ['DER', 'ca', der, /binary form \(DER\)/, /-inform DER/],
    [
      'a second one damaged',
      'ca',
      `${authority.certificate}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
      /certificate that is damaged, its number 2/,
      /BEGIN CERTIFICATE/,
    ],
    [
      'a certificate',
      'key',
      alice.certificate,
      /holds a certificate and no private key/,
      /BEGIN PRIVATE KEY/,
    ],
    [
      'the key of another',
      'key',
      bob.key,
      /is not the key of the certificate in .*cert\.pem/,
      /belong together/,
    ],
  ])('%s as tls.%s', async (_, setting, content, message, hint) => {
    const given = {
      cert: file('cert.pem', alice.certificate),
      key: file('key.pem', alice.key),
      [setting]: file('given', content),
    };
    if (setting === 'cert') given.key = file('key.pem', alice.key);
    const error = await problemOf(given);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`tls.${setting} of prod, ${join(folder, 'given')}`);
    expect(error.hint).toMatch(hint);
  });

  test('a certificate without its key', async () => {
    expect((await problemOf({ cert: file('cert.pem', alice.certificate) })).message).toBe(
      'tls.cert of prod is set without tls.key.',
    );
  });
});

test('a bundle of several authorities, with other text between them, is taken as it is', async () => {
  const bundle = `# ours\n${authority.certificate}\n# theirs\n${createAuthority('Other').certificate}`;
  expect((await tlsFiles({ ca: file('ca.pem', bundle) }, 'prod', sources)).ca).toEqual(Buffer.from(bundle));
});

describe('a PKCS#12 file as tls.cert', () => {
  const withPassword = (secret: string): LoginSources => ({ ...sources, env: { KEY_PASSWORD: secret } });
  const given = (content: Buffer) => ({ cert: file('own.p12', content), keyPassword: 'env:KEY_PASSWORD' });

  test('holds certificate and key', async () => {
    expect(await tlsFiles(given(pkcs12), 'prod', withPassword(pkcs12Password))).toEqual({
      pfx: pkcs12,
      passphrase: pkcs12Password,
    });
    expect(secrets).toContain(pkcs12Password);
  });

  test('without a password none is asked for', async () => {
    asked.length = 0;
    expect(await tlsFiles({ cert: file('open.p12', openPkcs12) }, 'prod', sources)).toEqual({
      pfx: openPkcs12,
    });
    expect(asked).toEqual([]);
  });

  test.each([
    [
      'another password',
      pkcs12,
      'another',
      /is encrypted, and its password is another one/,
      /--key-password/,
    ],
    ['no key', pkcs12Truststore, pkcs12Password, /without a private key/, /-nokeys -out ca\.pem/],
    ['an old encryption', legacyPkcs12, pkcs12Password, /an encryption of long ago/, /-legacy/],
    ['half of it', pkcs12.subarray(0, 300), pkcs12Password, /cannot be read: /, /damaged/],
  ])('%s', async (_, content, secret, message, hint) => {
    const failed = expect(tlsFiles(given(content), 'prod', withPassword(secret))).rejects;
    await failed.toMatchObject({
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });
});

describe.each(['pkcs8', 'sec1'] as const)('an encrypted key (%s)', (type) => {
  const settings = (more: Partial<TlsSettings> = {}) => ({
    ...{ cert: file('cert.pem', alice.certificate), key: file('key.pem', encrypted(type)) },
    ...more,
  });

  test('is decrypted with the password that is named, or asked for, and the password is kept out of sight', async () => {
    for (const keyPassword of ['env:KEY_PASSWORD', undefined]) {
      asked.length = secrets.length = 0;
      const { key } = await tlsFiles(
        settings(keyPassword === undefined ? {} : { keyPassword }),
        'prod',
        sources,
      );
      expect(createPrivateKey(key as string).equals(createPrivateKey(alice.key))).toBe(true);
      expect(asked).toHaveLength(keyPassword === undefined ? 1 : 0);
      expect(secrets).toContain('open sesame');
    }
  });

  test('with another password the file is named', async () => {
    const error = await problemOf(settings({ keyPassword: 'plain:wrong' }));
    expect(error.message).toMatch(
      /^tls\.key of prod, .*key\.pem, is encrypted, and its password is another one\.$/,
    );
    expect(error.hint).toContain('tls.keyPassword');
  });

  test('where nothing can be asked, it is said what is missing', async () => {
    const { ask, ...silent } = sources;
    expect(ask).toBeDefined();
    const work = tlsFiles(settings(), 'prod', { ...silent, ask: undefined, memory: new Map() });
    await expect(work).rejects.toThrow(/key\.pem/);
    await expect(work).rejects.toMatchObject({ hint: expect.stringContaining('tls.keyPassword: env:NAME') });
  });
});
