/** Java engine: what the schema registry is started with. */
import { join } from 'node:path';
import type { ServicePlan } from '../state/cluster-plan.js';
import { onThisMachine } from './broker-properties.js';
import { registryJar } from './registry-app.js';

export interface RegistryPlaces {
  /** Where the program is. */
  readonly app: string;
  /** Where it may leave files of its own. */
  readonly data: string;
  readonly log: string;
}

/** In the form of the brokers' logs, so that all can be merged by time. */
const logFormat = '[%d{yyyy-MM-dd HH:mm:ss,SSS}] %p %s%e (%c)%n';

/** Behind the options of the JVM. Its settings are Quarkus's. */
export function registryArguments(service: ServicePlan, { app, data, log }: RegistryPlaces): string[] {
  const settings: Readonly<Record<string, string>> = {
    ...environmentOf(service),
    'quarkus.http.host': '127.0.0.1',
    'quarkus.http.port': String(service.port),
    'quarkus.banner.enabled': 'false',
    ...logSettings('console', { enable: 'false' }),
    ...logSettings('file', {
      ...{ enable: 'true', path: log, format: logFormat },
      ...{ 'rotation.max-file-size': '10M', 'rotation.max-backup-index': '1' },
    }),
    'quarkus.transaction-manager.object-store.directory': join(data, 'transactions'),
    'java.io.tmpdir': data,
  };
  return [
    ...Object.entries(settings).map(([name, value]) => `-D${name}=${value}`),
    ...['-jar', join(app, registryJar)],
  ];
}

const logSettings = (to: 'console' | 'file', settings: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`quarkus.log.${to}.${name}`, value]));

/** Its settings are looked up among the variables of the environment and the properties of the JVM alike, under one name. */
const environmentOf = (service: ServicePlan): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.properties).map(([name, value]) => [name, onThisMachine(service, value)]),
  );
