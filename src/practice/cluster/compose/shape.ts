/** The wanted shape of a cluster: from the options, else its former shape, else from the compose file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { writePrivateFile } from '../../../files/private-file.js';
import { join, resolve } from 'node:path';
import { LabError } from '../../../text/errors.js';
import { parseEnvFile } from './env-file.js';
import { withImageDefaults } from './image-defaults.js';
import { composeText, parseComposeFile, type ComposeFile } from './compose-file.js';
import { brokerNames, withBrokers, withPorts } from './derive.js';
import { derivedFile } from '../state/cluster-folder.js';
import { withClusterId } from './kraft-nodes.js';
import { planFromCompose } from './plan-from-compose.js';
import { withProfiles } from './profiles.js';
import { wantsRegistry, type WantedRegistry } from './wanted-registry.js';
import type { ClusterMode, ClusterPlan } from '../state/cluster-plan.js';
import {
  isBroker,
  isRegistry,
  isZooKeeper,
  modeOf,
  type ClusterState,
  type EngineName,
} from '../state/state.js';
import type { Environment } from '../../../view/world.js';
import { commandLine } from '../../../text/command-line.js';

export interface WantedShape extends WantedRegistry {
  readonly brokers?: number | undefined;
  readonly basePort?: number | undefined;
  readonly zookeeperPort?: number | undefined;
  readonly file?: string | undefined;
  /** The cluster without ZooKeeper that comes with kafka-lab; otherwise as before, or as the file says. */
  readonly kraft?: boolean | undefined;
}

export interface Shape extends WantedShape {
  readonly file: string;
  /** Without ZooKeeper: the cluster's id, if it differs from the one in the file. */
  readonly clusterId?: string | undefined;
}

/** `before` counts only for the engine that has its data. Throws `refused` if brokers with data would be left out. */
export function shapeOf(
  name: string,
  engine: EngineName,
  before: ClusterState | undefined,
  wanted: WantedShape,
  packageFolder: string,
): Shape {
  const own = join(packageFolder, wanted.kraft ? 'docker-compose.kraft.yml' : 'docker-compose.yml');
  const kept = before?.engine === engine ? before : undefined;
  const keptBrokers = kept?.services.filter(isBroker) ?? [];
  const registryBefore = kept?.services.find(isRegistry);
  if (wanted.brokers !== undefined && wanted.brokers < keptBrokers.length) {
    throw new LabError(
      'refused',
      `Cluster ${name} has the data of ${keptBrokers.length} brokers; with ${wanted.brokers} some of it would be unavailable.`,
      {
        hint: `Start it as it was (without --brokers), or delete its data first: ${commandLine`cluster down --delete-data --name ${name}`}`,
      },
    );
  }
  if (wanted.kraft && kept && modeOf(kept) !== 'kraft') throw otherMode(name, modeOf(kept));
  const keptFile = kept && existsSync(kept.file) ? kept.file : undefined;
  const otherFile = wanted.file !== undefined && resolve(wanted.file) !== keptFile;
  const previous = otherFile ? [] : keptBrokers;
  return {
    file: wanted.file === undefined ? (keptFile ?? own) : resolve(wanted.file),
    brokers: wanted.brokers ?? (previous.length || undefined),
    basePort: wanted.basePort ?? previous[0]?.port,
    zookeeperPort:
      wanted.zookeeperPort ?? (previous.length ? kept?.services.find(isZooKeeper)?.port : undefined),
    registry: wantsRegistry(wanted) || (previous.length > 0 && registryBefore !== undefined),
    registryPort: wanted.registryPort ?? (previous.length ? registryBefore?.port : undefined),
  };
}

/** The error for data that the other kind of cluster cannot read. */
export function otherMode(name: string, was: ClusterMode): LabError {
  return new LabError(
    'refused',
    `Cluster ${name} has the data of a cluster ${was === 'kraft' ? 'without' : 'with'} ZooKeeper, which one ${was === 'kraft' ? 'with it' : 'without it'} cannot read.`,
    {
      hint: `Delete that data first (${commandLine`cluster down --delete-data --name ${name}`}), or give the other cluster a name: --name NAME`,
    },
  );
}

/** Throws `usage` if the cluster has no ZooKeeper. */
export function requireNoZooKeeperPort({ zookeeperPort }: WantedShape, mode: ClusterMode): void {
  if (zookeeperPort === undefined || mode === 'zookeeper') return;
  throw new LabError('usage', 'There is no ZooKeeper in KRaft mode, so --zookeeper-port has no effect.', {
    hint: 'Leave it out; the ports between the controllers are chosen by kafka-lab. --base-port PORT moves the brokers.',
  });
}

