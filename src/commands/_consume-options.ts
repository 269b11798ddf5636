/** What `consume` can be told, and what that means for one run. */
import { z } from 'zod';
import type { Context } from '../contract/command.js';
import { decodeOptions } from './shared/decode-options.js';
import { isMetadataLog, topicNamed } from '../schemas/internal/internal-topic-names.js';
import { commandLine } from '../text/command-line.js';
import { LabError } from '../text/errors.js';
import { Pattern } from '../text/pattern/pattern.js';
import { planSearch, type SearchPlan } from '../finding/plan-search.js';
import { parsePartition } from '../text/parse-partition.js';
import { parsePositions, type Positions } from '../text/positions.js';
import { stringFormat } from '../wire/print/format-string.js';
import {
  jsonFormat,
  plainFormat,
  tableFormat,
  type Columns,
  type RecordFormat,
} from '../wire/print/record-format.js';
import { partitionOption } from './shared/range-options.js';

export const consumeOptions = z.object({
  topic: z.array(z.string()).default([]).meta({
    description:
      "one or more topics; @metadata is the log of the cluster's metadata, which its controllers keep (KRaft)",
    completes: 'topic',
  }),
  include: z.string().optional().meta({
    description:
      "instead of names: every topic whose whole name matches this regular expression, except Kafka's own",
    placeholder: 'REGEX',
  }),
  fromBeginning: z.boolean().default(false).meta({ description: 'read all there is: --from start' }),
  from: z.string().optional().meta({
    description:
      'where to begin: start, end, an offset, -N (the last N records), @TIME, @-1h, earliest-local, latest-tiered, or 0:12,1:7 by partition',
    placeholder: 'POSITION',
  }),
  to: z.string().optional().meta({
    description: 'where to stop, exclusive: the same positions, or 0:15,1:9 by partition',
    placeholder: 'POSITION',
  }),
  maxMessages: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'stop after N records', short: 'n', isLimit: true }),
  partition: partitionOption,
  group: z.string().optional().meta({
    description: 'join this consumer group and commit what was read',
    short: 'g',
    placeholder: 'ID',
    completes: 'group',
  }),
  shareGroup: z.string().optional().meta({
    description: 'join this share group: records are locked, shown and acknowledged one by one',
    placeholder: 'ID',
    completes: 'group',
  }),
  ack: z.enum(['accept', 'release', 'reject', 'ask']).optional().meta({
    description:
      'with --share-group: what becomes of records that were shown; release gives all back at the end (accept if left out)',
  }),
  follow: z
    .boolean()
    .default(false)
    .meta({ description: 'wait for new records (default on a terminal)', short: 'f' }),
  exit: z.boolean().default(false).meta({ description: 'stop at the end (default in a pipe)', short: 'e' }),
  isolation: z
    .enum(['read_committed', 'read_uncommitted'])
    .default('read_committed')
    .meta({ description: 'whether records of aborted and open transactions are hidden' }),
  keys: z.boolean().default(false).meta({ description: 'show keys', isLook: true }),
  headers: z.boolean().default(false).meta({ description: 'show headers', isLook: true }),
  timestamps: z.boolean().default(false).meta({ description: 'show timestamps', isLook: true }),
  partitions: z.boolean().default(false).meta({ description: 'show partition numbers', isLook: true }),
  offsets: z.boolean().default(false).meta({ description: 'show offsets', isLook: true }),
  deliveryCounts: z
    .boolean()
    .default(false)
    .meta({ description: 'with --share-group: show how often a record was delivered', isLook: true }),
  format: z
    .string()
    .optional()
    .meta({
      description: String.raw`format string, as in kcat: %k\t%s\n; %t %p %o %T %k %s %h %K %S, %v for %s, and %d for the delivery count`,
      placeholder: 'FORMAT',
      isLook: true,
    }),
  grep: z.string().optional().meta({
    description: 'only records with this text, or matching this /regex/, in key or value',
    placeholder: 'TEXT|/REGEX/',
  }),
  filter: z.string().optional().meta({
    description: 'only records for which this holds: value.amount > 100 and key exists',
    placeholder: 'EXPRESSION',
  }),
  key: z.string().optional().meta({
    description:
      'only records with this key, as it is shown; reads the partition that the key hashes to, or all if its bytes depend on a schema',
    short: 'k',
  }),
  allPartitions: z.boolean().default(false).meta({
    description: 'with --key: read every partition, not only the one that the key hashes to',
  }),
  ...decodeOptions,
  raw: z.boolean().default(false).meta({
    description: 'write bytes as they are, even if they are not text or would control the terminal',
    isLook: true,
  }),
});

export type ConsumeOptions = z.output<typeof consumeOptions>;

export interface ConsumeSettings {
  readonly include: Pattern | undefined;
  readonly searching: SearchPlan | undefined;
  readonly follow: boolean;
  readonly from: Positions;
  readonly to: Positions | null;
  readonly partitions: readonly number[];
  readonly format: RecordFormat;
}

