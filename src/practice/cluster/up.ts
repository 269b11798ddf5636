/** `cluster up`: starts a cluster, or what is missing of it. */
import { closeFolder } from '../../files/private-file.js';
import { rm } from 'node:fs/promises';
import { chooseEngine } from './choose-engine.js';
import { clusterIdFor } from './java/cluster-id.js';
import { projectOf } from './docker/docker.js';
import { derivedFile } from './state/cluster-folder.js';
import { readState, requireReadableState } from './state/find-cluster.js';
import { clusterFolder, clustersFolder, stateFile } from './state/cluster-folder.js';
import { withLock } from './state/lock.js';
import { requireName } from './state/name.js';
import { untilAllSeen, type Probe } from './wait-for-brokers.js';
import { ClusterRecord } from './state/record.js';
import { runnerFor } from './runner-for-engine.js';
import type { Runner, Surroundings } from './engine/runner.js';
import {
  derive,
  otherMode,
  readDerived,
  requireNoZooKeeperPort,
  requireSameShape,
  shapeOf,
  writeDerived,
  type WantedShape,
} from './compose/shape.js';
import { requireRegistry, wantsRegistry } from './compose/wanted-registry.js';
import { addRegistry } from './add-registry.js';
import { startServices } from './start-services.js';
import {
  isBroker,
  isRegistry,
  isZooKeeper,
  modeOf,
  stateOfPlanned,
  type ClusterState,
  type EngineName,
  type ServiceState,
} from './state/state.js';
import { writeState } from './state/write-state.js';

/** Brokers, ports and file that are undefined are as before, else as in the practice cluster's own file. */
export interface UpOptions extends Surroundings, WantedShape {
  readonly name: string;
  readonly engine: 'auto' | EngineName;
  readonly probe: Probe;
}

type StartedService = Pick<ServiceState, 'name' | 'kind' | 'id' | 'address' | 'inMemory'>;

export interface UpResult {
  readonly name: string;
  readonly engine: EngineName;
  /** Names of the services that were started; none if the cluster was up. */
  readonly started: readonly string[];
  readonly bootstrapServers: readonly string[];
  /** Null without one. */
  readonly zookeeper: string | null;
  /** The URL of its schema registry; null without one. */
  readonly registry: string | null;
  readonly controllerId: number;
  readonly services: readonly StartedService[];
}

/**
 * Resolves when every broker is registered and each knows all of them. Throws LabError, and stops what
 * it started: `environment` (no engine, port in use, compose file), `failed` (a service ended),
 * `exists` (it is up in another shape), `refused` (data that would be left out or cannot be read), `interrupted`.
 */
export async function up(options: UpOptions): Promise<UpResult> {
  requireName(options.name);
  if (options.kraft) requireNoZooKeeperPort(options, 'kraft');
  const folder = clusterFolder(options.folders, options.name);
  // What is kept there is filled in from the environment, passwords too.
  for (const each of [options.folders.data, clustersFolder(options.folders), folder]) await closeFolder(each);
  return withLock(folder, options, async () => {
    requireReadableState(folder);
    const state = readState(folder);
    if (state && state.phase !== 'down') {
      const record = new ClusterRecord(options.folders, state);
      const runner = runnerFor(record, options);
      const reports = await runner.inspect({ withMemory: false });
      if (reports.some(({ running }) => running)) {
        requireNoZooKeeperPort(options, modeOf(state));
        requireSameShape(state, options);
        const missing = state.services.filter((_, index) => !reports[index]?.running);
        return complete(record, runner, missing, options);
      }
      options.progress.note(
        `Cluster ${state.name} was not shut down (a crash, or a restart of this machine); starting it again.`,
      );
    }
    return begin(folder, state, options);
  });
}

async function complete(
  record: ClusterRecord,
  runner: Runner,
  missing: readonly ServiceState[],
  options: UpOptions,
): Promise<UpResult> {
  if (wantsRegistry(options) && !record.state.services.some(isRegistry)) {
    const { started, controllerId } = await addRegistry(record, runner, missing, options);
    return finish(record, started, controllerId);
  }
  if (missing.length === 0) {
    return finish(
      record,
      [],
      await untilAllSeen(record.state.services.filter(isBroker), options.probe, options),
    );
  }
  const { plan } = await readDerived(record.folder, record.state);
  return finish(record, missing, await startServices(record, runner, plan, missing, options));
}

async function begin(
  folder: string,
  before: ClusterState | undefined,
  options: UpOptions,
): Promise<UpResult> {
  const engine = await chooseEngine(options.engine, options.env, before?.engine);
  const shape = shapeOf(options.name, engine, before, options, options.folders.package);
  const clusterId = await clusterIdFor(options.name, engine, folder);
  const { file, plan } = await derive({ ...shape, clusterId }, options.env);
  requireNoZooKeeperPort(options, plan.mode);
  requireRegistry(options, plan, shape.file);
  if (before?.engine === engine && modeOf(before) !== plan.mode)
    throw otherMode(options.name, modeOf(before));
  const record = new ClusterRecord(options.folders, {
    version: 1,
    name: options.name,
    engine,
    phase: 'starting',
    file: shape.file,
    ...(engine === 'docker' && { project: projectOf(options.name, plan.mode) }),
    services: plan.services.map(stateOfPlanned),
  });
  try {
    await writeDerived(folder, file, shape.file);
    const runner = runnerFor(record, options);
    return await finish(
      record,
      record.state.services,
      await startServices(record, runner, plan, record.state.services, options),
    );
  } catch (error) {
    // Removes all traces except the logs, which show what went wrong.
    if (before) await writeState(folder, { ...before, phase: 'down' });
    else for (const file of [stateFile(folder), derivedFile(folder)]) await rm(file, { force: true });
    throw error;
  }
}

async function finish(
  record: ClusterRecord,
  started: readonly ServiceState[],
  controllerId: number,
): Promise<UpResult> {
  await record.update({ phase: 'up' });
  const { name, engine, services } = record.state;
  return {
    name,
    engine,
    started: started.map((service) => service.name),
    bootstrapServers: services.filter(isBroker).map(({ address }) => address),
    zookeeper: services.find(isZooKeeper)?.address ?? null,
    registry: services.find(isRegistry)?.address ?? null,
    controllerId,
    services: services.map(({ name: service, kind, id, address, inMemory }) => ({
      ...{ name: service, kind, id, address },
      ...(inMemory !== undefined && { inMemory }),
    })),
  };
}
