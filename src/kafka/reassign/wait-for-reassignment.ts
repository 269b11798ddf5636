/** Waits until the replicas of topics have moved, and then takes the throttle away. */
import { askAgain } from '../../text/wait.js';
import type { ReplicaList } from './placement/plan-replicas.js';
import { topicsOnEveryBroker } from '../session/every-broker.js';
import type { TopicState } from '../session/metadata.js';
import { isMoving, reassignmentProgress, type ReassignProgress } from './reassignment-progress.js';
import type { KafkaSession } from '../session/session.js';
import { untilSeen } from '../session/until-seen.js';

/** The polling interval: a copy takes minutes, and every broker is asked for its sizes. */
const roundMs = 500;

export interface ReassignmentWait {
  readonly keepThrottle: boolean;
  readonly longestWaitMs: number;
  /** What was just started, if known. */
  readonly wanted: readonly ReplicaList[];
  /** Called after each round. */
  onRound(progress: ReassignProgress): void;
}

/** The progress at the end, which is incomplete if time ran out. */
export async function waitForReassignment(
  session: KafkaSession,
  topics: readonly string[],
  { keepThrottle, longestWaitMs, wanted, onRound }: ReassignmentWait,
): Promise<ReassignProgress> {
  const lists = new Map(wanted.map((list) => [`${list.topic} ${list.partition}`, list]));
  const isOver = await askAgain(
    async () => {
      const progress = await reassignmentProgress(session, topics, { keepThrottle: true });
      if (!isMoving(progress)) return true;
      for (const each of progress.partitions) {
        if (each.state === 'moving') lists.set(`${each.topic} ${each.partition}`, each);
      }
      onRound(progress);
      return undefined;
    },
    { timeoutMs: longestWaitMs, pauseMs: roundMs, signal: session.settings.signal },
  );
  // The controller is done before every broker knows it, and the next command may ask any of them.
  if (isOver) {
    await untilSeen(
      session,
      () => topicsOnEveryBroker(session, topics),
      (answers) => answers.every((known) => [...lists.values()].every((list) => isThere(list, known))),
    );
  }
  return reassignmentProgress(session, topics, { keepThrottle });
}

function isThere({ topic, partition, replicas }: ReplicaList, known: readonly TopicState[]): boolean {
  const found = known.find(({ name }) => name === topic)?.partitions[partition];
  return found?.replicas.length === replicas.length && replicas.every((id) => found.replicas.includes(id));
}
