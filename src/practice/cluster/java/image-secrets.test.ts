import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServicePlan } from '../state/cluster-plan.js';
import { withImageSecrets } from './image-secrets.js';

const service = (host: string, properties: Record<string, string>): ServicePlan => ({
  ...{ name: 'kafka1', kind: 'broker', id: 1, address: 'localhost:9092', port: 9092 },
  ...{ jvmOptions: [], hostPorts: [9092], hostListeners: [], aliases: [], properties },
  mounts: [{ host, container: '/etc/kafka/secrets' }],
});

test("FILENAME and CREDENTIALS are what Confluent's image makes of them", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-secrets-'));
  writeFileSync(join(folder, 'creds'), 'open sesame\n');
  const given = {
    ...{ 'ssl.keystore.filename': 'k.jks', 'ssl.truststore.filename': 't.jks', 'num.io.threads': '2' },
    ...{
      'ssl.keystore.credentials': 'creds',
      'ssl.key.credentials': 'creds',
      'ssl.truststore.credentials': 'creds',
    },
  };
  expect((await withImageSecrets(service(folder, given))).properties).toEqual({
    'ssl.keystore.location': '/etc/kafka/secrets/k.jks',
    'ssl.truststore.location': '/etc/kafka/secrets/t.jks',
    'ssl.keystore.password': 'open sesame',
    'ssl.key.password': 'open sesame',
    'ssl.truststore.password': 'open sesame',
    'num.io.threads': '2',
  });
  rmSync(folder, { recursive: true });
  await expect(withImageSecrets(service(folder, given))).rejects.toThrow(
    /^KAFKA_SSL_KEYSTORE_CREDENTIALS of kafka1 names .*creds, which cannot be read/,
  );
});
