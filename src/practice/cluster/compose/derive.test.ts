import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../../testing/clusters/cluster-fixtures.js';
import { parseComposeFile, type ComposeFile } from './compose-file.js';
import { brokerNames, withBrokers, withOneMoreBroker, withPorts } from './derive.js';
import { withClusterId } from './kraft-nodes.js';
import { planFromCompose } from './plan-from-compose.js';
import { withProfiles } from './profiles.js';

const path = join(packageFolder, 'docker-compose.yml');
const read = (file: string) =>
  withProfiles(parseComposeFile(readFileSync(file, 'utf8'), file, {}), { profiles: '', registry: false });
const shipped = read(path);
const kraftPath = join(packageFolder, 'docker-compose.kraft.yml');
const kraft = read(kraftPath);
const environmentOf = (file: ComposeFile, name: string) => file.services[name]!.environment;

describe('ports', () => {
  test('move in the published port and in the listener for the host, and nowhere else', () => {
    const file = withPorts(shipped, { basePort: 19_000, zookeeperPort: 12_181 });
    expect(file.services['kafka2']!.ports).toEqual(['127.0.0.1:19001:19001']);
    expect(environmentOf(file, 'kafka2')['KAFKA_ADVERTISED_LISTENERS']).toBe(
      'INTERNAL://kafka2:29092,HOST://localhost:19001',
    );
    expect(file.services['zookeeper']!.ports).toEqual(['127.0.0.1:12181:2181']);
    expect(environmentOf(file, 'kafka2')['KAFKA_ZOOKEEPER_CONNECT']).toBe('zookeeper:2181');
  });

  test('a container that listens where it says keeps its own port', () => {
    const service = shipped.services['kafka1']!;
    const file = withPorts(
      {
        ...shipped,
        services: {
          ...shipped.services,
          kafka1: {
            ...service,
            ports: [{ target: 9000, published: '9092', host_ip: '127.0.0.1' }],
            environment: { ...service.environment, KAFKA_LISTENERS: 'INTERNAL://:29092,HOST://:9000' },
          },
        },
      },
      { basePort: 19_000 },
    );
    expect(file.services['kafka1']!.ports).toEqual([
      { target: 9000, published: '19000', host_ip: '127.0.0.1' },
    ]);
  });
});

describe('brokers', () => {
  test('one: replication that one broker can keep, and no trace of the others', () => {
    const file = withBrokers(shipped, 1);
    expect(Object.keys(file.services)).toEqual(['zookeeper', 'kafka1']);
    expect(Object.keys(file.volumes!)).toEqual(['zookeeper-data', 'zookeeper-log', 'kafka1-data']);
    expect(environmentOf(file, 'kafka1')).toMatchObject({
      KAFKA_DEFAULT_REPLICATION_FACTOR: '1',
      KAFKA_MIN_INSYNC_REPLICAS: '1',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    });
  });

  test('one more: next id, name, port and volume, and a rack in turn', () => {
    const { file, name } = withOneMoreBroker(shipped);
    expect(name).toBe('kafka4');
    expect(file.services['kafka4']).toMatchObject({
      ports: ['127.0.0.1:9095:9095'],
      volumes: ['kafka4-data:/var/lib/kafka/data'],
    });
    expect(environmentOf(file, 'kafka4')).toMatchObject({
      KAFKA_BROKER_ID: '4',
      KAFKA_BROKER_RACK: 'rack-a',
      KAFKA_ADVERTISED_LISTENERS: 'INTERNAL://kafka4:29092,HOST://localhost:9095',
    });
    expect(Object.keys(file.volumes!)).toContain('kafka4-data');
  });

  test('a broker without a number in its name', () => {
    const file = parseComposeFile(
      `services:
  zookeeper: { image: confluentinc/cp-zookeeper:7.9.5, environment: { ZOOKEEPER_CLIENT_PORT: 2181 } }
  broker:
    image: confluentinc/cp-kafka:7.9.5
    container_name: broker
    hostname: broker
    ports: ['9092:9092', '9101:9101']
    environment:
      KAFKA_BROKER_ID: 1
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://broker:29092,HOST://localhost:9092
    volumes: ['data:/var/lib/kafka/data', './logs/broker:/var/log']
volumes: { data: }
`,
      'x',
      {},
    );
    const more = withOneMoreBroker(file);
    expect(more.name).toBe('broker-2');
    expect(more.file.services['broker-2']).toMatchObject({
      container_name: 'broker-2',
      hostname: 'broker-2',
      ports: ['9102:9102'],
      volumes: ['data-2:/var/lib/kafka/data', './logs/broker-2:/var/log'],
      environment: { KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://broker-2:29092,HOST://localhost:9102' },
    });
  });

  test('any number of them: ids, ports and volumes of their own, in a row, in every rack', () => {
    const count = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1024, max: 40_000 }), (first, second, basePort) => {
        const file = withPorts(withBrokers(withBrokers(shipped, first), second), { basePort });
        const brokers = planFromCompose(file, path).services.slice(1);
        expect(brokers.map(({ id }) => id)).toEqual(Array.from({ length: second }, (_, index) => index + 1));
        expect(brokers.map(({ port }) => port)).toEqual(brokers.map((_, index) => basePort + index));
        const volumes = brokerNames(file).flatMap((name) => file.services[name]!.volumes);
        expect(new Set(volumes).size).toBe(second);
        expect(Object.keys(file.volumes!)).toHaveLength(second + 2);
      }),
      { numRuns: 30 },
    );
  });
});

