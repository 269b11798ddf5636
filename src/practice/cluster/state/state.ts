/** What is remembered of a cluster between commands, and how it gets to the disk in one piece. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { stateFile } from './cluster-folder.js';
import type { ClusterMode, ServiceKind } from './cluster-plan.js';
import type { ProcessIdentity } from './process-identity.js';

export const engineNames = ['docker', 'java'] as const;
export type EngineName = (typeof engineNames)[number];

export interface ServiceState {
  /** `kafka1` */
  readonly name: string;
  readonly kind: ServiceKind;
  /** The broker's id; 0 for ZooKeeper. */
  readonly id: number;
  /** `localhost:9092` */
  readonly address: string;
  readonly port: number;
  /** Java engine, without ZooKeeper: where it votes. */
  readonly controllerPort?: number;
  /** Java engine: the process last started; whether it still runs is another question. */
  readonly process?: ProcessIdentity & { readonly startedAt: string };
}

export interface ClusterState {
  readonly version: 1;
  readonly name: string;
  readonly engine: EngineName;
  /** `starting` until every broker has answered, so that a half-started cluster is found by `down` but never used. */
  readonly phase: 'starting' | 'up' | 'down';
  /** The compose file it was made from; the cluster's own folder holds the derived one. */
  readonly file: string;
  /** Docker engine: the name of the compose project. */
  readonly project?: string;
  /** Java engine: the java that runs it. */
  readonly java?: string;
  readonly services: readonly ServiceState[];
}

/** A reader sees the old state or the new one, never half of one. */
export async function writeState(folder: string, state: ClusterState): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = stateFile(folder);
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** Whether it keeps its metadata itself: a cluster with ZooKeeper has that among its services. */
export const modeOf = ({ services }: Pick<ClusterState, 'services'>): ClusterMode =>
  services.every(isBroker) ? 'kraft' : 'zookeeper';

export const isBroker = (service: Pick<ServiceState, 'kind'>): boolean => service.kind === 'broker';
