/** Reads topics without a group, so that no committed offsets change, and prints what it finds. */
import type { RecordSearch } from '../../finding/record-search.js';
import { readPartitions, type PartitionReport } from '../../wire/reader/reader.js';
import { createLeaderDirectory } from './leader-directory.js';
import type { RecordPrinter } from './print-records.js';
import type { Isolation, ReadPlan } from './read-ranges.js';
import type { KafkaSession } from '../session/session.js';

export interface ReadSettings {
  readonly isolation: Isolation;
  readonly signal: AbortSignal;
  /** Prints only what it finds. */
  readonly search?: RecordSearch;
  note(text: string): void;
}

export async function readRecords(
  session: KafkaSession,
  plan: ReadPlan,
  printer: RecordPrinter,
  settings: ReadSettings,
): Promise<readonly PartitionReport[]> {
  const topics = [...new Set(plan.ranges.map(({ topic }) => topic))];
  const reports = await readPartitions({
    directory: createLeaderDirectory(session, topics),
    ranges: plan.ranges,
    isolation: settings.isolation,
    signal: settings.signal,
    onRecords(cursor) {
      const printing = printer.printAll(cursor, settings.search);
      if (printing) return printing.then(() => (printer.isDone ? 'stop' : undefined));
      return printer.isDone ? 'stop' : undefined;
    },
    onOffsetOutOfRange: ({ topic, partition, asked, continuesAt }) =>
      settings.note(
        `${topic}[${partition}]: offset ${asked} does not exist (any more); continuing at ${continuesAt}.`,
      ),
  });
  await printer.finish();
  return reports;
}
