/** Variations of a compose file: other ports, fewer or more brokers. Pure; both engines run the result. */
import { LabError } from '../../../text/errors.js';
import type { ComposeFile, ComposeService } from './compose-file.js';
import { asBrokerOnly, idVariable, quorumVariables, withoutVoter } from './kraft-nodes.js';
import { hostListener, publishedPorts } from './host-listeners.js';
import { listenersText, parseListeners, parsePort, portEntry } from './listeners.js';
import { kindOf } from './images.js';
import { withRegistryPort } from './registry-service.js';
import { namedVolumes, withoutService } from './without-service.js';

/** Names of the brokers, by id. */
export function brokerNames(file: ComposeFile): string[] {
  const id = (name: string) => Number(idOf(file.services[name] as ComposeService));
  return Object.keys(file.services)
    .filter((name) => kindOf(file.services[name] as ComposeService) === 'broker')
    .sort((a, b) => id(a) - id(b));
}

const idOf = (service: ComposeService): string => service.environment[idVariable(service)] ?? '';

export interface WantedPorts {
  readonly basePort?: number | undefined;
  readonly zookeeperPort?: number | undefined;
  readonly registryPort?: number | undefined;
}

/** Brokers listen on `basePort`, `basePort + 1` …, ZooKeeper on `zookeeperPort`, registries from `registryPort` on; undefined ones stay as they are. */
export function withPorts(file: ComposeFile, ports: WantedPorts): ComposeFile {
  const services = { ...file.services };
  if (ports.registryPort !== undefined) {
    const registries = Object.entries(services).filter(([, service]) => kindOf(service) === 'registry');
    for (const [index, [name, service]] of registries.entries()) {
      services[name] = withRegistryPort(service, ports.registryPort + index);
    }
  }
  if (ports.basePort !== undefined) {
    for (const [index, name] of brokerNames(file).entries()) {
      services[name] = withBrokerPort(services[name] as ComposeService, file, ports.basePort + index);
    }
  }
  for (const [name, service] of Object.entries(services)) {
    if (ports.zookeeperPort !== undefined && kindOf(service) === 'zookeeper') {
      const target = Number(service.environment['ZOOKEEPER_CLIENT_PORT'] ?? 2181);
      const published = ports.zookeeperPort;
      const entries = service.ports ?? [];
      const found = entries.some((entry) => parsePort(entry)?.target === target);
      services[name] = {
        ...service,
        ports: found
          ? entries.map((entry) =>
              parsePort(entry)?.target === target ? portEntry(entry, { published, target }) : entry,
            )
          : [...entries, `127.0.0.1:${published}:${target}`],
      };
    }
  }
  return { ...file, services };
}

function withBrokerPort(service: ComposeService, file: ComposeFile, port: number): ComposeService {
  const old = hostListener(service, file);
  if (!old) return service;
  const { environment } = service;
  const moved = (text: string) =>
    listenersText(parseListeners(text).map((one) => (one.name === old.name ? { ...one, port } : one)));
  // Without KAFKA_LISTENERS the image listens on the advertised port, so the port inside the container moves as well.
  const follows = !environment['KAFKA_LISTENERS'];
  return {
    ...service,
    environment: {
      ...environment,
      KAFKA_ADVERTISED_LISTENERS: moved(environment['KAFKA_ADVERTISED_LISTENERS'] ?? ''),
    },
    ports: (service.ports ?? []).map((entry) => {
      const parsed = parsePort(entry);
      if (parsed?.published !== old.port) return entry;
      return portEntry(entry, { published: port, target: follows ? port : parsed.target });
    }),
  };
}

/**
 * Drops the last brokers or copies the last one until there are `count`, and fits the replication of new topics to it.
 * Copies have no vote in a quorum: with three voters it survives the loss of one.
 */
export function withBrokers(file: ComposeFile, count: number): ComposeFile {
  let result = file;
  while (brokerNames(result).length > count) result = withoutBroker(result, brokerNames(result).at(-1) ?? '');
  while (brokerNames(result).length < count) result = withOneMoreBroker(result).file;
  return withReplicationUpTo(result, count);
}

const replicationFactors = [
  'KAFKA_DEFAULT_REPLICATION_FACTOR',
  'KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR',
  'KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR',
  'KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR',
];
const minimaInSync = [
  'KAFKA_MIN_INSYNC_REPLICAS',
  'KAFKA_TRANSACTION_STATE_LOG_MIN_ISR',
  'KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR',
];

