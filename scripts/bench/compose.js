// The broker that is measured, as a compose file: one listener for each way of reaching it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { certificates } from './certificates.js';
import { checkout } from './run.js';

export const user = 'bench';
export const password = 'bench-practice-only';

/** Of its own for each checkout, so that two can be measured side by side; below those that systems give to clients. */
const firstPort = 21_000 + (checkout.readUInt16BE() % 1000) * 10;
/** far: the near end of a line that takes its time. */
export const ports = {
  zookeeper: firstPort,
  plain: firstPort + 1,
  tls: firstPort + 2,
  login: firstPort + 3,
  far: firstPort + 4,
  farBroker: firstPort + 5,
  registry: firstPort + 6,
};

/**
 * Writes it, and the files for TLS beside it; resolves with the paths.
 * @param {string} folder
 */
export async function writeCompose(folder) {
  const { createAuthority } = await certificates();
  const authority = createAuthority('Benchmark Authority');
  const { key, certificate } = authority.issue({ commonName: 'localhost', hosts: ['localhost'] });
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets, { recursive: true });
  const [ca, broker, file] = [
    join(secrets, 'ca.pem'),
    join(secrets, 'broker.pem'),
    join(folder, 'compose.yml'),
  ];
  writeFileSync(ca, authority.certificate);
  writeFileSync(broker, [key, certificate, authority.certificate].join(''), { mode: 0o600 });
  writeFileSync(file, stringify({ services: { zookeeper, kafka1, registry } }));
  return { file, ca };
}

const zookeeper = {
  image: 'confluentinc/cp-zookeeper:7.9.5',
  ports: [`127.0.0.1:${ports.zookeeper}:2181`],
  environment: { ZOOKEEPER_CLIENT_PORT: 2181 },
};

const registry = {
  image: 'apicurio/apicurio-registry-mem:2.6.13.Final',
  ports: [`127.0.0.1:${ports.registry}:8080`],
  environment: { JAVA_OPTS_APPEND: '-Xmx384m -XX:+UseSerialGC' },
};

const keystore = { TYPE: 'PEM', LOCATION: '/secrets/broker.pem' };

const kafka1 = {
  image: 'confluentinc/cp-kafka:7.9.5',
  ports: [ports.plain, ports.tls, ports.login, ports.farBroker].map((port) => `127.0.0.1:${port}:${port}`),
  volumes: ['./secrets:/secrets'],
  environment: {
    KAFKA_BROKER_ID: 1,
    KAFKA_ZOOKEEPER_CONNECT: 'zookeeper:2181',
    KAFKA_LISTENERS: `INTERNAL://:29092,PLAIN://:${ports.plain},TLS://:${ports.tls},LOGIN://:${ports.login},FAR://:${ports.farBroker}`,
    KAFKA_ADVERTISED_LISTENERS: `INTERNAL://kafka1:29092,PLAIN://localhost:${ports.plain},TLS://localhost:${ports.tls},LOGIN://localhost:${ports.login},FAR://localhost:${ports.farBroker}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
      'INTERNAL:PLAINTEXT,PLAIN:PLAINTEXT,TLS:SSL,LOGIN:SASL_SSL,FAR:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
    KAFKA_SASL_ENABLED_MECHANISMS: 'SCRAM-SHA-512',
    KAFKA_LISTENER_NAME_LOGIN_SCRAM___SHA___512_SASL_JAAS_CONFIG:
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    ...Object.fromEntries(
      ['TLS', 'LOGIN'].flatMap((listener) =>
        Object.entries(keystore).map(([key, value]) => [
          `KAFKA_LISTENER_NAME_${listener}_SSL_KEYSTORE_${key}`,
          value,
        ]),
      ),
    ),
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: 10,
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1,
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1,
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: 0,
    KAFKA_MESSAGE_MAX_BYTES: 20_000_000,
    KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE: 16_777_216,
    // Practice clusters leave the optimizing compiler out, to be up sooner; without it a broker takes five times as long for TLS.
    KAFKA_JVM_PERFORMANCE_OPTS: '-server -XX:+UseG1GC -XX:TieredStopAtLevel=4',
  },
};
