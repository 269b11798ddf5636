/** What is remembered of a cluster between commands, and how it gets to the disk in one piece. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { stateFile } from './cluster-folder.js';
import type { ClusterMode } from './cluster-plan.js';
import { processIdentitySchema } from './process-identity.js';

export const engineNames = ['docker', 'java'] as const;
export type EngineName = (typeof engineNames)[number];

const serviceStateSchema = z
  .object({
    /** `kafka1` */
    name: z.string(),
    kind: z.enum(['zookeeper', 'broker']),
    /** The broker's id; 0 for ZooKeeper. */
    id: z.int(),
    /** `localhost:9092` */
    address: z.string(),
    port: z.int(),
    /** Java engine, without ZooKeeper: where it votes. */
    controllerPort: z.int().exactOptional(),
    /** Java engine: the process last started, until it was stopped; whether it still runs is another question. */
    process: processIdentitySchema.extend({ startedAt: z.string() }).readonly().optional(),
  })
  .readonly();

/** What a state file has to hold to be read. */
export const clusterStateSchema = z
  .object({
    version: z.literal(1),
    name: z.string(),
    engine: z.enum(engineNames),
    /** `starting` until every broker has answered, so that a half-started cluster is found by `down` but never used. */
    phase: z.enum(['starting', 'up', 'down']),
    /** The compose file it was made from; the cluster's own folder holds the derived one. */
    file: z.string(),
    /** Docker engine: the name of the compose project. */
    project: z.string().exactOptional(),
    /** Java engine: the java that runs it. */
    java: z.string().exactOptional(),
    services: z.array(serviceStateSchema).readonly(),
  })
  .readonly();

export type ServiceState = z.output<typeof serviceStateSchema>;
export type ClusterState = z.output<typeof clusterStateSchema>;

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
