/** `consume` with `--grep`, `--filter` or `--key`: finds records, and tells what it looked at and how to go on. */
import type { Context } from '../contract/command.js';
import { typedOptions } from '../contract/command-words.js';
import type { SearchPlan } from '../finding/plan-search.js';
import type { SearchedPartition } from '../finding/search-report.js';
import { watchSearch } from '../finding/watch-search.js';
import type { Decoding } from '../kafka/records/decoding/decoding.js';
import { describeUndecoded } from './shared/decode-options.js';
import { describeOpenTails } from './shared/open-transactions.js';
import { RecordPrinter } from '../kafka/records/print-records.js';
import { planRead } from '../kafka/records/plan-read.js';
import { readRecords } from '../kafka/records/read-records.js';
import { byPartition, partitionKey } from '../kafka/session/partition-key.js';
import type { KafkaSession } from '../kafka/session/session.js';
import { consumeOptions, type ConsumeOptions, type ConsumeSettings } from './_consume-options.js';
import { following, isPartial } from './_consume-following.js';
import { introduction, whyStopped, type ConsumeReport } from './_consume-report.js';
import { lineWith } from '../text/command-line.js';
import { eachPosition } from '../text/positions.js';

export async function searchRecords(
  context: Context,
  session: KafkaSession,
  chosen: ConsumeOptions,
  settings: ConsumeSettings,
  { search, partitionOf, absent }: SearchPlan,
  startedAt: number,
  decoding: Decoding | undefined,
): Promise<ConsumeReport> {
  const onlyPartitionOf =
    chosen.partition.length > 0 || partitionOf === undefined
      ? undefined
      : await partitionOfDecoded(decoding, chosen, partitionOf);
  const request = {
    ...settings,
    topics: chosen.topic,
    isolation: chosen.isolation,
    partitionOf: onlyPartitionOf,
  };
  const plan = await planRead(session, request);
  if (onlyPartitionOf) {
    const names = plan.ranges.map(({ topic, partition }) => `${topic}[${partition}]`).join(', ');
    context.progress.note(
      `Key "${chosen.key ?? ''}" belongs in ${names} by the default partitioner; --all-partitions looks everywhere.`,
    );
  }
  for (const note of plan.notes) context.progress.note(note);
  const watching = watchSearch(
    introduction(chosen, settings, plan.ranges.length).replace(/^Reading (.*)\.$/, 'Searching $1'),
    search,
    () => printer.printed,
    context,
  );
  const printer = new RecordPrinter(settings.format, watching.sink, chosen.maxMessages ?? Infinity, decoding);
  try {
    const reports = await readRecords(session, plan, printer, {
      isolation: chosen.isolation,
      signal: context.signal,
      search,
      note: (text) => context.progress.note(text),
      ...following(context, session, request, plan, settings),
    });
    const rangeOf = byPartition(plan.ranges);
    const partitions = reports.map((report) => ({
      topic: report.topic,
      partition: report.partition,
      from: rangeOf.get(partitionKey(report.topic, report.partition))?.from ?? 0,
      to: rangeOf.get(partitionKey(report.topic, report.partition))?.to ?? null,
      next: report.nextOffset,
      records: report.records,
    }));
    return {
      stopped: context.sink.open ? whyStopped(reports) : 'closed',
      follow: settings.follow,
      records: printer.printed,
      partitions,
      notes: plan.notes,
      ...describeUndecoded(decoding, chosen),
      coverage: {
        partitions,
        scanned: search.scanned,
        matched: printer.printed,
        times:
          search.latestMs === -Infinity ? null : { earliestMs: search.earliestMs, latestMs: search.latestMs },
        goOn: goOnCommands(context, chosen, partitions).map((line) => context.carry(line)),
        hints: absent.describe(),
      },
      open: await describeOpenTails(context, session, plan.open),
      isPartial: isPartial(plan, reports),
      durationMs: context.now().getTime() - startedAt,
    };
  } finally {
    watching.stop();
  }
}

/** The same search from where this one stopped; one line a topic, since partitions have the same numbers in all of them. */
export function goOnCommands(
  context: Pick<Context, 'globals'>,
  chosen: ConsumeOptions,
  partitions: readonly SearchedPartition[],
): string[] {
  const { output } = context.globals;
  const options = [
    ...typedOptions(consumeOptions, chosen, notRepeated),
    ...(output === undefined ? [] : [{ flag: '-o', value: output }]),
  ];
  return [...new Set(chosen.topic)].flatMap((topic) => {
    const rest = partitions.filter(
      (each) => each.topic === topic && (chosen.to === undefined || each.to === null || each.next < each.to),
    );
    if (rest.length === 0) return [];
    const from = eachPosition(rest.map(({ partition, next }) => [partition, next]));
    return [lineWith(options)`consume ${topic} --from ${from}`];
  });
}

/** What the line says itself, or what is no part of a search. */
const notRepeated = ['topic', 'include', 'fromBeginning', 'from', 'partition', 'group'];

/** Keys that are decoded are hashed as the bytes that they are; undefined if those are unknown. */
export async function partitionOfDecoded(
  decoding: Decoding | undefined,
  { topic, key = '' }: Pick<ConsumeOptions, 'topic' | 'key'>,
  partitionOf: (partitionCount: number, key?: Buffer) => number,
): Promise<((partitionCount: number) => number) | undefined> {
  if (!decoding) return partitionOf;
  const all = await Promise.all(topic.map((each) => decoding.keyBytes(each, key)));
  const [first] = all;
  if (first === undefined || !all.every((each) => each?.equals(first) === true)) return undefined;
  return (count) => partitionOf(count, first);
}