/** Throws LabError 'usage' for options that contradict each other. */
export function consumeSettings(context: Context, chosen: ConsumeOptions): ConsumeSettings {
  if (chosen.topic.length > 0 && chosen.include !== undefined) {
    throw new LabError('usage', '--include says which topics: leave the names out.');
  }
  if (chosen.topic.length === 0 && chosen.include === undefined) {
    throw new LabError('usage', 'Which topics? Name them, or use --include REGEX.', {
      hint: 'See what there is: kafka-lab topics list',
    });
  }
  if (chosen.follow && chosen.exit) throw new LabError('usage', '--follow and --exit contradict each other.');
  if (chosen.fromBeginning && chosen.from !== undefined) {
    throw new LabError('usage', '--from-beginning and --from exclude each other.');
  }
  if (chosen.group !== undefined && (chosen.partition.length > 0 || chosen.to !== undefined)) {
    throw new LabError(
      'usage',
      'With --group the group decides which partitions are read, and there is no --to.',
      {
        hint: 'Without --group, --partition and --to read whatever you like, and no group is touched.',
      },
    );
  }
  if (chosen.group !== undefined && chosen.from !== undefined && !['start', 'end'].includes(chosen.from)) {
    throw new LabError(
      'usage',
      'With --group, --from can only be start or end, for partitions without a committed offset.',
    );
  }
  checkShareGroup(context, chosen);
  if ((chosen.group ?? chosen.shareGroup) !== undefined && chosen.topic.map(topicNamed).some(isMetadataLog)) {
    throw new LabError('usage', '@metadata is read without a group: it is no topic that a group could read.');
  }
  if (chosen.raw && chosen.decode.length > 0) {
    throw new LabError('usage', '--raw and --decode contradict each other: --raw writes the bytes.');
  }
  const now = context.now();
  const searching = planSearch(chosen, now);
  const group = chosen.group === undefined ? '--share-group' : '--group';
  if (searching && (chosen.group ?? chosen.shareGroup) !== undefined) {
    throw new LabError('usage', `A search reads without a group: leave ${group} out.`, {
      hint:
        group === '--group'
          ? 'A group commits what its members have seen, found or not.'
          : 'A share group would have to be told what becomes of the records that do not match.',
    });
  }
  if (chosen.allPartitions && chosen.key === undefined) {
    throw new LabError(
      'usage',
      '--all-partitions goes with --key; without it all partitions are read anyway.',
    );
  }
  // With a given end there is no waiting, and a search means the records that are there.
  const endsByItself = chosen.exit || chosen.to !== undefined || searching !== undefined;
  const follow = chosen.follow || (context.isTerminal && !endsByItself);
  const fromEnd = follow && !searching && !chosen.fromBeginning;
  return {
    include:
      chosen.include === undefined
        ? undefined
        : new Pattern(chosen.include, { option: '--include', isWhole: true }),
    searching,
    follow,
    from: chosen.from === undefined ? { kind: fromEnd ? 'end' : 'start' } : parsePositions(chosen.from, now),
    to: chosen.to === undefined ? null : parsePositions(chosen.to, now),
    partitions: chosen.partition.map(parsePartition),
    format: formatFor(context, chosen),
  };
}

/** Throws LabError 'usage' for what makes no sense in a share group, or without one. */
function checkShareGroup({ isTerminal, questions }: Context, chosen: ConsumeOptions): void {
  if (chosen.shareGroup === undefined) {
    if (chosen.ack === undefined && !chosen.deliveryCounts) return;
    const option = chosen.ack === undefined ? '--delivery-counts' : '--ack';
    throw new LabError('usage', `${option} goes with --share-group.`);
  }
  if (chosen.group !== undefined) {
    throw new LabError('usage', '--group and --share-group exclude each other.');
  }
  if (chosen.fromBeginning || chosen.from !== undefined) {
    throw new LabError(
      'usage',
      `With --share-group the group decides where reading begins: leave ${chosen.fromBeginning ? '--from-beginning' : '--from'} out.`,
      {
        hint: `A group that is new begins at the end; for it to begin at the start: ${commandLine`groups config ${chosen.shareGroup} set share.auto.offset.reset=earliest`}`,
      },
    );
  }
  if (chosen.partition.length > 0 || chosen.to !== undefined) {
    throw new LabError(
      'usage',
      'With --share-group the group decides which partitions are read, and there is no --to.',
      {
        hint: 'Without --share-group, --partition and --to read whatever you like, and no group is touched.',
      },
    );
  }
  if (chosen.isolation === 'read_uncommitted') {
    throw new LabError(
      'usage',
      'With --share-group the group decides what is hidden, by its config share.isolation.level: leave --isolation out.',
    );
  }
  if (chosen.ack === 'ask' && (!isTerminal || questions === undefined)) {
    throw new LabError('usage', '--ack ask needs a terminal: it asks what becomes of each record.', {
      hint: 'In a pipe: --ack accept, release or reject',
    });
  }
}

function formatFor({ globals, isTerminal }: Context, chosen: ConsumeOptions): RecordFormat {
  const { output } = globals;
  const bytes = chosen.raw ? 'raw' : isTerminal ? 'visible' : 'text';
  if (chosen.format !== undefined) {
    if (output !== undefined) {
      throw new LabError('usage', '--format and --output both say how a record looks; choose one of them.');
    }
    return stringFormat(chosen.format, bytes, chosen.shareGroup !== undefined);
  }
  const columns: Columns = { ...chosen, topics: chosen.topic.length !== 1 };
  const sharedColumns: Columns = { ...columns, deliveryCounts: chosen.shareGroup !== undefined };
  switch (output) {
    case 'json':
    case 'jsonl':
    case 'yaml':
      return jsonFormat(output);
    case 'table':
      return tableFormat(sharedColumns);
    case 'plain':
    case undefined:
      return plainFormat(columns, bytes);
  }
}
