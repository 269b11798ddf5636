/** Java engine: a broker's properties, with the addresses and folders of containers turned into those of this machine. */
import { isLoopback, listenersText, parseListeners, withoutControllers } from '../compose/listeners.js';
import { pathsOnThisMachine } from '../compose/mounts.js';
import type { ClusterPlan, ServicePlan } from '../state/cluster-plan.js';
import { freePortFrom, portApart } from '../state/ports.js';

export interface LocalPorts {
  /** The controllers' ports, by node id. */
  readonly controllers: ReadonlyMap<number, number>;
  /** Ports that are taken; chosen ones are added. */
  readonly taken: Set<number>;
}

/** Listeners between brokers get free ports of this machine. */
export async function brokerOn(
  service: ServicePlan,
  plan: ClusterPlan,
  data: string,
  { controllers, taken }: LocalPorts,
): Promise<Record<string, string>> {
  const advertised = [];
  // The same distance in every cluster, so that it is easy to see which broker has them; not the default ports of known programs.
  const start = portApart(service.port, 17_000);
  const wanted = withoutControllers(
    parseListeners(service.properties['advertised.listeners'] ?? ''),
    service.properties['controller.listener.names'],
  );
  for (const { name, port } of wanted) {
    const isForHost = service.hostListeners.includes(name);
    const own = isForHost ? port : await freePortFrom(start, taken);
    taken.add(own);
    advertised.push({ name, host: isForHost ? 'localhost' : '127.0.0.1', port: own });
  }
  const properties: Record<string, string> = {};
  for (const [key, value] of Object.entries(service.properties)) {
    // The quorum is fixed by its voters, whichever way the file names it.
    if (key === 'controller.quorum.bootstrap.servers') continue;
    properties[key] = onThisMachine(service, withLocalZooKeeper(value, plan));
  }
  const vote = service.kraft?.isController ? controllers.get(service.id) : undefined;
  const listeners = [
    ...advertised.map((listener) => ({ ...listener, host: '127.0.0.1' })),
    ...(vote === undefined ? [] : [{ name: controllerListener(service), host: '127.0.0.1', port: vote }]),
  ];
  return {
    ...properties,
    'advertised.listeners': listenersText(advertised),
    listeners: listenersText(listeners),
    'log.dirs': data,
    ...(service.kraft && {
      'controller.quorum.voters': [...controllers].map(([id, port]) => `${id}@127.0.0.1:${port}`).join(','),
    }),
  };
}

/** Advertised addresses for programs on other machines, which cannot reach a broker of this engine. */
export const addressesElsewhere = (service: ServicePlan): string[] =>
  parseListeners(service.properties['advertised.listeners'] ?? '')
    .filter(({ name, host }) => service.hostListeners.includes(name) && !isLoopback(host))
    .map(({ host, port }) => `${host}:${port}`);

/** The first of them is the one that controllers use among themselves. */
const controllerListener = ({ properties }: ServicePlan): string =>
  (properties['controller.listener.names'] ?? 'CONTROLLER').split(',')[0]?.trim() ?? '';

/** `zookeeper:2181/chroot` → `127.0.0.1:2181/chroot`, and the same for addresses of brokers. */
function withLocalZooKeeper(value: string, plan: ClusterPlan): string {
  let text = value;
  for (const service of plan.services) {
    for (const alias of [service.name, ...service.aliases]) {
      const address = new RegExp(`(^|[,/@;])${alias.replace(/[^\w]/g, '\\$&')}:\\d+`, 'g');
      text = text.replace(address, `$1127.0.0.1:${service.port}`);
    }
  }
  return text;
}

/** Paths inside the container that are folders or files of this machine. */
export const onThisMachine = (service: ServicePlan, value: string): string =>
  pathsOnThisMachine(service.mounts, value);
