import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../text/errors.js';
import { packageFolder } from '../../../testing/clusters/cluster-fixtures.js';
import { parseComposeFile, type ComposeFile, type ComposeService } from './compose-file.js';
import { withPorts } from './derive.js';
import { kindOf } from './images.js';
import { planFromCompose } from './plan-from-compose.js';
import { withProfiles } from './profiles.js';
import { registryOf } from './registry-service.js';
import { requireRegistry } from './wanted-registry.js';

const service = (image: string, more: Partial<ComposeService> = {}): ComposeService => ({
  image,
  environment: {},
  ports: ['8081:8081'],
  ...more,
});

describe.each(['docker-compose.yml', 'docker-compose.kraft.yml'])('%s', (name) => {
  const path = join(packageFolder, name);
  const shipped = parseComposeFile(readFileSync(path, 'utf8'), path, {});
  const registries = (file: ComposeFile) =>
    planFromCompose(file, path).services.filter(({ kind }) => kind === 'registry');

  test('has a registry only if it is asked for, in a form that Compose runs without a profile', () => {
    const without = withProfiles(shipped, { profiles: undefined, registry: false });
    expect(registries(without)).toEqual([]);
    expect(without.services['registry']).toBeUndefined();
    for (const asked of [
      { profiles: undefined, registry: true },
      { profiles: 'debug, registry', registry: false },
      { profiles: '*', registry: false },
    ]) {
      const file = withProfiles(shipped, asked);
      expect(file.services['registry']).not.toHaveProperty('profiles');
      expect(registries(file)).toMatchObject([
        {
          ...{ name: 'registry', id: 0, port: 8081, hostPorts: [8081] },
          address: 'http://localhost:8081/apis/ccompat/v7',
          registry: { inMemory: true, runsAsProcess: true },
          jvmOptions: ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
        },
      ]);
      expect(planFromCompose(file, path).services.at(-1)?.kind).toBe('registry');
    }
  });

  test('its port moves, and no other', () => {
    const file = withPorts(withProfiles(shipped, { profiles: undefined, registry: true }), {
      registryPort: 9999,
    });
    expect(file.services['registry']!.ports).toEqual(['127.0.0.1:9999:8080']);
    expect(file.services['kafka1']).toEqual(shipped.services['kafka1']);
    expect(registries(file)[0]?.address).toBe('http://localhost:9999/apis/ccompat/v7');
  });
});

describe('registries of others', () => {
  test.each([
    ['confluentinc/cp-schema-registry:7.9.5', {}, 'http://localhost:8081'],
    ['registry.corp/confluentinc/cp-schema-registry@sha256:12', {}, 'http://localhost:8081'],
    [
      'confluentinc/cp-schema-registry',
      {
        environment: { SCHEMA_REGISTRY_LISTENERS: 'https://0.0.0.0:8443, http://0.0.0.0:8085' },
        ports: ['18085:8085'],
      },
      'http://localhost:18085',
    ],
    ['bitnami/schema-registry:7', {}, 'http://localhost:8081'],
    ['ghcr.io/aiven-open/karapace:latest', {}, 'http://localhost:8081'],
    ['karapace', { environment: { KARAPACE_PORT: '9001' }, ports: ['9:9001'] }, 'http://localhost:9'],
    [
      'quay.io/apicurio/apicurio-registry-kafkasql:2.6.13.Final',
      { ports: [{ published: '8090', target: 8080 }] },
      'http://localhost:8090/apis/ccompat/v7',
    ],
    [
      'apicurio/apicurio-registry:3.0.6',
      { environment: { QUARKUS_HTTP_PORT: '8086' }, ports: [], network_mode: 'host' },
      'http://localhost:8086/apis/ccompat/v7',
    ],
  ])('%s %j', (image, more, url) => {
    expect(registryOf(service(image, more))?.url).toBe(url);
    expect(kindOf(service(image, more))).toBe('registry');
  });

  test.each([
    ['a port that is not published', service('confluentinc/cp-schema-registry', { ports: ['8081'] })],
    [
      'TLS only',
      service('confluentinc/cp-schema-registry', {
        environment: { SCHEMA_REGISTRY_LISTENERS: 'https://0.0.0.0:8081' },
      }),
    ],
    ['the REST proxy of Karapace', service('aivenoy/karapace', { command: ['/start.sh', 'rest'] })],
    ['a user interface', service('apicurio/apicurio-registry-ui:3.0.6')],
    ['Connect', service('confluentinc/cp-kafka-connect')],
  ])('%s is none', (_, other) => {
    expect(registryOf(other)).toBeUndefined();
    expect(kindOf(other)).toBeUndefined();
  });

  test.each([
    ['apicurio/apicurio-registry-mem:2.6.13.Final', {}, { inMemory: true, runsAsProcess: true }],
    ['apicurio/apicurio-registry:3.0.6', {}, { inMemory: true, runsAsProcess: false }],
    [
      'apicurio/apicurio-registry:3.0.6',
      { APICURIO_STORAGE_KIND: 'kafkasql' },
      { inMemory: false, runsAsProcess: false },
    ],
    ['apicurio/apicurio-registry-sql:2.6.13.Final', {}, { inMemory: false, runsAsProcess: false }],
    ['ghcr.io/aiven-open/karapace', { KARAPACE_PORT: '8080' }, { inMemory: false, runsAsProcess: false }],
  ])('where %s keeps schemas', (image, environment, known) => {
    expect(registryOf(service(image, { environment, ports: ['8081:8080'] }))).toMatchObject(known);
  });
});

test('a profile that is not asked for takes along what only it has, and what waits for it', () => {
  const file = withProfiles(
    {
      services: {
        kafka: service('apache/kafka'),
        ui: service('ui', { depends_on: ['kafka', 'extra'] }),
        other: service('ui', { depends_on: { extra: { condition: 'service_started' }, kafka: {} } }),
        extra: service('extra', { profiles: ['extras'], volumes: ['extra-data:/data'] }),
        schemas: service('confluentinc/cp-schema-registry', { profiles: ['schemas'] }),
      },
      volumes: { 'extra-data': null, shared: null },
    },
    { profiles: undefined, registry: true },
  );
  expect(Object.keys(file.services)).toEqual(['kafka', 'ui', 'other', 'schemas']);
  expect(file.services['ui']?.['depends_on']).toEqual(['kafka']);
  expect(file.services['other']?.['depends_on']).toEqual({ kafka: {} });
  expect(file.volumes).toEqual({ shared: null });
});

test('a registry that is wanted and not there', () => {
  const plan = { mode: 'kraft', services: [], others: [] } as const;
  expect(() => requireRegistry({}, plan, 'mine.yml')).not.toThrow();
  for (const wanted of [{ registry: true }, { registryPort: 8081 }]) {
    expect(() => requireRegistry(wanted, plan, 'mine.yml')).toThrow(LabError);
    expect(() => requireRegistry(wanted, plan, 'mine.yml')).toThrow(/mine\.yml describes no schema registry/);
  }
});
