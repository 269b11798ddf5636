/** The settings and the report of a read. */
import type { WireConnection } from '../protocol/connection.js';
import type { RecordCursor } from '../batch/record-batch-cursor.js';

/** The leaders of partitions, according to the cluster's metadata. */
export interface LeaderDirectory {
  /**
   * A connection to the leader; the same object for the same broker as long as it is usable. Rejecting with a LabError
   * other than 'unreachable' and 'timeout' ends the read; any other failure is tried again.
   */
  leaderOf(topic: string, partition: number): Promise<WireConnection>;
  /** Fetches metadata again, after a wrong leader or a broken connection. */
  refresh(topic: string): Promise<void>;
}

export interface PartitionRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** Exclusive; `null` follows for ever. Beyond the end of the log it waits for records to come. */
  readonly to: number | null;
}

/** The asked offset is gone (retention, `topics trim`) or not there yet; the read goes on at `continuesAt`. */
interface OffsetOutOfRange {
  readonly topic: string;
  readonly partition: number;
  readonly asked: number;
  /** The earliest offset when the asked one is gone, the end of the log when it lies beyond. */
  readonly continuesAt: number;
}

export interface PartitionReport {
  readonly topic: string;
  readonly partition: number;
  /** Of the records visited; `null` if there were none. */
  readonly firstOffset: number | null;
  readonly lastOffset: number | null;
  /** Where another read would continue; counts what was hidden, control records and compacted gaps. */
  readonly nextOffset: number;
  readonly records: number;
  readonly stopped: 'end' | 'limit' | 'interrupted';
}

export type Verdict = 'stop' | undefined;

export interface ReadOptions {
  readonly directory: LeaderDirectory;
  readonly ranges: readonly PartitionRange[];
  readonly isolation: 'read_committed' | 'read_uncommitted';
  readonly signal: AbortSignal;
  /**
   * Called with some records of one partition, never twice at a time. It moves the cursor; when it returns early it is
   * called again for the rest. No more records are visited until a returned promise resolves. 'stop' ends the read
   * behind the cursor's record.
   */
  readonly onRecords: (cursor: RecordCursor) => Verdict | Promise<Verdict>;
  readonly onOffsetOutOfRange?: (event: OffsetOutOfRange) => void;
  readonly checkCrcs?: boolean;
  /** Of one partition in one answer; larger batches still come whole. */
  readonly partitionMaxBytes?: number;
  /** Of one answer. At most two answers of each broker are in memory. */
  readonly maxBytes?: number;
  /** How long a partition may fail before the read gives up. */
  readonly giveUpAfterMs?: number;
}
