/** Compose file → `ClusterPlan`: the Kafka services, their addresses on this machine, and their properties. */
import { resolve } from 'node:path';
import { LabError } from '../../../text/errors.js';
import type { ComposeFile, ComposeService } from './compose-file.js';
import { kindOf } from './images.js';
import { idVariable, kraftNode } from './kraft-nodes.js';
import { mountsOf } from './mounts.js';
import { aliasesOf, hostListeners, isSecured, protocolOf, publishedPorts } from './host-listeners.js';
import type { Listener } from './listeners.js';
import type { ClusterMode, ClusterPlan, ServiceKind, ServicePlan } from '../state/cluster-plan.js';
import { brokerProperties, registryProperties, zookeeperProperties } from './properties.js';
import { registryOf } from './registry-service.js';

/** `path` is the compose file's, for messages and relative mounts. Throws `environment` if it does not describe a valid cluster. */
export function planFromCompose(file: ComposeFile, path: string): ClusterPlan {
  const folder = resolve(path, '..');
  const services: ServicePlan[] = [];
  const others: { name: string; image: string }[] = [];
  for (const [name, service] of Object.entries(file.services)) {
    const kind = kindOf(service);
    if (kind === 'zookeeper') services.push(zookeeperPlan(name, service, folder));
    if (kind === 'broker') services.push(brokerPlan(name, service, file, path));
    if (kind === 'registry') services.push(registryPlan(name, service, folder));
    if (!kind) others.push({ name, image: service.image ?? 'one built here' });
  }
  const count = (kind: ServiceKind) => services.filter((service) => service.kind === kind).length;
  const mode = modeOf(services, path);
  if (count('zookeeper') !== (mode === 'kraft' ? 0 : 1) || count('broker') === 0) {
    throw new LabError(
      'environment',
      mode === 'kraft'
        ? `${path} describes a ZooKeeper and brokers that run without one (KAFKA_PROCESS_ROLES).`
        : `${path} describes ${count('zookeeper')} cp-zookeeper and ${count('broker')} cp-kafka services; kafka-lab needs one ZooKeeper and at least one broker.`,
      { hint: `Services in the file: ${Object.keys(file.services).join(', ') || 'none'}.` },
    );
  }
  const ids = new Set(services.filter(({ kind }) => kind === 'broker').map(({ id }) => id));
  if (ids.size !== count('broker')) {
    throw new LabError(
      'environment',
      `${path}: two brokers have the same id (KAFKA_BROKER_ID, KAFKA_NODE_ID).`,
      {
        hint: 'Give each broker its own number.',
      },
    );
  }
  if (mode === 'kraft' && !services.some(({ kraft }) => kraft?.isController)) {
    throw new LabError('environment', `${path}: no broker is a controller as well (KAFKA_PROCESS_ROLES).`, {
      hint: 'Without ZooKeeper, some have to keep the metadata: KAFKA_PROCESS_ROLES: broker,controller',
    });
  }
  const order: readonly ServiceKind[] = ['zookeeper', 'broker', 'registry'];
  services.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.id - b.id);
  return { mode, services, others };
}

function modeOf(services: readonly ServicePlan[], path: string): ClusterMode {
  const brokers = services.filter(({ kind }) => kind === 'broker');
  const without = brokers.filter(({ kraft }) => kraft);
  if (without.length === 0) return 'zookeeper';
  const [other] = brokers.filter(({ kraft }) => !kraft);
  if (!other) return 'kraft';
  throw new LabError(
    'environment',
    `${path}: broker ${without[0]?.name ?? ''} runs without ZooKeeper (KAFKA_PROCESS_ROLES), broker ${other.name} with it.`,
    { hint: 'Give all brokers KAFKA_PROCESS_ROLES, or none.' },
  );
}

