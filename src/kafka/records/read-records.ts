/** Reads topics without a group, so that no committed offsets change, and prints what it finds. */
import type { RecordSearch } from '../../finding/record-search.js';
import { describeReadEvent, type OpenTail } from '../../wire/reader/read-event.js';
import { readPartitions, type Discovery, type PartitionReport } from '../../wire/reader/reader.js';
import { createLeaderDirectory } from './leader-directory.js';
import type { RecordPrinter } from './print-records.js';
import type { Isolation, ReadPlan } from './read-ranges.js';
import type { KafkaSession } from '../session/session.js';

export interface ReadSettings {
  readonly isolation: Isolation;
  readonly signal: AbortSignal;
  /** Prints only what it finds. */
  readonly search?: RecordSearch;
  readonly follow: boolean;
  /** Only for a read that follows. */
  readonly discovery?: Discovery | undefined;
  note(text: string): void;
  /** Records of these wait for an open transaction. */
  tellOpen(tails: readonly OpenTail[]): void;
}

export async function readRecords(
  session: KafkaSession,
  plan: ReadPlan,
  printer: RecordPrinter,
  settings: ReadSettings,
): Promise<readonly PartitionReport[]> {
  const reports = await readPartitions({
    ...(plan.directory
      ? // The quorum's own records are control records, and none of its log is of a transaction of producers.
        { directory: plan.directory, showsControl: true, isolation: 'read_uncommitted' }
      : { directory: createLeaderDirectory(session, plan.topics), isolation: settings.isolation }),
    ranges: plan.ranges,
    signal: settings.signal,
    onRecords: {
      borrow(cursor, memory) {
        const printing = printer.printAll(cursor, memory, settings.search);
        if (printing) return printing.then(() => (printer.isDone ? 'stop' : undefined));
        return printer.isDone ? 'stop' : undefined;
      },
    },
    waitsForEnd: settings.follow,
    ...(settings.discovery && { discovery: settings.discovery }),
    onEvent(event) {
      if (event.kind === 'open transaction') settings.tellOpen([event]);
      else settings.note(describeReadEvent(event));
    },
  });
  await printer.finish();
  return reports;
}
