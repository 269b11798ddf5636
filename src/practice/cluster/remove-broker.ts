/** `cluster remove`: the way back from `cluster add`. The broker that was added last is stopped and removed, with its data. */
import { LabError } from '../../text/errors.js';
import { brokerNames, withBrokers } from './compose/derive.js';
import { describeService } from './state/describe-service.js';
import { withCluster } from './open-cluster.js';
import { pickService } from './pick-service.js';
import type { Surroundings } from './engine/runner.js';
import { readDerived, writeDerived } from './compose/shape.js';
import { isBroker } from './state/state.js';

export interface RemovedBroker {
  readonly cluster: string;
  readonly service: string;
  readonly id: number;
}

export interface RemoveOptions extends Surroundings {
  readonly name: string;
  /** `4`, `kafka4` */
  readonly service: string;
  /** Throws if it still has replicas. Called under the lock. */
  requireEmpty(id: number): Promise<void>;
}

/** Throws `not-found`, or `refused` for any other than the last broker. */
export function removeBroker(options: RemoveOptions): Promise<RemovedBroker> {
  return withCluster(options.name, options, async ({ record, runner }) => {
    const service = pickService(record.state, options.service);
    const brokers = record.state.services.filter(isBroker);
    const last = brokers.at(-1);
    if (service.name !== last?.name || brokers.length < 2) {
      throw new LabError(
        'refused',
        `${describeService(service)} cannot be removed from cluster ${options.name}.`,
        {
          hint: 'Only the broker that was added last can be removed, and never the only one.',
        },
      );
    }
    await options.requireEmpty(service.id);
    const step = options.progress.start(`Removing ${describeService(service)}`);
    try {
      const { file } = await readDerived(record.folder, record.state);
      const fewer = withBrokers(file, brokerNames(file).length - 1);
      const kept = Object.keys(fewer.volumes ?? {});
      const volumes = Object.keys(file.volumes ?? {}).filter((volume) => !kept.includes(volume));
      await runner.stop([service], 'gently');
      await runner.forget(service, volumes);
      await writeDerived(record.folder, fewer, record.state.file);
      await record.update({ services: record.state.services.filter(({ name }) => name !== service.name) });
    } catch (error) {
      step.fail();
      throw error;
    }
    step.succeed(`${describeService(service)} is gone`);
    return { cluster: options.name, service: service.name, id: service.id };
  });
}
