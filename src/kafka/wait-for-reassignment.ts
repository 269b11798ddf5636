/** Waits until the replicas of topics have moved, and then takes the throttle away. */
import { setTimeout as delay } from 'node:timers/promises';
import { isMoving, reassignmentProgress, type ReassignProgress } from './reassignment-progress.js';
import type { KafkaSession } from './session.js';
import { untilSeen } from './until-seen.js';

/** How often is asked: a copy takes minutes, and every broker is asked for its sizes. */
const roundMs = 500;

export interface ReassignmentWait {
  readonly keepThrottle: boolean;
  readonly longestWaitMs: number;
  /** Told after each round. */
  onRound(progress: ReassignProgress): void;
}

/** How far it was at the end, which is not all the way when the time was over. */
export async function waitForReassignment(
  session: KafkaSession,
  topics: readonly string[],
  { keepThrottle, longestWaitMs, onRound }: ReassignmentWait,
): Promise<ReassignProgress> {
  const giveUpAt = Date.now() + longestWaitMs;
  let last = await reassignmentProgress(session, topics, { keepThrottle: true });
  for (let now = last; isMoving(now) && Date.now() < giveUpAt;) {
    onRound(now);
    await delay(Math.min(roundMs, giveUpAt - Date.now()), undefined, { signal: session.settings.signal });
    now = await reassignmentProgress(session, topics, { keepThrottle: true });
    // What was seen moving last says where it has to be in the end.
    if (isMoving(now)) last = now;
  }
  // The controller may be done before the broker that is asked knows of it.
  await untilSeen(
    session,
    () => reassignmentProgress(session, topics, { keepThrottle: true }),
    (now) => isMoving(now) || hasArrived(now, last),
  );
  return reassignmentProgress(session, topics, { keepThrottle });
}

function hasArrived(now: ReassignProgress, last: ReassignProgress): boolean {
  return last.partitions
    .filter(({ state }) => state === 'moving')
    .every((wanted) => {
      const found = now.partitions.find(
        ({ topic, partition }) => topic === wanted.topic && partition === wanted.partition,
      );
      return found === undefined || wanted.replicas.every((broker) => found.isr.includes(broker));
    });
}
