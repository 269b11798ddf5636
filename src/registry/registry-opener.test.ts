import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parseGlobals } from '../contract/check-options.js';
import type { ChosenConnection } from '../config/choose-connection.js';
import type { Environment } from '../view/world.js';
import { createRegistryOpener } from './registry-opener.js';

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-opener-'));
afterAll(() => rmSync(folder, { recursive: true }));
const noPem = join(folder, 'no.pem');
writeFileSync(noPem, 'nothing');

/** Whether one is named, with nobody to ask: a question would fail the test. */
function isNamed(env: Environment, connection?: Partial<ChosenConnection>): Promise<boolean> {
  const ask = () => Promise.reject(new Error('asked'));
  const folders = { config: folder, data: folder, cache: folder, package: folder };
  const opener = createRegistryOpener(
    parseGlobals({}, env),
    {
      ...{ env, folders, signal: new AbortController().signal, memory: new Map(), settled: new Set() },
      ...{ askSecret: ask, askTrust: ask, warn: () => undefined, beforeChange: ask },
    },
    () => Promise.resolve(connection as ChosenConnection | undefined),
  );
  return opener.isNamed();
}

const registry = { KAFKA_LAB_REGISTRY: 'https://registry:8081' };

test.each([
  [{ KAFKA_LAB_REGISTRY_TLS_CA: join(folder, 'absent.pem') }, /^tls\.ca of .* cannot be read: ENOENT/],
  [{ KAFKA_LAB_REGISTRY_TLS_CA: noPem }, /no\.pem, .*certificate/],
  [{ KAFKA_LAB_REGISTRY_TLS_KEY: noPem }, /^tls\.key of .* is set without tls\.cert/],
  [{ KAFKA_LAB_REGISTRY_TOKEN: 'two words' }, /^The token for .* is not one/],
  [{ KAFKA_LAB_REGISTRY_USERNAME: 'a:b', KAFKA_LAB_REGISTRY_PASSWORD: 'x' }, /has a colon/],
])('settings that cannot be used are refused before the registry is needed: %j', async (env, message) => {
  await expect(isNamed({ ...registry, ...env })).rejects.toThrow(message);
});

test('no password, keyring or trust is asked for before it is needed', async () => {
  expect(await isNamed({})).toBe(false);
  expect(await isNamed({ ...registry, KAFKA_LAB_REGISTRY_USERNAME: 'alice' })).toBe(true);
  const named = (password: string, isTrusted: boolean) => ({
    ...{ name: 'prod', path: join(folder, 'c.yml'), sha256: '', isTrusted },
    settings: {
      bootstrapServers: 'a:9092',
      schemaRegistry: { url: 'https://registry', username: 'alice', password },
    },
  });
  expect(await isNamed({}, named('keyring:registry', true))).toBe(true);
  expect(await isNamed({}, named('env:NOT_SET', false))).toBe(true);
  await expect(isNamed({}, named('env:NOT_SET', true))).rejects.toThrow(/NOT_SET, which is not set/);
});
