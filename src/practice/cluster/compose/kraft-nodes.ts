/** The parts of a compose file for a cluster without ZooKeeper: the nodes' roles, the voters, and the cluster id. */
import { LabError } from '../../../text/errors.js';
import type { ComposeFile, ComposeService } from './compose-file.js';
import { listenersText, parseListeners, withoutControllers } from './listeners.js';
import type { KraftNode } from '../state/cluster-plan.js';

const rolesVariable = 'KAFKA_PROCESS_ROLES';
const votersVariable = 'KAFKA_CONTROLLER_QUORUM_VOTERS';
/** Either says where the controllers are. */
export const quorumVariables: readonly string[] = [
  votersVariable,
  'KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS',
];

const isKraft = ({ environment }: ComposeService): boolean => Boolean(environment[rolesVariable]);

/** Both names mean the same; with ZooKeeper the older one is usual. */
export const idVariable = ({ environment }: ComposeService): 'KAFKA_NODE_ID' | 'KAFKA_BROKER_ID' =>
  environment['KAFKA_NODE_ID'] === undefined ? 'KAFKA_BROKER_ID' : 'KAFKA_NODE_ID';

/** `place` names the file and the service for messages. Throws `environment` for nodes that kafka-lab cannot run. */
export function kraftNode(service: ComposeService, place: string): KraftNode | undefined {
  if (!isKraft(service)) return undefined;
  const { environment } = service;
  const roles = (environment[rolesVariable] ?? '').split(',').map((role) => role.trim());
  if (!roles.includes('broker')) {
    throw new LabError(
      'environment',
      `${place} is a controller only (${rolesVariable}: ${roles.join(',')}).`,
      {
        hint: `kafka-lab runs controllers that are brokers as well: give brokers ${rolesVariable}: broker,controller and a controller listener, and take the controllers out of the file. Or start it as it is with docker compose, and name its brokers: kafka-lab -b localhost:PORT brokers list`,
      },
    );
  }
  if (!environment['CLUSTER_ID']) {
    throw new LabError('environment', `${place} has no CLUSTER_ID.`, {
      hint: 'All nodes of a cluster without ZooKeeper carry the same one, 16 bytes in base64.',
    });
  }
  if (!quorumVariables.some((variable) => environment[variable])) {
    throw new LabError('environment', `${place} has no ${quorumVariables.join(' or ')}.`, {
      hint: `The first names the nodes that vote (1@kafka1:29093), the second where they are (kafka1:29093).`,
    });
  }
  return { clusterId: environment['CLUSTER_ID'] ?? '', isController: roles.includes('controller') };
}

/** The same node without a vote and without the controller listener. */
export function asBrokerOnly(environment: Readonly<Record<string, string>>): Record<string, string> {
  if (!environment[rolesVariable]) return { ...environment };
  const result: Record<string, string> = { ...environment, [rolesVariable]: 'broker' };
  for (const variable of ['KAFKA_LISTENERS', 'KAFKA_ADVERTISED_LISTENERS']) {
    if (!result[variable]) continue;
    result[variable] = listenersText(
      withoutControllers(parseListeners(result[variable]), environment['KAFKA_CONTROLLER_LISTENER_NAMES']),
    );
  }
  return result;
}

/** The quorum without a removed node, whose vote would never come. */
export function withoutVoter(file: ComposeFile, id: string): ComposeFile {
  return withEnvironments(file, (environment) => {
    const voters = environment[votersVariable];
    if (voters === undefined) return environment;
    const rest = voters.split(',').filter((voter) => !voter.trim().startsWith(`${id}@`));
    return { ...environment, [votersVariable]: rest.join(',') };
  });
}

export function withClusterId(file: ComposeFile, clusterId: string): ComposeFile {
  return withEnvironments(file, (environment) =>
    environment['CLUSTER_ID'] === undefined ? environment : { ...environment, CLUSTER_ID: clusterId },
  );
}

function withEnvironments(
  file: ComposeFile,
  change: (environment: ComposeService['environment']) => ComposeService['environment'],
): ComposeFile {
  const services = Object.entries(file.services).map(([name, service]) => [
    name,
    isKraft(service) ? { ...service, environment: change(service.environment) } : service,
  ]);
  return { ...file, services: Object.fromEntries(services) as ComposeFile['services'] };
}
