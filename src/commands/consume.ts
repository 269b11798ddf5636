/** `kafka-lab consume` */
import { z } from 'zod';
import { defineCommand, type Context, type View } from '../command.js';
import { LabError } from '../errors.js';
import type { OutputFormat } from '../global-options.js';
import { checkGroupId } from '../kafka/group-id.js';
import { RecordPrinter } from '../kafka/print-records.js';
import { planRanges } from '../kafka/read-ranges.js';
import { readRecords } from '../kafka/read-records.js';
import type { KafkaSession } from '../kafka/session.js';
import { planSearch, type SearchPlan } from '../finding/plan-search.js';
import {
  describeCoverage,
  grouped,
  shellWords,
  type SearchCoverage,
  type SearchedPartition,
} from '../finding/search-report.js';
import { watchSearch } from '../finding/watch-search.js';
import { parsePartition } from '../parse-partition.js';
import { describePosition, parsePosition, type Position } from '../positions.js';
import type { PartitionReport } from '../wire/reader.js';
import { stringFormat } from '../wire/format-string.js';
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
    description:
      'where to begin: start, end, an offset, -N (the last N), @TIME, @-1h, or 0:12,1:7 by partition',
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
  format: z
    .string()
    .optional()
    .meta({
      description: String.raw`each record in kcat's words: %k\t%v\n; %t %p %o %T %k %v %h %K %S`,
      placeholder: 'FORMAT',
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
    description: 'only records with this key; reads the partition that the key hashes to',
    short: 'k',
  }),
  allPartitions: z.boolean().default(false).meta({
    description: 'with --key: look everywhere, whoever chose the partition',
  }),
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
  /** Of a search. */
  readonly coverage?: SearchCoverage;
  /** A partition had to be left out. */
  readonly isPartial: boolean;
  readonly durationMs: number;
}

