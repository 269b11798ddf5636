/** `cluster up --registry` of a cluster that is up without one: the schema registry of its compose file comes beside it. */
import type { ComposeFile } from './compose/compose-file.js';
import { kindOf } from './compose/images.js';
import { planFromCompose } from './compose/plan-from-compose.js';
import { derive, readDerived, shapeOf, writeDerived, type WantedShape } from './compose/shape.js';
import { requireRegistry } from './compose/wanted-registry.js';
import type { Runner } from './engine/runner.js';
import { startServices, type StartOptions } from './start-services.js';
import type { ClusterRecord } from './state/record.js';
import { isRegistry, stateOfPlanned, type ServiceState } from './state/state.js';

export interface StartedServices {
  readonly started: readonly ServiceState[];
  readonly controllerId: number;
}

/** Starts `missing` ones with it. Throws LabError, and leaves the cluster as it was. */
export async function addRegistry(
  record: ClusterRecord,
  runner: Runner,
  missing: readonly ServiceState[],
  options: StartOptions & WantedShape,
): Promise<StartedServices> {
  const before = record.state;
  const { file: fileBefore } = await readDerived(record.folder, before);
  const shape = shapeOf(before.name, before.engine, before, options, options.folders.package);
  const { file: whole, plan: wholePlan } = await derive(shape, options.env);
  requireRegistry(options, wholePlan, shape.file);
  const file = withRegistriesOf(whole, fileBefore);
  const plan = planFromCompose(file, before.file);
  const added = plan.services.filter(isRegistry).map(stateOfPlanned);
  await writeDerived(record.folder, file, before.file);
  await record.update({ services: [...before.services, ...added] });
  try {
    const started = [...missing, ...added];
    return { started, controllerId: await startServices(record, runner, plan, started, options) };
  } catch (error) {
    await record.update({ services: before.services });
    await writeDerived(record.folder, fileBefore, before.file);
    throw error;
  }
}

function withRegistriesOf(whole: ComposeFile, file: ComposeFile): ComposeFile {
  const registries = Object.entries(whole.services).filter(([, service]) => kindOf(service) === 'registry');
  const volumes = { ...whole.volumes, ...file.volumes };
  return {
    ...file,
    services: { ...file.services, ...Object.fromEntries(registries) },
    ...(Object.keys(volumes).length > 0 && { volumes }),
  };
}
