/** Java engine: the controllers' ports. All nodes have to agree on them, so that they are chosen once and remembered. */
import { readdir } from 'node:fs/promises';
import type { Folders } from '../../../view/world.js';
import { readState } from '../state/find-cluster.js';
import { clusterFolder, clustersFolder } from '../state/cluster-folder.js';
import type { ClusterPlan } from '../state/cluster-plan.js';
import { freePortFrom, portApart } from '../state/ports.js';
import type { ClusterRecord } from '../state/record.js';

/** Not the default ports of known programs, and apart from those between brokers. */
const distance = 18_000;

/** By the node's id. Chooses those that the record does not know yet; none that another cluster has reserved. */
export async function controllerPorts(
  record: ClusterRecord,
  plan: ClusterPlan,
  folders: Folders,
): Promise<ReadonlyMap<number, number>> {
  const ports = new Map<number, number>();
  const taken = await portsOfOthers(record.state.name, folders);
  for (const { hostPorts } of plan.services) for (const port of hostPorts) taken.add(port);
  for (const { name, id, port, kraft } of plan.services) {
    if (!kraft?.isController) continue;
    const known = record.state.services.find((service) => service.name === name)?.controllerPort;
    const own = known ?? (await freePortFrom(portApart(port, distance), taken));
    taken.add(own);
    ports.set(id, own);
    if (known === undefined) await record.updateService(name, { controllerPort: own });
  }
  return ports;
}

/** Including nodes that are not running. */
export async function portsOfOthers(name: string, folders: Folders): Promise<Set<number>> {
  const names = await readdir(clustersFolder(folders)).catch(() => []);
  const states = names
    .filter((other) => other !== name)
    .map((other) => readState(clusterFolder(folders, other)));
  return new Set(
    states.flatMap((state) => state?.services.flatMap(({ controllerPort }) => controllerPort ?? []) ?? []),
  );
}
