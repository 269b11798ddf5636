/** `cluster status`: the state of each service, and the controller. */
import { openCluster } from './open-cluster.js';
import type { ClusterMode } from './state/cluster-plan.js';
import type { Probe } from './wait-for-brokers.js';
import type { Surroundings } from './engine/runner.js';
import { isBroker, modeOf, type EngineName, type ServiceState } from './state/state.js';

export interface ServiceStatus extends Pick<
  ServiceState,
  'name' | 'kind' | 'id' | 'address' | 'port' | 'inMemory'
> {
  readonly running: boolean;
  /** It runs, answers and, if it is a broker, the others know it. */
  readonly healthy: boolean;
  readonly isController: boolean;
  readonly pid: number | null;
  readonly container: string | null;
  readonly uptimeMs: number | null;
  /** Resident memory. */
  readonly memoryBytes: number | null;
}

export interface ClusterStatus {
  readonly name: string;
  readonly engine: EngineName;
  readonly mode: ClusterMode;
  readonly healthy: boolean;
  readonly controllerId: number | null;
  readonly services: readonly ServiceStatus[];
}

/** Throws `not-found` if no cluster of that name is up. */
export async function clusterStatus(
  options: Surroundings & { readonly name: string; readonly probe: Probe; readonly now: Date },
): Promise<ClusterStatus> {
  const { record, runner } = openCluster(options.name, options);
  const reports = await runner.inspect({ withMemory: true });
  const running = record.state.services.filter(
    (service, index) => isBroker(service) && reports[index]?.running,
  );
  const seen = running.length
    ? await options
        .probe(
          running.map(({ address }) => address),
          options.signal,
        )
        .catch(() => undefined)
    : undefined;
  const services = record.state.services.map((service, index): ServiceStatus => {
    const report = reports[index];
    const { name, kind, id, address, port, inMemory } = service;
    const known = !isBroker(service) || (seen?.brokerIds.includes(id) ?? false);
    return {
      ...{ name, kind, id, address, port },
      ...(inMemory !== undefined && { inMemory }),
      running: report?.running ?? false,
      healthy: (report?.healthy ?? false) && known,
      isController: isBroker(service) && seen?.controllerId === id,
      pid: report?.pid ?? null,
      container: report?.container ?? null,
      uptimeMs: report?.startedAt ? options.now.getTime() - report.startedAt.getTime() : null,
      memoryBytes: report?.memoryBytes ?? null,
    };
  });
  return {
    name: record.state.name,
    engine: record.state.engine,
    mode: modeOf(record.state),
    healthy: services.every(({ healthy }) => healthy),
    controllerId: seen?.controllerId ?? null,
    services,
  };
}
