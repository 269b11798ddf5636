/** What `copy` can be told, and what that means for one run. */
import { z } from 'zod';
import type { Context } from '../contract/command.js';
import { planSearch, type SearchPlan } from '../finding/plan-search.js';
import type { CopyRequest } from '../kafka/copy/plan-copy.js';
import { parseDurationMs } from '../text/duration.js';
import { LabError } from '../text/errors.js';
import { parsePartition } from '../text/parse-partition.js';
import { parsePositions } from '../text/positions.js';
import { compressions } from '../wire/batch/codecs/compression.js';
import { consumeOptions } from './_consume-options.js';

const {
  from,
  to,
  partition,
  isolation,
  grep,
  filter,
  key,
  allPartitions,
  maxMessages,
  decode,
  noDecode,
  protoPath,
} = consumeOptions.shape;

export const copyOptions = z.object({
  topic: z.array(z.string()).default([]).meta({
    description: 'the topics to copy, then the one that gets their records; with --redrive all are sources',
    completes: 'topic',
    foremost: true,
    ordered: true,
  }),
  toConnection: z.string().optional().meta({
    description: 'the target is on the cluster of this connection',
    placeholder: 'NAME',
    completes: 'connection',
  }),
  create: z.boolean().default(false).meta({
    description: 'make the target if it is not there, with the partitions and configs of the source',
  }),
  redrive: z.boolean().default(false).meta({
    description:
      'send dead letters back, each to the topic that its headers name: those of Spring, Kafka Connect, Kafka Streams, share groups, SmallRye, Watermill, and x-original-topic',
  }),
  headerName: z.string().min(1).optional().meta({
    description: 'with --redrive: the topic is in this header, whatever others say',
    placeholder: 'NAME',
  }),
  maxRedrives: z.int().min(1).max(1_000_000).optional().meta({
    description: 'with --redrive: refuse what was redriven so often before (default: 3)',
    placeholder: 'N',
  }),
  from,
  to: to.meta({
    description:
      'where to stop, exclusive: the same positions, or 0:15,1:9 by partition (default: the end as it is at the start)',
    placeholder: 'POSITION',
  }),
  partition,
  maxMessages: maxMessages.meta({ description: 'stop after N records that were meant', short: 'n' }),
  isolation: isolation.meta({
    description: 'whether records of aborted and open transactions are left out',
  }),
  key,
  grep,
  filter,
  allPartitions,
  decode,
  noDecode: noDecode.meta({
    description:
      'search the bytes as they are, whatever the schema registry and the configuration say of them',
  }),
  protoPath,
  rate: z.number().positive().optional().meta({ description: 'at most this many records a second' }),
  compression: z
    .enum(compressions)
    .optional()
    .meta({ description: 'compress the batches anew (default: as in the source)', short: 'z' }),
  acks: z.enum(['all', '1', '0']).default('all').meta({
    description: 'which replicas acknowledge: all in sync, the leader only, none',
  }),
  transaction: z.string().min(1).optional().meta({
    description:
      'write in transactions of this transactional id, with the positions in them (for the group of --group, or of this name): nothing comes twice, even after a crash',
    placeholder: 'ID',
  }),
  group: z.string().min(1).optional().meta({
    description:
      "keep the positions as this group's offsets on the target's cluster: the same line goes on where it stopped",
    short: 'g',
    placeholder: 'ID',
    completes: 'group',
  }),
  deliveryTimeout: z.string().default('2m').meta({
    description: 'how long records wait for a broker before they fail',
    placeholder: 'DURATION',
  }),
  execute: z.boolean().default(false).meta({ description: 'do it; without this, only the plan is shown' }),
});

export type CopyOptions = z.output<typeof copyOptions>;

export interface CopyChoice {
  /** Undefined: dead letters go where their headers say. */
  readonly target: string | undefined;
  readonly read: CopyRequest['read'];
  readonly searching: SearchPlan | undefined;
  readonly deliveryTimeoutMs: number;
}

/** Throws LabError 'usage' for options that contradict each other. */
export function copyChoice(context: Pick<Context, 'now'>, chosen: CopyOptions): CopyChoice {
  const sources = sourcesOf(chosen);
  checkRedrive(chosen);
  if (sources.length === 0) {
    throw chosen.redrive
      ? new LabError('usage', 'Which topics are the dead letters in?', {
          hint: 'For example: kafka-lab copy orders.dlq --redrive',
        })
      : new LabError('usage', 'Which topics, and to where? The last one named is the target.', {
          hint: 'For example: kafka-lab copy orders orders-copy --create',
        });
  }
  if (chosen.transaction !== undefined && chosen.acks !== 'all') {
    throw new LabError(
      'usage',
      `--transaction and --acks ${chosen.acks} do not go together: it needs --acks all.`,
    );
  }
  if (chosen.allPartitions && chosen.key === undefined) {
    throw new LabError(
      'usage',
      '--all-partitions goes with --key; without it all partitions are read anyway.',
    );
  }
  const now = context.now();
  const searching = planSearch(chosen, now);
  return {
    searching,
    deliveryTimeoutMs: parseDurationMs(chosen.deliveryTimeout),
    target: chosen.redrive ? undefined : chosen.topic.at(-1),
    read: {
      topics: sources,
      partitions: chosen.partition.map(parsePartition),
      from: chosen.from === undefined ? { kind: 'start' } : parsePositions(chosen.from, now),
      to: chosen.to === undefined ? null : parsePositions(chosen.to, now),
      isolation: chosen.isolation,
    },
  };
}

/** The topics that are read, each once. */
export function sourcesOf({ topic, redrive }: Pick<CopyOptions, 'topic' | 'redrive'>): readonly string[] {
  return [...new Set(redrive ? topic : topic.slice(0, -1))];
}

function checkRedrive({ redrive, create, headerName, maxRedrives }: CopyOptions): void {
  if (redrive && create) {
    throw new LabError(
      'usage',
      '--create and --redrive do not go together: dead letters go back to topics that there are.',
    );
  }
  if (redrive) return;
  const alone =
    headerName !== undefined ? '--header-name' : maxRedrives !== undefined ? '--max-redrives' : '';
  if (alone !== '') throw new LabError('usage', `${alone} goes with --redrive.`);
}
