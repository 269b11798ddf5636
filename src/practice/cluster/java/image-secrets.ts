/** What the start script of Confluent's image makes of its own variables for TLS: names of files below /etc/kafka/secrets. */
import { readFile } from 'node:fs/promises';
import { LabError } from '../../../text/errors.js';
import type { ServicePlan } from '../state/cluster-plan.js';
import { onThisMachine } from './broker-properties.js';

const secretsFolder = '/etc/kafka/secrets';

/** KAFKA_SSL_…_FILENAME → the property that Kafka knows. */
const files: Readonly<Record<string, string>> = {
  'ssl.keystore.filename': 'ssl.keystore.location',
  'ssl.truststore.filename': 'ssl.truststore.location',
};
/** KAFKA_SSL_…_CREDENTIALS: the file holds the password. */
const credentials: Readonly<Record<string, string>> = {
  'ssl.keystore.credentials': 'ssl.keystore.password',
  'ssl.key.credentials': 'ssl.key.password',
  'ssl.truststore.credentials': 'ssl.truststore.password',
};

/** The properties of the service with these replaced. Throws `environment` if a file of them cannot be read. */
export async function withImageSecrets(service: ServicePlan): Promise<ServicePlan> {
  const properties: Record<string, string> = {};
  for (const [key, value] of Object.entries(service.properties)) {
    const file = files[key];
    const password = credentials[key];
    if (file !== undefined) properties[file] = `${secretsFolder}/${value}`;
    else if (password !== undefined) properties[password] = await passwordIn(service, key, value);
    else properties[key] = value;
  }
  return { ...service, properties };
}

async function passwordIn(service: ServicePlan, key: string, name: string): Promise<string> {
  const path = onThisMachine(service, `${secretsFolder}/${name}`);
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    const variable = `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`;
    throw new LabError(
      'environment',
      `${variable} of ${service.name} names ${path}, which cannot be read: ${(error as Error).message}`,
      {
        hint: `The folder of it is mounted at ${secretsFolder}: volumes: ["./secrets:${secretsFolder}"]`,
        cause: error,
      },
    );
  }
}
