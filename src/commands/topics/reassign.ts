/** `kafka-lab topics reassign` */
import { z } from 'zod';
import { defineCommand } from '../../command.js';
import { parseDurationMs } from '../../duration.js';
import { LabError } from '../../errors.js';
import { checkDuration } from '../../global-options.js';
import { reassignTopics } from '../../kafka/reassign-topics.js';
import {
  cancelReassignment,
  isMoving,
  reassignmentProgress,
  type ReassignProgress,
} from '../../kafka/reassignment-progress.js';
import { waitForReassignment } from '../../kafka/wait-for-reassignment.js';
import { costOf, itemsOfReassign, movedSoFar, viewOfReassign, type ReassignResult } from './reassign-view.js';

const mostReplicas = 32_767;
const longestWait = '1d';
const deeds = ['plan', 'execute', 'verify', 'cancel'] as const;

export const topicsReassign = defineCommand({
  path: ['topics', 'reassign'],
  summary: 'move replicas to other brokers, or have more or fewer of them; shows first what would be copied',
  effect: 'writes',
  effectOf: ({ execute, verify, cancel, keepThrottle }) =>
    execute || cancel || (verify && !keepThrottle) ? 'writes' : 'reads',
  options: z.object({
    topic: z.array(z.string()).min(1).meta({ description: 'one or several topics', completes: 'topic' }),
    plan: z.boolean().default(false).meta({ description: 'show what would be moved (this is the default)' }),
    execute: z.boolean().default(false).meta({ description: 'begin the moves' }),
    verify: z.boolean().default(false).meta({
      description:
        'show how far the moves are; when all are done, remove the throttle; the exit code is 1 while replicas move',
    }),
    cancel: z.boolean().default(false).meta({ description: 'call off the moves under way' }),
    brokers: z
      .string()
      .regex(/^\d+(,\d+)*$/, 'Brokers are their ids: 1,2,3')
      .optional()
      .meta({ description: 'the brokers to use (default: all that are up)', placeholder: 'ID,ID,…' }),
    replicationFactor: z.int().min(1).max(mostReplicas).optional().meta({
      description: 'on how many brokers each partition is to be kept (default: as many as now)',
      short: 'r',
    }),
    throttle: z.int().min(1).optional().meta({
      description: 'the most that each broker may copy a second',
      placeholder: 'BYTES',
    }),
    keepThrottle: z
      .boolean()
      .default(false)
      .meta({ description: 'leave the throttle where it is (--verify, --wait, --cancel)' }),
    wait: z
      .string()
      .superRefine((text, context) => checkDuration(text, 0, context))
      .optional()
      .meta({
        description:
          'with --execute or --verify: until all have moved, then remove the throttle (default: at most a day)',
        placeholder: 'DURATION',
        implied: longestWait,
      }),
  }),
  positionals: ['topic'],
  examples: [
    'topics reassign orders --brokers 1,2,3,4',
    'topics reassign orders payments --brokers 1,2 --execute --throttle 10000000',
    'topics reassign orders --replication-factor 3 --execute --wait',
    'topics reassign orders --verify --wait 10m',
  ],
  async run(context, options): Promise<ReassignResult> {
    const deed = deedOf(options);
    const session = await context.kafka();
    const { keepThrottle } = options;
    const wait = options.wait === undefined ? undefined : parseDurationMs(options.wait);
    const untilMoved = async (topics: readonly string[], longestWaitMs: number) => {
      const step = context.progress.start(`Replicas of ${topics.join(', ')} are being moved`);
      const onRound = (soFar: ReassignProgress) => step.update(movedSoFar(soFar));
      const last = await waitForReassignment(session, topics, { keepThrottle, longestWaitMs, onRound });
      if (isMoving(last)) step.fail(movedSoFar(last));
      else step.succeed(`Replicas of ${topics.join(', ')} are where they should be`);
      return last;
    };
    if (deed === 'verify') {
      return wait === undefined
        ? reassignmentProgress(session, options.topic, options)
        : untilMoved(options.topic, wait);
    }
    if (deed === 'cancel') return cancelReassignment(session, options.topic, options);
    const request = {
      topics: options.topic,
      brokers: options.brokers?.split(',').map(Number) ?? [],
      replicationFactor: options.replicationFactor,
      throttle: options.throttle,
    };
    const report = await reassignTopics(session, request, { execute: deed === 'execute' });
    if (wait === undefined || report.moves.some(({ problem }) => problem !== null)) return report;
    for (const line of costOf(report)) context.say(line);
    return untilMoved(report.topics, wait);
  },
  view: viewOfReassign,
  items: itemsOfReassign,
  failed: (result) =>
    itemsOfReassign(result).some(({ problem }) => problem !== null) ||
    (!('moves' in result) && isMoving(result)),
});

type Options = z.output<typeof topicsReassign.options>;

/** What belongs to a plan is refused beside the others rather than overlooked. */
function deedOf(options: Options): (typeof deeds)[number] {
  const [deed = 'plan', other] = deeds.filter((each) => options[each]);
  if (other !== undefined) {
    throw new LabError('usage', `--${deed} and --${other} are two things: choose one.`);
  }
  const isPlan = deed === 'plan' || deed === 'execute';
  const waits = options.wait !== undefined;
  if (waits && deed !== 'execute' && deed !== 'verify') {
    throw new LabError('usage', `--wait has no meaning with --${deed}.`, {
      hint: 'It belongs to --execute and --verify.',
    });
  }
  const stray = isPlan
    ? options.keepThrottle && !waits && 'keep-throttle'
    : (options.brokers !== undefined && 'brokers') ||
      (options.replicationFactor !== undefined && 'replication-factor') ||
      (options.throttle !== undefined && 'throttle');
  if (stray) {
    throw new LabError('usage', `--${stray} has no meaning with --${deed}.`, {
      hint: isPlan ? 'It belongs to --verify, --wait and --cancel.' : 'It belongs to --plan and --execute.',
    });
  }
  return deed;
}
