/** Java engine: stops brokers cleanly. Without ZooKeeper that needs a majority of the controllers. */
import { endProcess, isAlive } from '../state/process-identity.js';
import type { ServiceState } from '../state/state.js';

const graceMs = 20_000;
/** For a node that was released just before the majority was lost and only has to close its files. */
const shortGraceMs = 2500;

/**
 * One answer a broker in the order of `leaving`: whether it exited by itself. `all` are the cluster's services. Throws
 * `interrupted` when `signal` is aborted.
 */
export async function endBrokers(
  all: readonly ServiceState[],
  leaving: readonly ServiceState[],
  signal?: AbortSignal,
): Promise<boolean[]> {
  const voters = all.filter(({ controllerPort }) => controllerPort !== undefined);
  // Controllers without a majority can neither elect leaders nor release brokers.
  const isPointless = async () => {
    const alive = await Promise.all(voters.map(({ process }) => isAlive(process)));
    return voters.length > 0 && alive.filter(Boolean).length * 2 <= voters.length;
  };
  const end = ({ process }: ServiceState) =>
    process
      ? endProcess(process, graceMs, { isPointless, graceMs: shortGraceMs }, signal)
      : Promise.resolve(true);
  const [first, ...rest] = leaving;
  if (voters.length < 3 || !first) return Promise.all(leaving.map(end));
  // The last of a quorum to stop waits in vain for the others; the first does not, and writes the class archive.
  return [await end(first), ...(await Promise.all(rest.map(end)))];
}