/** Throws `exists` if a running cluster is requested in another shape. */
export function requireSameShape(
  state: ClusterState,
  wanted: WantedShape & { readonly engine: string },
): void {
  const brokers = state.services.filter(isBroker);
  const zookeeperPort = state.services.find(isZooKeeper)?.port;
  const registryPort = state.services.find(isRegistry)?.port;
  const differs = (what: unknown, is: unknown) => what !== undefined && what !== is;
  const other =
    wanted.engine !== 'auto' && wanted.engine !== state.engine
      ? `with the ${state.engine} engine`
      : differs(wanted.brokers, brokers.length)
        ? `with ${brokers.length} brokers`
        : differs(wanted.basePort, brokers[0]?.port)
          ? `with its first broker on port ${brokers[0]?.port ?? 0}`
          : differs(wanted.zookeeperPort, zookeeperPort)
            ? `with ZooKeeper on port ${zookeeperPort ?? 0}`
            : registryPort !== undefined && differs(wanted.registryPort, registryPort)
              ? `with its schema registry on port ${registryPort}`
              : wanted.kraft && modeOf(state) !== 'kraft'
                ? 'with ZooKeeper'
                : differs(wanted.file && resolve(wanted.file), state.file)
                  ? `from ${state.file}`
                  : undefined;
  if (other === undefined) return;
  const grow =
    wanted.brokers !== undefined &&
    wanted.brokers > brokers.length &&
    wanted.engine !== (state.engine === 'java' ? 'docker' : 'java');
  const name = state.name === 'lab' ? '' : ` --name ${state.name}`;
  throw new LabError('exists', `Cluster ${state.name} is up already, ${other}.`, {
    hint: grow
      ? `Add a broker to it: kafka-lab cluster add${name}, or stop it first: kafka-lab cluster down${name}`
      : `Use it as it is, stop it first (kafka-lab cluster down${name}), or start another one beside it: --name NAME --base-port PORT --zookeeper-port PORT${registryPort === undefined ? '' : ' --registry-port PORT'}`,
  });
}

/** Reads the file and applies the shape. Throws `environment` with the place of the error. */
export async function derive(
  shape: Shape,
  env: Environment,
): Promise<{ file: ComposeFile; plan: ClusterPlan }> {
  const registry = shape.registry === true;
  let file = withImageDefaults(await readComposeFile(shape.file, registry, env), shape.file);
  // Validated first, as its messages name the place of the error.
  planFromCompose(file, shape.file);
  if (shape.brokers !== undefined && shape.brokers !== brokerNames(file).length)
    file = withBrokers(file, shape.brokers);
  file = withPorts(file, shape);
  if (shape.clusterId !== undefined) file = withClusterId(file, shape.clusterId);
  return { file, plan: planFromCompose(file, shape.file) };
}

async function readComposeFile(path: string, registry: boolean, env: Environment): Promise<ComposeFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new LabError('environment', `${path} cannot be read: ${(error as Error).message}`, {
      hint: 'Name a compose file with --file, or leave it out to use the practice cluster that comes with kafka-lab.',
    });
  });
  // As docker compose does: .env beside the file applies unless the environment overrides it.
  const dotEnv = resolve(path, '../.env');
  const beside = parseEnvFile(await readFile(dotEnv, 'utf8').catch(() => ''), env, dotEnv);
  const variables = { ...beside, ...env };
  const file = parseComposeFile(text, path, variables);
  return withProfiles(file, { profiles: variables['COMPOSE_PROFILES'], registry });
}

export async function writeDerived(folder: string, file: ComposeFile, from: string): Promise<void> {
  await writePrivateFile(
    derivedFile(folder),
    composeText(file, `Generated by kafka-lab from ${from}; rewritten at every start.`),
  );
}

/** The file as the cluster runs it. All variables are filled in there. */
export async function readDerived(
  folder: string,
  state: ClusterState,
): Promise<{ file: ComposeFile; plan: ClusterPlan }> {
  const path = derivedFile(folder);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new LabError('failed', `${path}, the description of cluster ${state.name}, cannot be read.`, {
      hint: `Stop the cluster and start it again: ${commandLine`cluster down --name ${state.name}`}`,
      cause: error,
    });
  });
  const file = parseComposeFile(text, path, {});
  return { file, plan: planFromCompose(file, state.file) };
}
