/** What is typed for `topics reassign`: which action, and which replicas go where. */
import { z } from 'zod';
import type { Context } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { checkDuration } from '../../text/global-options.js';
import type { PlacementWish } from '../../kafka/reassign/reassign-topics.js';
import type { ReplicaList } from '../../kafka/reassign/placement/plan-replicas.js';
import { parseReassignmentFile, parseReplicaLists } from '../../kafka/reassign/placement/replica-lists.js';
import { mostReplicas } from './create.js';
import { inputName, readInput } from '../shared/read-input.js';

const longestWait = '1d';
const actions = ['plan', 'execute', 'verify', 'cancel'] as const;

export const reassignOptions = z.object({
  topic: z.array(z.string()).default([]).meta({ description: 'one or more topics', completes: 'topic' }),
  plan: z.boolean().default(false).meta({ description: 'show what would be moved (this is the default)' }),
  execute: z.boolean().default(false).meta({ description: 'begin the moves' }),
  verify: z.boolean().default(false).meta({
    description:
      'show how far the moves are; when all are done, remove the throttle; the exit code is 1 while replicas move',
  }),
  cancel: z.boolean().default(false).meta({ description: 'cancel the moves in progress' }),
  brokers: z
    .string()
    .regex(/^\d+(,\d+)*$/, 'Brokers are their ids: 1,2,3')
    .optional()
    .meta({ description: 'the brokers to use (default: all that are up)', placeholder: 'ID,ID,…' }),
  replicationFactor: z.int().min(1).max(mostReplicas).optional().meta({
    description: 'number of replicas of each partition (default: as now)',
    short: 'r',
  }),
  replicas: z.array(z.string()).default([]).meta({
    description:
      'explicit placement: the brokers of one partition, the preferred leader first; may be repeated',
    placeholder: 'PARTITION=ID:ID',
  }),
  fromFile: z.string().optional().meta({
    description: 'explicit placement, from a JSON file of kafka-reassign-partitions; - is standard input',
    placeholder: 'FILE',
    completes: 'file',
  }),
  throttle: z.int().min(1).optional().meta({
    description: 'maximum that each broker may copy per second',
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
});

export type ReassignOptions = z.output<typeof reassignOptions>;

/** An option that the action would ignore is refused. */
export function actionOf(options: ReassignOptions): (typeof actions)[number] {
  const [action = 'plan', other] = actions.filter((each) => options[each]);
  if (other !== undefined) {
    throw new LabError('usage', `--${action} and --${other} exclude each other: choose one.`);
  }
  const isPlan = action === 'plan' || action === 'execute';
  const waits = options.wait !== undefined;
  if (waits && action !== 'execute' && action !== 'verify') {
    throw new LabError('usage', `--wait has no meaning with --${action}.`, {
      hint: 'It belongs to --execute and --verify.',
    });
  }
  const extra = isPlan
    ? options.keepThrottle && !waits && 'keep-throttle'
    : (options.brokers !== undefined && 'brokers') ||
      (options.replicationFactor !== undefined && 'replication-factor') ||
      (options.replicas.length > 0 && 'replicas') ||
      (options.fromFile !== undefined && 'from-file') ||
      (options.throttle !== undefined && 'throttle');
  if (extra) {
    throw new LabError('usage', `--${extra} has no meaning with --${action}.`, {
      hint: isPlan ? 'It belongs to --verify, --wait and --cancel.' : 'It belongs to --plan and --execute.',
    });
  }
  return action;
}

/** By rules, or explicit lists; never half of each. */
export async function wishOf(
  context: Context,
  options: ReassignOptions,
): Promise<PlacementWish | { lists: readonly ReplicaList[] }> {
  const { topic, brokers, replicationFactor, replicas, fromFile } = options;
  const byHand = fromFile === undefined ? (replicas.length > 0 ? 'replicas' : undefined) : 'from-file';
  const extra =
    (brokers !== undefined && 'brokers') ||
    (replicationFactor !== undefined && 'replication-factor') ||
    (fromFile !== undefined && replicas.length > 0 && 'replicas');
  if (byHand !== undefined && extra) {
    throw new LabError('usage', `--${byHand} says where replicas go: leave out --${extra}.`);
  }
  if (fromFile !== undefined) {
    if (topic.length > 0) throw new LabError('usage', '--from-file names the topics: leave them out.');
    const text = await readInput(context, fromFile, 'topics reassign --from-file');
    return { lists: parseReassignmentFile(text, inputName(fromFile)) };
  }
  const [first] = topic;
  if (first === undefined) throw new LabError('usage', 'Which topics? Name them, or use --from-file.');
  if (byHand === undefined) {
    return { topics: topic, brokers: brokers?.split(',').map(Number) ?? [], replicationFactor };
  }
  if (topic.length > 1) {
    throw new LabError('usage', '--replicas is about partitions of one topic.', {
      hint: 'For several at once there is --from-file.',
    });
  }
  return { lists: parseReplicaLists(first, replicas) };
}