export const consume = defineCommand({
  path: ['consume'],
  summary: 'read records from topics',
  effect: 'reads',
  // A member of a group takes partitions from others and commits.
  effectOf: ({ group }) => (group === undefined ? 'reads' : 'writes'),
  output: 'bytes',
  options,
  positionals: ['topic'],
  examples: [
    'consume orders --from-beginning',
    'consume orders --from -10 --keys --partitions --offsets',
    'consume orders --from @-1h --exit -o jsonl',
    'consume orders --filter \'value.amount > 100 and headers.source == "web"\' -n 10',
    'consume orders --grep /refund|chargeback/i --from @-1d',
    'consume orders --key customer-17',
    String.raw`consume orders --format '%p %o %k\t%v\n'`,
    'consume orders --group billing',
  ],
  async run(context, chosen): Promise<ConsumeReport> {
    const startedAt = context.now().getTime();
    const settings = settle(context, chosen);
    const session = await context.kafka();
    if (settings.searching) return search(context, session, chosen, settings, settings.searching, startedAt);
    const printer = new RecordPrinter(settings.format, context.sink, chosen.maxMessages ?? Infinity);
    const common = {
      isolation: chosen.isolation,
      signal: context.signal,
      follow: settings.follow,
      note: (text: string) => context.progress.note(text),
    };
    if (chosen.group !== undefined) {
      // It brings kafkajs along, which takes longer to load than most reads take.
      const { consumeGroup } = await import('../kafka/consume-group.js');
      checkGroupId(chosen.group, '--group needs the name of a group.');
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
    return {
      stopped: context.sink.open ? whyStopped(reports) : 'closed',
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
  view: (report): View => ({
    header: [],
    rows: [],
    notes: [...(report.coverage ? describeCoverage(report.coverage) : []), summary(report)],
  }),
  failed: ({ isPartial }) => isPartial,
  interrupted: ({ stopped, follow }) => stopped === 'interrupted' && !follow,
});

function whyStopped(reports: readonly PartitionReport[]): ConsumeReport['stopped'] {
  const stops = new Set(reports.map(({ stopped }) => stopped));
  if (stops.has('interrupted')) return 'interrupted';
  return stops.has('limit') ? 'limit' : 'end';
}

async function search(
  context: Context,
  session: KafkaSession,
  chosen: Options,
  settings: Settings,
  { search, partitionOf }: SearchPlan,
  startedAt: number,
): Promise<ConsumeReport> {
  const onlyPartitionOf = chosen.partition.length === 0 ? partitionOf : undefined;
  const plan = await planRanges(session, {
    ...settings,
    topics: chosen.topic,
    isolation: chosen.isolation,
    partitionOf: onlyPartitionOf,
  });
  if (onlyPartitionOf) {
    const names = plan.ranges.map(({ topic, partition }) => `${topic}[${partition}]`).join(', ');
    context.progress.note(
      `Key "${chosen.key ?? ''}" belongs into ${names} by the default partitioner; --all-partitions looks everywhere.`,
    );
  }
  for (const note of plan.notes) context.progress.note(note);
  const watching = watchSearch(
    introduction(chosen, settings, plan.ranges.length).replace(/^Reading (.*)\.$/, 'Searching $1'),
    search,
    () => printer.printed,
    context,
  );
  const printer = new RecordPrinter(settings.format, watching.sink, chosen.maxMessages ?? Infinity);
  try {
    const reports = await readRecords(session, plan, printer, {
      isolation: chosen.isolation,
      signal: context.signal,
      search,
      note: (text) => context.progress.note(text),
    });
    const partitions = reports.map((report, index) => ({
      topic: report.topic,
      partition: report.partition,
      from: plan.ranges[index]?.from ?? 0,
      to: plan.ranges[index]?.to ?? null,
      next: report.nextOffset,
      records: report.records,
    }));
    return {
      stopped: context.sink.open ? whyStopped(reports) : 'closed',
      follow: settings.follow,
      records: printer.printed,
      partitions,
      notes: plan.notes,
      coverage: {
        partitions,
        scanned: search.scanned,
        matched: printer.printed,
        times: search.latestMs < 0 ? null : { earliestMs: search.earliestMs, latestMs: search.latestMs },
        goOn: goOnCommands(context, chosen, partitions),
      },
      isPartial: plan.isPartial,
      durationMs: context.now().getTime() - startedAt,
    };
  } finally {
    watching.stop();
  }
}

/** The same search from where this one stopped; one line a topic, since partitions have the same numbers in all of them. */
function goOnCommands(context: Context, chosen: Options, partitions: readonly SearchedPartition[]): string[] {
  const { bootstrapServer, cluster, output } = context.globals;
  const options: readonly [string, string | undefined][] = [
    ['--to', chosen.to],
    ['--key', chosen.key],
    ['--grep', chosen.grep],
    ['--filter', chosen.filter],
    ['-n', chosen.maxMessages?.toString()],
    ['--format', chosen.format],
    ['-o', output],
    ['-b', bootstrapServer],
    ['--cluster', cluster],
  ];
  const given = options.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  if (chosen.isolation === 'read_uncommitted') given.push('--isolation', chosen.isolation);
  return [...new Set(chosen.topic)].flatMap((topic) => {
    const rest = partitions.filter(
      (each) => each.topic === topic && (chosen.to === undefined || each.to === null || each.next < each.to),
    );
    if (rest.length === 0) return [];
    const from = rest.map(({ partition, next }) => `${partition}:${next}`).join(',');
    return [`kafka-lab consume ${shellWords([topic, '--from', from, ...given])}`];
  });
}

interface Settings {
  readonly searching: SearchPlan | undefined;
  readonly fromOffsets: ReadonlyMap<number, number> | undefined;
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
  const now = context.now();
  const searching = planSearch(chosen, now);
  if (searching && chosen.group !== undefined) {
    throw new LabError('usage', 'A search reads without a group: leave --group out.', {
      hint: 'A group commits what its members have seen, found or not.',
    });
  }
  if (chosen.allPartitions && chosen.key === undefined) {
    throw new LabError(
      'usage',
      '--all-partitions goes with --key; without it all partitions are read anyway.',
    );
  }
  // With an end in sight nobody means to wait for ever, and who searches means what is there.
  const endsByItself = chosen.exit || chosen.to !== undefined || searching !== undefined;
  const follow = chosen.follow || (context.isTerminal && !endsByItself);
  const fromOffsets = chosen.from === undefined ? undefined : offsetsByPartition(chosen.from);
  const from: Position = chosen.fromBeginning
    ? { kind: 'start' }
    : chosen.from !== undefined && !fromOffsets
      ? parsePosition(chosen.from, now)
      : { kind: follow && !searching ? 'end' : 'start' };
  return {
    searching,
    fromOffsets,
    follow,
    from,
    to: chosen.to === undefined ? null : parsePosition(chosen.to, now),
    partitions: chosen.partition.map(parsePartition),
    format: formatFor(context.globals.output, chosen),
  };
}

/** `0:12,3:7`, as a search prints it: each partition's own offset. */
function offsetsByPartition(from: string): ReadonlyMap<number, number> | undefined {
  if (!/^\d+:\d+(,\d+:\d+)*$/.test(from)) return undefined;
  return new Map(
    from.split(',').map((pair): [number, number] => {
      const [partition, offset] = pair.split(':');
      return [Number(partition), Number(offset)];
    }),
  );
}

function formatFor(output: OutputFormat | undefined, chosen: Options): RecordFormat {
  if (chosen.format !== undefined) {
    if (output !== undefined) {
      throw new LabError('usage', '--format and --output both say how a record looks; take one of them.');
    }
    return stringFormat(chosen.format, chosen.raw);
  }
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
  const from = settings.fromOffsets ? `offsets ${chosen.from ?? ''}` : describePosition(settings.from);
  return `Reading ${what} from ${from}, ${until}.`;
}

function groupIntroduction(chosen: Options, settings: Settings): string {
  const until = settings.follow
    ? `waiting for new records${limitOf(chosen)}; ^C stops`
    : `to the present end${limitOf(chosen)}`;
  const first = settings.from.kind === 'start' ? 'the beginning' : 'the end';
  return `Reading ${chosen.topic.join(', ')} as group ${chosen.group ?? ''} from its committed offsets (from ${first} where it has none), ${until}.`;
}

function limitOf(chosen: Options): string {
  const { maxMessages } = chosen;
  if (maxMessages === undefined) return '';
  const what = isSearch(chosen) ? ['match', 'matches'] : ['record', 'records'];
  return `, at most ${maxMessages} ${what[maxMessages === 1 ? 0 : 1] ?? ''}`;
}

function isSearch({ key, grep, filter }: Options): boolean {
  return key !== undefined || grep !== undefined || filter !== undefined;
}

function summary({ stopped, records, partitions, coverage, durationMs }: ConsumeReport): string {
  const why = {
    end: 'Reached the end',
    limit: 'Stopped at the limit',
    interrupted: 'Interrupted',
    closed: 'Nobody reads the output any longer',
  }[stopped];
  const seconds = Math.max(durationMs, 1) / 1000;
  const count = coverage?.scanned ?? records;
  const rate = count >= 10_000 ? `, ${grouped(Math.round(count / seconds))} a second` : '';
  const from = partitions.filter((each) => each.records > 0).length;
  const what = coverage ? ['match', 'matches'] : ['record', 'records'];
  return `${why}: ${grouped(records)} ${what[records === 1 ? 0 : 1] ?? ''} from ${from} ${from === 1 ? 'partition' : 'partitions'} in ${seconds.toFixed(1)} s${rate}.`;
}
