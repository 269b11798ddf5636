/** `cluster remove`: the way back from `cluster add` and `cluster up --registry`. The broker that was added last, or the schema registry, is stopped and removed, with its data. */
import { LabError } from '../../text/errors.js';
import type { ComposeFile } from './compose/compose-file.js';
import { brokerNames, withBrokers } from './compose/derive.js';
import { withoutService } from './compose/without-service.js';
import { describeService } from './state/describe-service.js';
import { withCluster } from './open-cluster.js';
import { pickService } from './pick-service.js';
import type { Surroundings } from './engine/runner.js';
import { readDerived, writeDerived } from './compose/shape.js';
import { isBroker, isRegistry, type ClusterState, type ServiceState } from './state/state.js';

export interface RemovedService extends Pick<ServiceState, 'kind' | 'id'> {
  readonly cluster: string;
  readonly service: string;
}

export interface RemoveOptions extends Surroundings {
  readonly name: string;
  /** `4`, `kafka4`, `registry` */
  readonly service: string;
  /** Throws if the broker still has replicas. Called under the lock. */
  requireEmpty(id: number): Promise<void>;
}

/** Throws `not-found`, or `refused` for ZooKeeper and any other broker than the last. */
export function removeService(options: RemoveOptions): Promise<RemovedService> {
  return withCluster(options.name, options, async ({ record, runner }) => {
    const service = pickService(record.state, options.service);
    if (!isRegistry(service)) requireLastBroker(service, record.state);
    if (isBroker(service)) await options.requireEmpty(service.id);
    const step = options.progress.start(`Removing ${describeService(service)}`);
    try {
      const { file } = await readDerived(record.folder, record.state);
      const rest = withoutIt(file, service);
      const kept = Object.keys(rest.volumes ?? {});
      const volumes = Object.keys(file.volumes ?? {}).filter((volume) => !kept.includes(volume));
      await runner.stop([service], 'gently');
      await runner.forget(service, volumes);
      await writeDerived(record.folder, rest, record.state.file);
      await record.update({ services: record.state.services.filter(({ name }) => name !== service.name) });
    } catch (error) {
      step.fail();
      throw error;
    }
    step.succeed(`${describeService(service)} is gone`);
    return { cluster: options.name, service: service.name, kind: service.kind, id: service.id };
  });
}

const withoutIt = (file: ComposeFile, service: ServiceState): ComposeFile =>
  isRegistry(service) ? withoutService(file, service.name) : withBrokers(file, brokerNames(file).length - 1);

function requireLastBroker(service: ServiceState, { name, services }: ClusterState): void {
  const brokers = services.filter(isBroker);
  if (service.name === brokers.at(-1)?.name && brokers.length > 1) return;
  throw new LabError('refused', `${describeService(service)} cannot be removed from cluster ${name}.`, {
    hint: 'Only the schema registry and the broker that was added last can be removed, and never the only broker.',
  });
}
