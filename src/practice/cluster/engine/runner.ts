/** What an engine can do with the services of a cluster; implemented by `docker.ts` and `processes.ts`. */
import type { World } from '../../../view/world.js';
import type { Progress } from '../../../view/progress.js';
import type { ClusterPlan } from '../state/cluster-plan.js';
import type { EngineName, ServiceState } from '../state/state.js';

export interface Surroundings extends Pick<World, 'folders' | 'env' | 'signal'> {
  readonly progress: Progress;
}

export interface ServiceReport {
  readonly name: string;
  readonly running: boolean;
  /** What the engine itself knows: the process answers, the container's health check passes. */
  readonly healthy: boolean;
  readonly pid: number | null;
  /** Its short id. */
  readonly container: string | null;
  readonly startedAt: Date | null;
  /** Resident memory. */
  readonly memoryBytes: number | null;
}

export interface LogLine {
  readonly service: string;
  readonly line: string;
}

export interface LogOptions {
  /** The number of existing lines to show. */
  readonly lines: number;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

export interface Runner {
  readonly engine: EngineName;
  /** Prepares for `start`. Throws `environment` if the plan or the machine does not allow it. */
  prepare(plan: ClusterPlan, names: readonly string[]): Promise<void>;
  /**
   * Starts services (ZooKeeper before brokers) and resolves when each is registered. Throws `failed` with
   * the last lines of a service that ended; the caller has to stop those started by then.
   */
  start(services: readonly ServiceState[]): Promise<void>;
  /**
   * `gently` lets brokers hand over their leadership; `at once` is a crash. Resolves when they are gone; throws `interrupted`
   * once `until` is aborted, when they have been told to stop.
   */
  stop(services: readonly ServiceState[], how: 'gently' | 'at once', until?: AbortSignal): Promise<void>;
  /** One report a service, in the order of the state. `withMemory` may take seconds. */
  inspect(options: { readonly withMemory: boolean }): Promise<ServiceReport[]>;
  logs(services: readonly ServiceState[], options: LogOptions): AsyncIterable<LogLine>;
  /** Deletes a stopped service's data, `volumes` being those that only it uses. The derived file still has it. */
  forget(service: ServiceState, volumes: readonly string[]): Promise<void>;
  /** After everything has stopped: containers, networks and, if requested, the data. */
  remove(deleteData: boolean): Promise<void>;
}
