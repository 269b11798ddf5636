/** The log dirs of all brokers: used and free space, and errors. */
import { existingBroker } from './existing-broker.js';
import { disksOf, withoutReplicas, type LogDir } from './log-dirs.js';
import type { KafkaSession } from '../session/session.js';

export interface Disk extends LogDir {
  readonly broker: number;
}

export interface DiskList {
  readonly disks: readonly Disk[];
  /** Brokers that do not say, and why. */
  readonly silent: readonly { readonly broker: number; readonly problem: string }[];
}

/** `ids`: none for all that are up. Throws LabError 'not-found' for an unknown one. */
export async function listDisks(session: KafkaSession, ids: readonly number[]): Promise<DiskList> {
  for (const id of ids) await existingBroker(session, id);
  const { brokers } = await session.metadata([]);
  const asked = ids.length > 0 ? [...new Set(ids)] : brokers.map(({ id }) => id);
  const answers = await disksOf(session, asked);
  return {
    disks: answers.flatMap(({ broker, logDirs }) =>
      logDirs.map((dir) => ({ broker, ...withoutReplicas(dir) })),
    ),
    silent: answers.flatMap(({ broker, problem }) => (problem === null ? [] : [{ broker, problem }])),
  };
}
