/** `kafka-lab consume` */
import { z } from 'zod';
import { defineCommand, type Context, type View } from '../command.js';
import { LabError } from '../errors.js';
import type { OutputFormat } from '../global-options.js';
import { checkGroupId, consumeGroup } from '../kafka/consume-group.js';
import { RecordPrinter } from '../kafka/print-records.js';
import { planRanges } from '../kafka/read-ranges.js';
import { readRecords } from '../kafka/read-records.js';
import { describePosition, parsePosition, type Position } from '../positions.js';
import {
  jsonFormat,
  plainFormat,
  tableFormat,
  type Columns,
  type RecordFormat,
} from '../wire/record-format.js';

const options = z.object({
  topic: z.array(z.string()).min(1).meta({ description: 'one or several topics', completes: 'topic' }),
  fromBeginning: z.boolean().default(false).meta({ description: 'read all there is: --from start' }),
  from: z.string().optional().meta({
    description: 'where to begin: start, end, an offset, -N (the last N), @TIME, @-1h',
    placeholder: 'POSITION',
  }),
  to: z
    .string()
    .optional()
    .meta({ description: 'where to stop, exclusive: the same positions', placeholder: 'POSITION' }),
  maxMessages: z.int().min(1).optional().meta({ description: 'stop after so many records', short: 'n' }),
  partition: z
    .array(z.string())
    .default([])
    .meta({ description: 'only this partition; may be repeated', short: 'p', placeholder: 'N' }),
  group: z.string().optional().meta({
    description: 'join this consumer group and commit what was read',
    short: 'g',
    placeholder: 'ID',
    completes: 'group',
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
  keys: z.boolean().default(false).meta({ description: 'show keys' }),
  headers: z.boolean().default(false).meta({ description: 'show headers' }),
  timestamps: z.boolean().default(false).meta({ description: 'show timestamps' }),
  partitions: z.boolean().default(false).meta({ description: 'show partition numbers' }),
  offsets: z.boolean().default(false).meta({ description: 'show offsets' }),
  raw: z
    .boolean()
    .default(false)
    .meta({ description: 'write bytes as they are, even where they are no text' }),
});

type Options = z.output<typeof options>;

export interface ConsumeReport {
  /** `closed`: whoever read the output has gone, as `head` does. */
  readonly stopped: 'end' | 'limit' | 'interrupted' | 'closed';
  readonly follow: boolean;
  readonly records: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly records: number;
    readonly next: number;
  }[];
  readonly notes: readonly string[];
  /** A partition had to be left out. */
  readonly isPartial: boolean;
  readonly durationMs: number;
}

export const consume = defineCommand({
  path: ['consume'],
  summary: 'read records from topics',
  effect: 'reads',
  output: 'bytes',
  options,
  positionals: ['topic'],
  examples: [
    'consume orders --from-beginning',
    'consume orders --from -10 --keys --partitions --offsets',
    'consume orders --from @-1h --exit -o jsonl',
    'consume orders --group billing',
  ],
  async run(context, chosen): Promise<ConsumeReport> {
    const startedAt = context.now().getTime();
    const settings = settle(context, chosen);
    const session = await context.kafka();
    const printer = new RecordPrinter(settings.format, context.sink, chosen.maxMessages ?? Infinity);
    const common = {
      isolation: chosen.isolation,
      signal: context.signal,
      follow: settings.follow,
      note: (text: string) => context.progress.note(text),
    };
    if (chosen.group !== undefined) {
      checkGroupId(chosen.group);
      context.progress.note(groupIntroduction(chosen, settings));
      const report = await consumeGroup(session, printer, {
        ...common,
        groupId: chosen.group,
        topics: chosen.topic,
        fromBeginning: settings.from.kind === 'start',
      });
      return {
        stopped: context.sink.open ? report.stopped : 'closed',
        follow: settings.follow,
        records: printer.printed,
        partitions: report.partitions.map((each) => ({ ...each, next: each.committed })),
        notes: [],
        isPartial: false,
        durationMs: context.now().getTime() - startedAt,
      };
    }
    const plan = await planRanges(session, {
      ...settings,
      topics: chosen.topic,
      isolation: chosen.isolation,
    });
    context.progress.note(introduction(chosen, settings, plan.ranges.length));
    for (const note of plan.notes) context.progress.note(note);
    const reports = await readRecords(session, plan, printer, common);
    const stops = new Set(reports.map((each) => each.stopped));
    return {
      stopped: !context.sink.open
        ? 'closed'
        : stops.has('interrupted')
          ? 'interrupted'
          : stops.has('limit')
            ? 'limit'
            : 'end',
      follow: settings.follow,
      records: printer.printed,
      partitions: reports.map(({ topic, partition, records, nextOffset }) => ({
        topic,
        partition,
        records,
        next: nextOffset,
      })),
      notes: plan.notes,
      isPartial: plan.isPartial,
      durationMs: context.now().getTime() - startedAt,
    };
  },
  view: (report): View => ({ header: [], rows: [], notes: [summary(report)] }),
  failed: ({ isPartial }) => isPartial,
  interrupted: ({ stopped, follow }) => stopped === 'interrupted' && !follow,
});

interface Settings {
  readonly follow: boolean;
  readonly from: Position;
  readonly to: Position | null;
  readonly partitions: readonly number[];
  readonly format: RecordFormat;
}

function settle(context: Context, chosen: Options): Settings {
  if (chosen.follow && chosen.exit) throw new LabError('usage', '--follow and --exit contradict each other.');
  if (chosen.fromBeginning && chosen.from !== undefined) {
    throw new LabError('usage', '--from-beginning and --from are two beginnings; take one of them.');
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
      'With --group, --from can only be start or end: where the group has committed nothing.',
    );
  }
  // With an end in sight nobody means to wait for ever.
  const endsByItself = chosen.exit || chosen.to !== undefined;
  const follow = chosen.follow || (context.isTerminal && !endsByItself);
  const now = context.now();
  const from: Position = chosen.fromBeginning
    ? { kind: 'start' }
    : chosen.from !== undefined
      ? parsePosition(chosen.from, now)
      : { kind: follow ? 'end' : 'start' };
  return {
    follow,
    from,
    to: chosen.to === undefined ? null : parsePosition(chosen.to, now),
    partitions: chosen.partition.map(partitionNumber),
    format: formatFor(context.globals.output, chosen),
  };
}

function partitionNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new LabError('usage', `--partition: "${text}" is no partition number; they count from 0.`);
}

function formatFor(output: OutputFormat | undefined, chosen: Options): RecordFormat {
  const columns: Columns = { ...chosen, topics: chosen.topic.length > 1 };
  switch (output) {
    case 'json':
    case 'jsonl':
    case 'yaml':
      return jsonFormat(output);
    case 'table':
      return tableFormat(columns);
    case 'plain':
    case undefined:
      return plainFormat(columns, chosen.raw);
  }
}

function introduction(chosen: Options, settings: Settings, partitions: number): string {
  const what = `${chosen.topic.join(', ')} (${partitions} ${partitions === 1 ? 'partition' : 'partitions'})`;
  const until = settings.follow
    ? `waiting for new records${limitOf(chosen)}; ^C stops`
    : `to ${settings.to === null ? 'the present end' : describePosition(settings.to)}${limitOf(chosen)}`;
  return `Reading ${what} from ${describePosition(settings.from)}, ${until}.`;
}

function groupIntroduction(chosen: Options, settings: Settings): string {
  const until = settings.follow
    ? `waiting for new records${limitOf(chosen)}; ^C stops`
    : `to the present end${limitOf(chosen)}`;
  const first = settings.from.kind === 'start' ? 'the beginning' : 'the end';
  return `Reading ${chosen.topic.join(', ')} as group ${chosen.group ?? ''} from its committed offsets (from ${first} where it has none), ${until}.`;
}

function limitOf({ maxMessages }: Options): string {
  if (maxMessages === undefined) return '';
  return `, at most ${maxMessages} ${maxMessages === 1 ? 'record' : 'records'}`;
}

function summary({ stopped, records, partitions, durationMs }: ConsumeReport): string {
  const why = {
    end: 'Reached the end',
    limit: 'Stopped at the limit',
    interrupted: 'Interrupted',
    closed: 'Nobody reads the output any longer',
  }[stopped];
  const seconds = Math.max(durationMs, 1) / 1000;
  const rate = records >= 10_000 ? `, ${Math.round(records / seconds).toLocaleString('en')} a second` : '';
  const from = partitions.filter((each) => each.records > 0).length;
  return `${why}: ${records.toLocaleString('en')} ${records === 1 ? 'record' : 'records'} from ${from} ${from === 1 ? 'partition' : 'partitions'} in ${seconds.toFixed(1)} s${rate}.`;
}
