/** Whoever starts with nothing: no cluster was named, no connection chosen, and nothing answers at the usual address. */
import type { Context } from '../../contract/command.js';
import { formatAddress } from '../../net/addresses.js';
import { knownClusters } from '../../practice/cluster/state/find-cluster.js';
import { asLabError } from '../../kafka/connection/errors.js';

const practiceCluster = 'lab';

/** Said in the place of the error; undefined if a cluster was named. */
export async function welcome(context: Pick<Context, 'target' | 'folders'>): Promise<string | undefined> {
  const { bootstrapServers } = await context.target();
  if (!(await isUnnamed(context))) return undefined;
  const where = bootstrapServers.map(formatAddress).join(', ');
  const isKept = knownClusters(context.folders).some(
    ({ name, phase }) => name === practiceCluster && phase === 'down',
  );
  return isKept
    ? [
        `Nothing answers at ${where}: the practice cluster is down.`,
        'Once it is started again, its topics and records are there as before.',
      ].join('\n')
    : [
        'kafka-lab looks into Kafka clusters, and starts some to practise on.',
        `Nothing answers at ${where} yet. Begin with one of these:`,
      ].join('\n');
}

async function isUnnamed(context: Pick<Context, 'target'>): Promise<boolean> {
  return (await context.target()).origin === 'the usual address';
}

/** The overview would have nothing to show, and the home says what to begin with. */
export async function isNewcomer(
  context: Pick<Context, 'target' | 'kafka'>,
  view: readonly string[],
): Promise<boolean> {
  if (view[0] !== 'monitor' || !(await isUnnamed(context))) return false;
  try {
    await (await context.kafka()).metadata([]);
    return false;
  } catch (error) {
    return asLabError(error).code === 'unreachable';
  }
}
