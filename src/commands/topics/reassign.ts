/** `kafka-lab topics reassign` */
import { defineCommand } from '../../contract/command.js';
import { parseDurationMs } from '../../text/duration.js';
import { planReassignment, startReassignment } from '../../kafka/reassign/reassign-topics.js';
import {
  cancelReassignment,
  isMoving,
  reassignmentProgress,
} from '../../kafka/reassign/reassignment-progress.js';
import { waitForReassignment } from '../../kafka/reassign/wait-for-reassignment.js';
import type { ReplicaList } from '../../kafka/reassign/placement/plan-replicas.js';
import { actionOf, reassignOptions, wishOf } from './_reassign-options.js';
import {
  costOf,
  itemsOfReassign,
  movedSoFar,
  viewOfReassign,
  type ReassignResult,
} from './_reassign-view.js';

export const topicsReassign = defineCommand({
  path: ['topics', 'reassign'],
  summary: 'move replicas to other brokers, or change their number; shows first what would be copied',
  effect: 'writes',
  effectOf: ({ execute, verify, cancel, keepThrottle }) =>
    execute || cancel || (verify && !keepThrottle) ? 'writes' : 'reads',
  options: reassignOptions,
  positionals: ['topic'],
  examples: [
    'topics reassign orders --brokers 1,2,3,4',
    'topics reassign orders payments --brokers 1,2 --execute --throttle 10000000',
    'topics reassign orders --replication-factor 3 --execute --wait',
    'topics reassign orders --verify --wait 10m',
    'topics reassign orders --replicas 0=1:2 --replicas 1=2:3',
    'topics reassign --from-file moves.json --execute',
  ],
  async run(context, options): Promise<ReassignResult> {
    const action = actionOf(options);
    const wish = await wishOf(context, options);
    const session = await context.kafka();
    const { keepThrottle } = options;
    const wait = options.wait === undefined ? undefined : parseDurationMs(options.wait);
    const untilMoved = async (
      topics: readonly string[],
      longestWaitMs: number,
      wanted: readonly ReplicaList[],
    ) => {
      const step = context.progress.start(`Replicas of ${topics.join(', ')} are being moved`);
      const last = await waitForReassignment(session, topics, {
        ...{ keepThrottle, longestWaitMs, wanted },
        onRound: (soFar) => step.update(movedSoFar(soFar)),
      });
      if (isMoving(last)) step.fail(movedSoFar(last));
      else step.succeed(`Replicas of ${topics.join(', ')} are where they should be`);
      return last;
    };
    if (action === 'verify') {
      return wait === undefined
        ? reassignmentProgress(session, options.topic, options)
        : untilMoved(options.topic, wait, []);
    }
    if (action === 'cancel') return cancelReassignment(session, options.topic, options);
    const plan = await planReassignment(session, { ...wish, throttle: options.throttle });
    if (action === 'plan') return plan;
    const report = await startReassignment(session, plan);
    if (wait === undefined || report.moves.some(({ problem }) => problem !== null)) return report;
    for (const line of costOf(report)) context.say(line);
    const wanted = report.moves.map(({ after, ...move }) => ({ ...move, replicas: after }));
    return untilMoved(report.topics, wait, wanted);
  },
  view: viewOfReassign,
  items: itemsOfReassign,
  failed: (result) =>
    itemsOfReassign(result).some(({ problem }) => problem !== null) ||
    (!('moves' in result) && isMoving(result)),
});
