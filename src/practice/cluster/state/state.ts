/** What is remembered of a cluster between commands. Every command reads it, so that it makes nothing before there is one. */
import { z } from 'zod';
import { once } from '../../../text/once.js';
import type { ClusterMode, ServicePlan } from './cluster-plan.js';

const engineNames = ['docker', 'java'] as const;
export type EngineName = (typeof engineNames)[number];

export const processIdentitySchema = once(() =>
  z.object({
    pid: z.int().positive(),
    /** When it started, as the system writes it; on Linux with the boot it started in. Two processes never share both. */
    born: z.string(),
  }),
);

/** Names of services become names of files and folders: none may lead out of the cluster's own. */
export const serviceName = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

const serviceStateSchema = once(() =>
  z.object({
    /** `kafka1` */
    name: z.string().regex(serviceName),
    kind: z.enum(['zookeeper', 'broker', 'registry']),
    /** The broker's id; 0 for other services. */
    id: z.int(),
    /** `localhost:9092`; of a registry its URL. */
    address: z.string(),
    port: z.int(),
    /** Of a registry: whether its schemas are gone once it stops. */
    inMemory: z.boolean().optional(),
    /** Java engine, without ZooKeeper: its controller port. */
    controllerPort: z.int().optional(),
    /** Java engine: the process last started, until it was stopped; it may have ended. */
    process: processIdentitySchema().extend({ startedAt: z.string() }).optional(),
  }),
);

/** What a state file has to hold to be read. */
export const clusterStateSchema = once(() =>
  z.object({
    version: z.literal(1),
    name: z.string(),
    engine: z.enum(engineNames),
    /** `starting` until every broker has answered, so that `down` finds a half-started cluster, but no command uses it. */
    phase: z.enum(['starting', 'up', 'down']),
    /** The compose file it was made from; the cluster's own folder holds the derived one. */
    file: z.string(),
    /** Docker engine: the name of the compose project. */
    project: z.string().optional(),
    /** Java engine: the java that runs it. */
    java: z.string().optional(),
    services: z.array(serviceStateSchema()),
  }),
);

export type ProcessIdentity = Readonly<z.output<ReturnType<typeof processIdentitySchema>>>;
export type ServiceState = Readonly<z.output<ReturnType<typeof serviceStateSchema>>>;
export type ClusterState = Readonly<z.output<ReturnType<typeof clusterStateSchema>>> & {
  readonly services: readonly ServiceState[];
};

/** What is remembered of a planned service before it is started. */
export const stateOfPlanned = ({ name, kind, id, address, port, registry }: ServicePlan): ServiceState => ({
  ...{ name, kind, id, address, port },
  ...(registry && { inMemory: registry.inMemory }),
});

/** The mode of the cluster: a cluster with ZooKeeper has that among its services. */
export const modeOf = ({ services }: Pick<ClusterState, 'services'>): ClusterMode =>
  services.some(isZooKeeper) ? 'zookeeper' : 'kraft';

type Kind = Pick<ServiceState, 'kind'>;
export const isBroker = ({ kind }: Kind): boolean => kind === 'broker';
export const isZooKeeper = ({ kind }: Kind): boolean => kind === 'zookeeper';
export const isRegistry = ({ kind }: Kind): boolean => kind === 'registry';
