/** `cluster stop`, `start` and `kill`: one service of a cluster that is up. */
import { LabError } from '../../text/errors.js';
import { describeService } from './state/describe-service.js';
import { withCluster } from './open-cluster.js';
import { pickService } from './pick-service.js';
import type { Probe } from './wait-for-brokers.js';
import type { Surroundings } from './engine/runner.js';
import { readDerived } from './compose/shape.js';
import { startServices } from './start-services.js';
import { isBroker, isZooKeeper, type ServiceState } from './state/state.js';

export interface ServiceChange {
  readonly cluster: string;
  readonly service: string;
  readonly kind: ServiceState['kind'];
  /** The broker's id; 0 for other services. */
  readonly id: number;
  readonly action: 'stopped' | 'killed' | 'started';
  /** False if it was in that state already. */
  readonly changed: boolean;
  /** It is a schema registry whose schemas are gone once it stops. */
  readonly inMemory?: boolean;
}

interface Options extends Surroundings {
  readonly name: string;
  /** `2`, `kafka2`, `zookeeper`, `registry` */
  readonly service: string;
}

/** Lets a broker hand over its leadership, then ends it. Throws `not-found`. */
export const stopService = (options: Options): Promise<ServiceChange> => end(options, 'gently');

/** A crash: the process is ended at once. Throws `not-found`. */
export const killService = (options: Options): Promise<ServiceChange> => end(options, 'at once');

function end(options: Options, how: 'gently' | 'at once'): Promise<ServiceChange> {
  return withCluster(options.name, options, async ({ record, runner }) => {
    const service = pickService(record.state, options.service);
    const changed = await isRunning(runner.inspect({ withMemory: false }), service);
    const action = how === 'gently' ? 'stopped' : 'killed';
    if (changed) {
      const step = options.progress.start(
        `${how === 'gently' ? 'Stopping' : 'Killing'} ${describeService(service)}`,
      );
      try {
        await runner.stop([service], how);
        step.succeed(`${describeService(service)} is ${action}`);
      } catch (error) {
        step.fail();
        throw error;
      }
    }
    return result(options.name, service, action, changed);
  });
}

/** Resolves when it is registered and every running broker knows it. Throws `not-found`, `failed`. */
export async function startService(options: Options & { readonly probe: Probe }): Promise<ServiceChange> {
  const [change] = await startTogether({ ...options, services: [options.service] });
  if (!change) throw new Error(`nothing became of ${options.service}`);
  return change;
}

/**
 * The same for several: without ZooKeeper a node joins only with a majority of the controllers, so that one started alone
 * may wait for ever.
 */
export function startTogether(
  options: Omit<Options, 'service'> & { readonly services: readonly string[]; readonly probe: Probe },
): Promise<ServiceChange[]> {
  return withCluster(options.name, options, async ({ record, runner }) => {
    const services = options.services.map((text) => pickService(record.state, text));
    const reports = await runner.inspect({ withMemory: false });
    const running = new Set(reports.filter((report) => report.running).map(({ name }) => name));
    const missing = services.filter(({ name }) => !running.has(name));
    const zookeeper = record.state.services.find(isZooKeeper);
    const keeper = [...running, ...missing.map(({ name }) => name)];
    const orphan = missing.find(isBroker);
    if (orphan && zookeeper && !keeper.includes(zookeeper.name)) {
      throw new LabError('failed', `${describeService(orphan)} cannot start, as ZooKeeper is not running.`, {
        hint: 'Start it first: kafka-lab cluster start zookeeper',
      });
    }
    const { plan } = await readDerived(record.folder, record.state);
    if (missing.length > 0) await startServices(record, runner, plan, missing, options);
    return services.map((service) => result(options.name, service, 'started', missing.includes(service)));
  });
}

async function isRunning(
  reports: Promise<{ name: string; running: boolean }[]>,
  { name }: ServiceState,
): Promise<boolean> {
  return (await reports).some((report) => report.name === name && report.running);
}

function result(
  cluster: string,
  { name, kind, id, inMemory }: ServiceState,
  action: ServiceChange['action'],
  changed: boolean,
): ServiceChange {
  return { cluster, service: name, kind, id, action, changed, ...(inMemory && { inMemory }) };
}
