/** Lessons and drills break brokers, so they only ever work on a practice cluster of this machine. */
import type { Context } from '../command.js';
import { findCluster } from '../cluster/find-cluster.js';
import { LabError } from '../errors.js';

/** Its name, after starting whatever of it is not up. Throws LabError 'refused' for any other cluster. */
export async function practiceClusterOf(context: Context): Promise<string> {
  const { globals } = context;
  const elsewhere = globals.bootstrapServer ?? (await context.connection())?.name;
  if (elsewhere !== undefined) {
    throw new LabError(
      'refused',
      `This breaks things on purpose, and ${elsewhere} is not a practice cluster.`,
      {
        hint: 'It runs only on a cluster that kafka-lab has started on this machine; name it: --cluster lab',
      },
    );
  }
  const name = globals.cluster ?? 'lab';
  const silent = findCluster(context.folders, name) !== undefined;
  const exitCode = await context.invoke(['cluster', 'up', '--name', name], { silent });
  if (exitCode === 130) throw new LabError('interrupted', '');
  if (exitCode !== 0) {
    throw new LabError('environment', `The practice cluster ${name} does not come up.`, {
      hint: `See why: kafka-lab cluster up${name === 'lab' ? '' : ` --name ${name}`}`,
    });
  }
  return name;
}
