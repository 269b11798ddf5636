import { describe, expect, test } from '@jest/globals';
import { LabError } from '../../../text/errors.js';
import { parseComposeFile } from './compose-file.js';
import { withBrokers, withPorts } from './derive.js';
import { withImageDefaults } from './image-defaults.js';
import { planFromCompose } from './plan-from-compose.js';

const path = '/some/where/my.yml';
const fileOf = (services: string, env = {}) =>
  withImageDefaults(parseComposeFile(`services:\n${services}`, path, env), path);
const planOf = (services: string, env = {}) => planFromCompose(fileOf(services, env), path);

function problemOf(services: string): { readonly message: string; readonly hint: string } {
  try {
    planOf(services);
  } catch (error) {
    if (error instanceof LabError) return { message: error.message, hint: error.hint ?? '' };
    throw error;
  }
  return { message: 'no error', hint: '' };
}

/** A node that is broker and controller, with what differs. */
const node = (id: number, environment: Readonly<Record<string, string>>, more = '') =>
  `  kafka${id}:\n    image: apache/kafka:4.4.0\n${more}    environment:\n${Object.entries({
    KAFKA_NODE_ID: String(id),
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka1:9093',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://localhost:${9091 + id}`,
    ...environment,
  })
    .map(([name, value]) => `      ${name}: '${value}'\n`)
    .join('')}`;

describe('apache/kafka with what the image has by default', () => {
  const bare = '  kafka: { image: "docker.io/apache/kafka:latest", ports: ["9092:9092"] }\n';

  test('no environment: one node, broker and controller, on localhost:9092', () => {
    const { mode, services } = planOf(bare);
    expect(mode).toBe('kraft');
    expect(services).toMatchObject([
      { name: 'kafka', id: 1, address: 'localhost:9092', kraft: { isController: true } },
    ]);
    expect(services[0]!.properties).toMatchObject({
      'process.roles': 'broker,controller',
      'controller.listener.names': 'CONTROLLER',
      'offsets.topic.replication.factor': '1',
      'transaction.state.log.min.isr': '1',
      'share.coordinator.state.topic.replication.factor': '1',
    });
  });

  test('variables that are no properties leave the defaults in place; one property replaces them all', () => {
    const withHeap = '  kafka: { image: apache/kafka, environment: { KAFKA_HEAP_OPTS: -Xmx1G, TZ: UTC } }\n';
    expect(planOf(withHeap).services[0]).toMatchObject({ id: 1, jvmOptions: ['-Xmx1G'] });
    const withOne = '  kafka: { image: apache/kafka, environment: { KAFKA_NUM_PARTITIONS: 3 } }\n';
    expect(problemOf(withOne).message).toContain('broker kafka has no KAFKA_BROKER_ID');
  });

  test('it takes another port and another broker', () => {
    const file = withBrokers(withPorts(fileOf(bare), { basePort: 24_000 }), 2);
    expect(planFromCompose(file, path).services.map(({ id, address }) => [id, address])).toEqual([
      [1, 'localhost:24000'],
      [2, 'localhost:24001'],
    ]);
    expect(file.services['kafka']!.ports).toEqual(['24000:9092']);
  });

  test('the cluster id has a default as well; not that of other images', () => {
    expect(planOf(node(1, {})).services[0]!.kraft).toEqual({
      clusterId: '5L6g3nShT-eMCtK--X86sw',
      isController: true,
    });
    const confluent = node(1, {}).replace('apache/kafka', 'confluentinc/cp-kafka');
    expect(problemOf(confluent).message).toContain('has no CLUSTER_ID');
  });

  test.each(['.:/mnt/shared/config', './server.properties:/mnt/shared/config/server.properties:ro'])(
    'a properties file of its own is not read, which is said: %s',
    (volume) => {
      const { message, hint } = problemOf(`  kafka: { image: apache/kafka, volumes: ["${volume}"] }\n`);
      expect(message).toMatch(/my\.yml: broker kafka takes its properties from \/some\/where.*mnt\/shared/);
      expect(hint).toContain('environment of kafka');
    },
  );
});

describe('controllers', () => {
  test('bootstrap servers instead of voters', () => {
    const bootstrap = {
      KAFKA_CONTROLLER_QUORUM_VOTERS: '',
      KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS: 'kafka1:9093,kafka2:9093',
    };
    const services = node(1, bootstrap) + node(2, bootstrap);
    expect(planOf(services).services.map(({ kraft }) => kraft?.isController)).toEqual([true, true]);
    const file = withBrokers(fileOf(services), 3);
    expect(file.services['kafka3']!.environment).toMatchObject({
      KAFKA_PROCESS_ROLES: 'broker',
      KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS: 'kafka1:9093,kafka2:9093',
    });
    const neither = { ...bootstrap, KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS: '' };
    expect(problemOf(node(1, neither)).message).toContain(
      'has no KAFKA_CONTROLLER_QUORUM_VOTERS or KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS',
    );
  });

  test('their listener may be advertised as well, and is not for programs', () => {
    const services = node(1, {
      KAFKA_LISTENERS: 'CONTROLLER://:9093,A://:9092',
      KAFKA_ADVERTISED_LISTENERS: 'CONTROLLER://localhost:9093,A://localhost:9092',
    });
    expect(planOf(services).services[0]).toMatchObject({ address: 'localhost:9092', hostListeners: ['A'] });
    expect(withBrokers(fileOf(services), 2).services['kafka2']!.environment).toMatchObject({
      KAFKA_LISTENERS: 'A://:9092',
      KAFKA_ADVERTISED_LISTENERS: 'A://localhost:9093',
    });
  });

  test('apart from the brokers: the key and the ways out', () => {
    const { message, hint } = problemOf(
      node(1, { KAFKA_PROCESS_ROLES: 'controller' }) + node(2, { KAFKA_PROCESS_ROLES: 'broker' }),
    );
    expect(message).toBe(`${path}: broker kafka1 is a controller only (KAFKA_PROCESS_ROLES: controller).`);
    expect(hint).toMatch(/KAFKA_PROCESS_ROLES: broker,controller.*docker compose/);
  });

  test('none at all', () => {
    expect(problemOf(node(1, { KAFKA_PROCESS_ROLES: 'broker' })).message).toBe(
      `${path}: no broker is a controller as well (KAFKA_PROCESS_ROLES).`,
    );
  });
});

describe('an address for other machines', () => {
  const published = '    ports: ["24000:24000"]\n';
  const lan = (host: string) =>
    node(1, { KAFKA_ADVERTISED_LISTENERS: `IN://kafka1:19092,OUT://${host}:24000` }, published);

  test.each([
    ...['192.168.1.5', '${HOSTNAME}', 'me.example.org', '[fd00::5]', 'host.docker.internal'],
    ...['[::1]', '127.0.1.1', '0.0.0.0'],
  ])('%s: the broker is reached on this machine, at the same port', (host) => {
    for (const env of [{ HOSTNAME: 'me' }, {}]) {
      expect(planOf(lan(host), env).services[0]).toMatchObject({
        address: 'localhost:24000',
        hostPorts: [24_000],
        hostListeners: ['OUT'],
      });
    }
  });

  test("the host's own network publishes no port", () => {
    const services = node(
      1,
      { KAFKA_ADVERTISED_LISTENERS: 'A://192.168.1.5:24000' },
      '    network_mode: host\n',
    );
    expect(planOf(services).services[0]).toMatchObject({ address: 'localhost:24000' });
  });

  test('localhost comes first, and the name of a service is no address of this machine', () => {
    const both = lan('192.168.1.5').replace('IN://kafka1:19092', 'HOST://localhost:24000');
    expect(planOf(both).services[0]).toMatchObject({ hostListeners: ['HOST'] });
    for (const name of ['kafka1', 'box', 'named']) {
      const hidden = lan(name).replace(
        '    ports',
        '    hostname: box\n    container_name: named\n    ports',
      );
      expect(problemOf(hidden).message).toContain('no listener of broker kafka1 can be reached');
    }
  });
});

