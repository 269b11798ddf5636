/** What the image apache/kafka adds to an environment that leaves it out. */
import { resolve } from 'node:path';
import { LabError } from '../../../text/errors.js';
import type { ComposeFile, ComposeService } from './compose-file.js';
import { mountsOf } from './mounts.js';
import { imageOf } from './image-name.js';
import { brokerProperties } from './properties.js';

/** Where the image looks for a properties file of the user's. */
const configFolder = '/mnt/shared/config';

const clusterId = '5L6g3nShT-eMCtK--X86sw';

/** Its server.properties, without the values that Kafka has by default. */
const serverProperties: Readonly<Record<string, string>> = {
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_NODE_ID: '1',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
  KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://localhost:9092',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
    'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
  KAFKA_LOG_DIRS: '/tmp/kraft-combined-logs',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
};

/**
 * The file with the image's defaults written out: a cluster id, and all of its server.properties if the environment has
 * no property of a broker. One property is enough for the image to leave that file aside. `path` is the file's.
 */
export function withImageDefaults(file: ComposeFile, path: string): ComposeFile {
  const services = Object.entries(file.services).map(([name, service]): [string, ComposeService] => {
    if (imageOf(service) !== 'apache/kafka') return [name, service];
    requireNoPropertiesFile(name, service, path);
    const isBare = Object.keys(brokerProperties(service.environment)).length === 0;
    const given = { ...(isBare && serverProperties), ...service.environment };
    const isKraft = Boolean(given['KAFKA_PROCESS_ROLES']);
    const environment = isKraft ? { ...given, CLUSTER_ID: given['CLUSTER_ID'] || clusterId } : given;
    return [name, { ...service, environment }];
  });
  return { ...file, services: Object.fromEntries(services) };
}

function requireNoPropertiesFile(name: string, service: ComposeService, path: string): void {
  const mounts = mountsOf(service.volumes ?? [], resolve(path, '..'));
  const mount = mounts.find(
    ({ container }) => container === configFolder || container === `${configFolder}/server.properties`,
  );
  if (!mount) return;
  throw new LabError(
    'environment',
    `${path}: broker ${name} takes its properties from ${mount.host} (volumes: …:${mount.container}), which kafka-lab does not read.`,
    { hint: `Write them into the environment of ${name}: log.retention.hours is KAFKA_LOG_RETENTION_HOURS.` },
  );
}
