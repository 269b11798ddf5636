/** `cluster add`: one more broker, configured like the last one, with its own data. */
import { withOneMoreBroker } from './compose/derive.js';
import { withCluster } from './open-cluster.js';
import { planFromCompose } from './compose/plan-from-compose.js';
import type { Probe } from './wait-for-brokers.js';
import type { Surroundings } from './engine/runner.js';
import { readDerived, writeDerived } from './compose/shape.js';
import { startServices } from './start-services.js';
import { stateOfPlanned } from './state/state.js';

export interface AddedBroker {
  readonly cluster: string;
  readonly service: string;
  readonly id: number;
  /** `localhost:9095` */
  readonly address: string;
}

/** Resolves when every running broker knows the new one. Throws LabError, and leaves the cluster as it was. */
export function addBroker(
  options: Surroundings & { readonly name: string; readonly probe: Probe },
): Promise<AddedBroker> {
  return withCluster(options.name, options, async ({ record, runner }) => {
    const before = record.state;
    const { file: fileBefore } = await readDerived(record.folder, before);
    const { file, name } = withOneMoreBroker(fileBefore);
    const plan = planFromCompose(file, before.file);
    const planned = plan.services.find((service) => service.name === name);
    if (!planned) throw new Error(`${name} is missing from its own plan`);
    const service = stateOfPlanned(planned);
    await writeDerived(record.folder, file, before.file);
    await record.update({ services: [...before.services, service] });
    try {
      await startServices(record, runner, plan, [service], options);
    } catch (error) {
      await record.update({ services: before.services });
      await writeDerived(record.folder, fileBefore, before.file);
      throw error;
    }
    return { cluster: options.name, service: name, id: service.id, address: service.address };
  });
}
