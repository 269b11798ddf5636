/** Finds the practice cluster of a name: reads only one small file, as every command does this first. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { commandLine } from '../../../text/command-line.js';
import { LabError } from '../../../text/errors.js';
import { quotedForBash } from '../../../text/shell-words.js';
import type { Folders } from '../../../view/world.js';
import { clusterFolder, clustersFolder, stateFile } from './cluster-folder.js';
import { isName } from './name.js';
import {
  clusterStateSchema,
  isBroker,
  isRegistry,
  isZooKeeper,
  type ClusterState,
  type EngineName,
} from './state.js';

export interface FoundCluster {
  readonly name: string;
  readonly engine: EngineName;
  /** `localhost:9092` … */
  readonly bootstrapServers: readonly string[];
  /** `localhost:2181`; empty without one. */
  readonly zookeeper: string;
  /** The URL of its schema registry, `http://localhost:8081/apis/ccompat/v7`; empty without one. */
  readonly registry: string;
}

/** The cluster that was brought up last under this name. After a crash or a reboot it may not answer any more. */
export function findCluster(folders: Folders, name: string): FoundCluster | undefined {
  const state = readState(clusterFolder(folders, name));
  if (state?.phase !== 'up') return undefined;
  return {
    name,
    engine: state.engine,
    bootstrapServers: state.services.filter(isBroker).map(({ address }) => address),
    zookeeper: state.services.find(isZooKeeper)?.address ?? '',
    registry: state.services.find(isRegistry)?.address ?? '',
  };
}

/** Why `findCluster` has found none: it is not up, or unknown. Throws `environment` if what is remembered of it cannot be read. */
export function noSuchCluster(folders: Folders, name: string): LabError {
  const folder = clusterFolder(folders, name);
  requireReadableState(folder);
  const problem = readState(folder)
    ? `Practice cluster ${name} is not up.`
    : `There is no practice cluster "${name}" on this machine.`;
  const hint = isName(name)
    ? `Start it: ${commandLine`cluster up --name ${name}`}`
    : 'No practice cluster can have that name: lower case letters, digits, - and _.';
  return new LabError('not-found', problem, { hint });
}

/** All that were ever brought up and not deleted, whether they are up or not. */
export function knownClusters(folders: Folders): readonly ClusterState[] {
  const folder = clustersFolder(folders);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => readState(clusterFolder(folders, name)) ?? []);
}

/** Throws `environment` if something is remembered that cannot be read: what runs, and must be kept, is not known then. */
export function requireReadableState(folder: string): void {
  if (!existsSync(stateFile(folder)) || readState(folder)) return;
  throw new LabError(
    'environment',
    `${stateFile(folder)} cannot be read: it is damaged, or a newer kafka-lab wrote it. What still runs is not known.`,
    {
      hint: `See what runs: ps -ef | grep ${quotedForBash(folder, '') ?? folder} (with Docker: docker ps). End that, then delete the folder.`,
    },
  );
}

/** `undefined` if there is none, or none that this version can read. */
export function readState(folder: string): ClusterState | undefined {
  try {
    return clusterStateSchema().parse(JSON.parse(readFileSync(stateFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
}