function withReplicationUpTo(file: ComposeFile, brokers: number): ComposeFile {
  const services = { ...file.services };
  for (const name of brokerNames(file)) {
    const service = services[name] as ComposeService;
    const environment = { ...service.environment };
    const limit = (variables: readonly string[], most: number) => {
      for (const variable of variables) {
        const value = environment[variable];
        if (value !== undefined && Number(value) > most) environment[variable] = String(most);
      }
    };
    limit(replicationFactors, brokers);
    limit(minimaInSync, Math.max(1, brokers - 1));
    services[name] = { ...service, environment };
  }
  return { ...file, services };
}

function withoutBroker(file: ComposeFile, name: string): ComposeFile {
  const gone = file.services[name];
  const smaller = withoutService(file, name);
  return gone ? withoutVoter(smaller, idOf(gone)) : smaller;
}

/** A copy of the last broker with the next id, name, port, rack and a volume of its own. */
export function withOneMoreBroker(file: ComposeFile): { file: ComposeFile; name: string } {
  const names = brokerNames(file);
  const last = names.at(-1);
  const model = last === undefined ? undefined : file.services[last];
  const listener = model && hostListener(model, file);
  if (last === undefined || !model || !listener) {
    throw new LabError('environment', 'The compose file has no broker to copy.');
  }
  const oldId = idOf(model);
  const id = String(Number(oldId) + 1);
  const name = last.endsWith(oldId) ? last.slice(0, -oldId.length) + id : `${last}-${id}`;
  const renamed = (text: string) => replaceWord(text, last, name);
  const environment = Object.fromEntries(
    Object.entries(asBrokerOnly(model.environment)).map(([key, value]) => [
      key,
      quorumVariables.includes(key) ? value : withOtherHost(value, last, name),
    ]),
  );
  environment[idVariable(model)] = id;
  const racks = names.map((each) => file.services[each]?.environment['KAFKA_BROKER_RACK']);
  // Racks rotate: with a, b and c taken, the fourth broker is in a again.
  const rack = racks[racks.length % new Set(racks).size];
  if (rack !== undefined) environment['KAFKA_BROKER_RACK'] = rack;
  const own = (volume: string) => {
    const candidate = renamed(volume);
    if (candidate !== volume) return candidate;
    const numbered = volume.replace(new RegExp(`${oldId}(?!.*\\d)`), id);
    return numbered === volume ? `${volume}-${id}` : numbered;
  };
  const volumes = { ...file.volumes };
  for (const volume of namedVolumes(model)) volumes[own(volume)] = volumes[volume] ?? null;
  const text = (field: string) =>
    typeof model[field] === 'string' ? { [field]: renamed(model[field]) } : {};
  const copy: ComposeService = {
    ...model,
    ...text('hostname'),
    ...text('container_name'),
    environment,
    ports: (model.ports ?? []).filter((entry) => parsePort(entry)?.published === listener.port),
    ...(model.volumes && {
      volumes: model.volumes.map((entry) => {
        const [source = '', ...rest] = String(entry).split(':');
        const isName = /^\w/.test(source);
        return [isName ? own(source) : renamed(source), ...rest].join(':');
      }),
    }),
  };
  const taken = names
    .flatMap((each) => publishedPorts(file.services[each] as ComposeService))
    .map(({ published }) => published);
  const port = Math.max(listener.port, ...taken) + 1;
  return {
    name,
    file: {
      ...file,
      services: { ...file.services, [name]: withBrokerPort(copy, file, port) },
      ...(file.volumes && { volumes }),
    },
  };
}

/** Only where it is a host (`IN://kafka3:29092`): roles, paths and Java packages hold words like `broker` and `kafka` too. */
const withOtherHost = (text: string, host: string, other: string): string =>
  text.replace(new RegExp(`(?<=^|[,;@\\s]|//)${host.replace(/\W/g, '\\$&')}(?=:\\d)`, 'g'), () => other);

/** Replaces `kafka3` as a whole word (`kafka3-data`, `//kafka3:29092`), not inside `kafka31`. */
function replaceWord(text: string, word: string, replacement: string): string {
  return text
    .split(word)
    .reduce(
      (done, rest) => done + (/^\d/.test(rest) || /[A-Za-z0-9]$/.test(done) ? word : replacement) + rest,
    );
}