function zookeeperPlan(name: string, service: ComposeService, folder: string): ServicePlan {
  const client = Number(service.environment['ZOOKEEPER_CLIENT_PORT'] ?? 2181);
  const port = publishedPorts(service).find(({ target }) => target === client)?.published ?? client;
  return {
    ...common(name, service, folder),
    kind: 'zookeeper',
    id: 0,
    properties: zookeeperProperties(service.environment),
    address: `localhost:${port}`,
    port,
    hostPorts: [port],
    hostListeners: [],
  };
}

function registryPlan(name: string, service: ComposeService, folder: string): ServicePlan {
  const registry = registryOf(service);
  if (!registry) throw new Error(`${name} is not a schema registry`);
  const { image, inMemory, runsAsProcess, url, port } = registry;
  return {
    ...common(name, service, folder),
    kind: 'registry',
    id: 0,
    registry: { image, inMemory, runsAsProcess },
    properties: registryProperties(service.environment),
    address: url,
    port,
    hostPorts: [port],
    hostListeners: [],
  };
}

function brokerPlan(name: string, service: ComposeService, file: ComposeFile, path: string): ServicePlan {
  const { environment } = service;
  const must = (variable: string) => {
    const value = environment[variable];
    if (value) return value;
    throw new LabError('environment', `${path}: broker ${name} has no ${variable}.`, {
      hint: `Add it to the environment of ${name}.`,
    });
  };
  const kraft = kraftNode(service, `${path}: broker ${name}`);
  const id = Number(must(idVariable(service)));
  if (!Number.isInteger(id) || id < 0) {
    const variable = idVariable(service);
    throw new LabError('environment', `${path}: ${variable} of ${name} is not a number: ${must(variable)}.`);
  }
  const listeners = hostListeners(service, file);
  const [listener] = listeners;
  if (!listener) {
    throw new LabError(
      'environment',
      `${path}: no listener of broker ${name} can be reached from this machine.`,
      {
        hint: `Publish a port and advertise it: KAFKA_ADVERTISED_LISTENERS: …,HOST://localhost:9092 (it says ${must('KAFKA_ADVERTISED_LISTENERS')}).`,
      },
    );
  }
  requirePlaintext(listener, service, `${path}: broker ${name}`);
  return {
    ...common(name, service, resolve(path, '..')),
    kind: 'broker',
    id,
    ...(kraft && { kraft }),
    properties: brokerProperties(environment),
    address: `${listener.host === '127.0.0.1' ? listener.host : 'localhost'}:${listener.port}`,
    port: listener.port,
    hostPorts: listeners.map(({ port }) => port),
    hostListeners: listeners.map(({ name: each }) => each),
  };
}

/** The commands that start and watch a practice cluster have neither certificates nor a login. */
function requirePlaintext({ name, port }: Listener, { environment }: ComposeService, place: string): void {
  if (!isSecured(environment, name)) return;
  throw new LabError(
    'environment',
    `${place} has no listener for this machine without TLS or a login (KAFKA_ADVERTISED_LISTENERS, KAFKA_LISTENER_SECURITY_PROTOCOL_MAP): ${name} on port ${port} is ${protocolOf(environment, name)}.`,
    {
      hint: 'Add one, and publish its port: LAB://localhost:9099 to KAFKA_ADVERTISED_LISTENERS, LAB://:9099 to KAFKA_LISTENERS, LAB:PLAINTEXT to the map. Or start the file with docker compose, and describe how to log in: kafka-lab connections add NAME',
    },
  );
}

/** Of the images of Kafka and ZooKeeper, then of Red Hat's for Java, on which Apicurio's are built. */
const optionVariables = ['KAFKA_HEAP_OPTS', 'KAFKA_JVM_PERFORMANCE_OPTS', 'KAFKA_OPTS', 'JAVA_OPTS_APPEND'];

function common(name: string, service: ComposeService, folder: string) {
  const { environment } = service;
  const mounts = mountsOf(service.volumes ?? [], folder);
  const jvmOptions = optionVariables.flatMap((variable) =>
    (environment[variable] ?? '').split(/\s+/).filter(Boolean),
  );
  return { name, aliases: aliasesOf(service), mounts, jvmOptions };
}
