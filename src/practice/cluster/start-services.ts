/** Starting services of a cluster in the right order, and stopping them again when that fails. */
import { commandLine } from '../../text/command-line.js';
import type { ClusterPlan } from './state/cluster-plan.js';
import { untilAllSeen, untilForgotten, type Probe } from './wait-for-brokers.js';
import type { ClusterRecord } from './state/record.js';
import type { Runner, Surroundings } from './engine/runner.js';
import { isBroker, isZooKeeper, type ServiceState } from './state/state.js';

export type StartOptions = Surroundings & { readonly probe: Probe };

/**
 * Resolves with the controller's id when `services` are registered and every running broker knows all
 * running ones. On any failure the services it started are stopped before it throws.
 */
export async function startServices(
  record: ClusterRecord,
  runner: Runner,
  plan: ClusterPlan,
  services: readonly ServiceState[],
  options: StartOptions,
): Promise<number> {
  const reports = await runner.inspect({ withMemory: false });
  const ran = new Set(reports.filter(({ running }) => running).map(({ name }) => name));
  // A compose project that was started by hand is taken over as it is.
  const missing = new Set(services.map(({ name }) => name).filter((name) => !ran.has(name)));
  const brokers = services.filter(isBroker);
  await runner.prepare(plan, [...missing]);
  try {
    await record.update({});
    await runner.start(services.filter(isZooKeeper));
    const zookeeper = record.state.services.find(isZooKeeper);
    const ids = brokers.filter(({ name }) => missing.has(name)).map(({ id }) => id);
    // Without ZooKeeper a broker that comes back too early retries the registration by itself.
    if (zookeeper) await untilForgotten(zookeeper.port, ids, options);
    await runner.start(services.filter((service) => !isZooKeeper(service)));
    return await untilAllSeen(await runningBrokers(record, runner), options.probe, options);
  } catch (error) {
    if (options.signal.aborted) {
      const { name } = record.state;
      options.progress.note(
        `Interrupted: what was started is being stopped. If you do not wait for that, end the rest: ${commandLine`cluster down --name ${name}`}`,
      );
    }
    await runner.stop(
      record.state.services.filter(({ name }) => missing.has(name)),
      'gently',
    );
    if (ran.size === 0) await runner.remove(false);
    throw error;
  }
}

async function runningBrokers(record: ClusterRecord, runner: Runner): Promise<ServiceState[]> {
  const reports = await runner.inspect({ withMemory: false });
  return record.state.services.filter((service, index) => isBroker(service) && reports[index]?.running);
}
