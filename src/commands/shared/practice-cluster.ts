/** Lessons and drills break brokers, so they only ever work on a practice cluster of this machine. */
import { findCluster, knownClusters, readState } from '../../practice/cluster/state/find-cluster.js';
import { clusterFolder } from '../../practice/cluster/state/cluster-folder.js';
import type { ClusterMode } from '../../practice/cluster/state/cluster-plan.js';
import { isRegistry, modeOf } from '../../practice/cluster/state/state.js';
import type { Context } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { nameArgument } from './cluster-options.js';
import { commandLine } from '../../text/command-line.js';

/** Something that works on one kind of cluster only. */
export interface Need {
  /** `Lesson zookeeper` */
  readonly what: string;
  /** `learn run zookeeper` */
  readonly command: string;
  readonly mode: ClusterMode;
}

/** Whether a lesson or a drill can be had on such a cluster. */
export const worksOn = (
  mode: ClusterMode,
  { needs }: { readonly needs?: ClusterMode | undefined },
): boolean => needs === undefined || needs === mode;

export interface PracticeCluster {
  readonly name: string;
  readonly mode: ClusterMode;
  /** Whether it had a schema registry before. */
  readonly hadRegistry: boolean;
}

/** Kinds of clusters in words. */
export const modeNames = {
  zookeeper: 'Kafka 3 with ZooKeeper',
  kraft: 'Kafka 4 without ZooKeeper (KRaft)',
} satisfies Record<ClusterMode, string>;

/** The practice cluster, after starting whatever of it is not up, with a schema registry if `needsRegistry`. Throws LabError 'refused' for any other, and for one of the wrong kind. */
export async function practiceClusterOf(
  context: Context,
  need?: Need,
  needsRegistry = false,
): Promise<PracticeCluster> {
  const { globals, folders } = context;
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
  // If there is none yet, the usual one is made.
  const mode = modeOfCluster(context, name) ?? 'zookeeper';
  if (need && need.mode !== mode) throw otherKind(context, name, mode, need);
  const isUp = findCluster(folders, name) !== undefined;
  const before = readState(clusterFolder(folders, name));
  const hadRegistry = before?.services.some(isRegistry) ?? false;
  const addsRegistry = needsRegistry && !hadRegistry;
  if (!isUp) context.say(`The practice cluster ${name} is not up; starting it: ${modeNames[mode]} …`);
  else if (addsRegistry) context.say(`The practice cluster ${name} has no schema registry; adding one …`);
  const exitCode = await context.invoke(
    ['cluster', 'up', '--name', name, ...(addsRegistry ? ['--registry'] : [])],
    { silent: isUp && !addsRegistry },
  );
  if (exitCode === 130) throw new LabError('interrupted', '');
  if (exitCode !== 0) {
    throw new LabError('environment', `The practice cluster ${name} does not come up.`, {
      hint: `See why: kafka-lab cluster up${addsRegistry ? ' --registry' : ''}${nameArgument(name)}`,
    });
  }
  return { name, mode: modeOfCluster(context, name) ?? mode, hadRegistry };
}

function modeOfCluster({ folders }: Context, name: string): ClusterMode | undefined {
  const state = readState(clusterFolder(folders, name));
  return state && modeOf(state);
}

function otherKind(context: Context, name: string, is: ClusterMode, need: Need): LabError {
  const known = knownClusters(context.folders).find((other) => modeOf(other) === need.mode)?.name;
  // Another cluster than the one that was named, if only by default.
  const run = (cluster: string) => `kafka-lab ${need.command} --cluster ${cluster}`;
  const made = need.mode === 'kraft' ? 'kraft' : 'keeper';
  const start =
    need.mode === 'kraft'
      ? commandLine`cluster up --kraft --name ${made} --base-port 19092`
      : commandLine`cluster up --name ${made} --base-port 29092 --zookeeper-port 22181`;
  return new LabError(
    'refused',
    `${need.what} needs ${modeNames[need.mode]}; the practice cluster ${name} is ${modeNames[is]}.`,
    {
      hint:
        known === undefined
          ? `Start one beside it: ${start}\nThen: ${run(made)}`
          : `There is one: ${run(known)}`,
    },
  );
}