describe('listeners with TLS or a login', () => {
  const secured = (map: string, advertised: string) =>
    node(1, { KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: map, KAFKA_ADVERTISED_LISTENERS: advertised });

  test.each([
    ['CONTROLLER:PLAINTEXT,OUT:SASL_PLAINTEXT', 'OUT://localhost:9092', 'SASL_PLAINTEXT'],
    ['CONTROLLER:PLAINTEXT, out : sasl_ssl', 'OUT://localhost:9092', 'SASL_SSL'],
    ['', 'SASL_PLAINTEXT://localhost:9092', 'SASL_PLAINTEXT'],
    ['', 'SSL://192.168.1.5:9092', 'SSL'],
    ['IN:PLAINTEXT,OUT:SASL_SSL', 'IN://kafka1:19092,OUT://localhost:9092', 'SASL_SSL'],
  ])('only such ones: refused before anything is started: %j %j', (map, advertised, protocol) => {
    const { message, hint } = problemOf(secured(map, advertised));
    expect(message).toMatch(/my\.yml: broker kafka1 has no listener .*KAFKA_LISTENER_SECURITY_PROTOCOL_MAP/);
    expect(message).toContain(`port 9092 is ${protocol}.`);
    expect(hint).toContain('LAB:PLAINTEXT');
  });

  test('beside one without: that one is used', () => {
    const services = secured(
      'OUT:SASL_PLAINTEXT,LAB:PLAINTEXT',
      'OUT://localhost:9092,LAB://localhost:9099',
    ).replace('    environment', '    ports: ["9092:9092", "9099:9099"]\n    environment');
    expect(planOf(services).services[0]).toMatchObject({
      address: 'localhost:9099',
      hostPorts: [9099, 9092],
    });
  });
});