describe('without ZooKeeper', () => {
  test('ports move on the outside only: inside, every node listens on the same ones', () => {
    const file = withPorts(kraft, { basePort: 19_000 });
    expect(file.services['kafka2']!.ports).toEqual(['127.0.0.1:19001:9092']);
    expect(environmentOf(file, 'kafka2')).toMatchObject({
      KAFKA_ADVERTISED_LISTENERS: 'INTERNAL://kafka2:29092,HOST://localhost:19001',
      KAFKA_LISTENERS: environmentOf(kraft, 'kafka2')['KAFKA_LISTENERS'],
    });
  });

  test('one more has no vote and no listener for controllers', () => {
    const { file, name } = withOneMoreBroker(kraft);
    expect(environmentOf(file, name)).toMatchObject({
      KAFKA_NODE_ID: '4',
      KAFKA_BROKER_RACK: 'rack-a',
      KAFKA_PROCESS_ROLES: 'broker',
      KAFKA_LISTENERS: 'INTERNAL://:29092,HOST://:9092',
      KAFKA_ADVERTISED_LISTENERS: 'INTERNAL://kafka4:29092,HOST://localhost:9095',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka1:29093,2@kafka2:29093,3@kafka3:29093',
    });
    expect(planFromCompose(file, kraftPath).services.map(({ kraft: node }) => node?.isController)).toEqual([
      ...[true, true, true],
      false,
    ]);
  });

  test.each(['broker', 'kafka', 'PLAINTEXT'])(
    'a copy of a node called %s keeps roles, paths and Java packages that hold that word',
    (name) => {
      const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="broker";';
      const environment = {
        KAFKA_NODE_ID: '1',
        KAFKA_PROCESS_ROLES: 'broker,controller',
        CLUSTER_ID: 'abc',
        KAFKA_CONTROLLER_QUORUM_VOTERS: `1@${name}:9093`,
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_LISTENERS: 'IN://:29092,OUT://:9092,CONTROLLER://:9093',
        KAFKA_ADVERTISED_LISTENERS: `IN://${name}:29092,OUT://localhost:9092`,
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'IN:PLAINTEXT,OUT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        KAFKA_LOG_DIRS: '/var/lib/kafka/data',
        KAFKA_OPTS: '-Djava.security.auth.login.config=/etc/kafka/broker/jaas.conf',
        KAFKA_SASL_JAAS_CONFIG: login,
      };
      const more = withOneMoreBroker({ services: { [name]: { image: 'apache/kafka', environment } } });
      expect(environmentOf(more.file, more.name)).toEqual({
        ...environment,
        KAFKA_NODE_ID: '2',
        KAFKA_PROCESS_ROLES: 'broker',
        KAFKA_LISTENERS: 'IN://:29092,OUT://:9092',
        KAFKA_ADVERTISED_LISTENERS: `IN://${name}-2:29092,OUT://localhost:9093`,
      });
      expect(planFromCompose(more.file, 'my.yml').services).toHaveLength(2);
    },
  );

  test('one alone elects itself, and keeps what one can keep', () => {
    const file = withBrokers(kraft, 1);
    expect(environmentOf(file, 'kafka1')).toMatchObject({
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka1:29093',
      KAFKA_DEFAULT_REPLICATION_FACTOR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
    });
  });

  test('an id of its own', () => {
    const file = withClusterId(withBrokers(kraft, 5), 'abc');
    expect(planFromCompose(file, kraftPath).services.map(({ kraft: node }) => node?.clusterId)).toEqual(
      Array.from({ length: 5 }, () => 'abc'),
    );
    expect(withClusterId(shipped, 'abc')).toEqual(shipped);
  });
});
