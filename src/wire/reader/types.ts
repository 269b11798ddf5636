/** The settings and the report of a read. */
import type { WireConnection } from '../protocol/connection.js';
import type { RecordDecoder } from '../batch/record-batch-decoder.js';
import type { LentMemory } from './answer-memory.js';
import type { ReadEvent } from './read-event.js';

/** The leaders of partitions, according to the cluster's metadata. */
export interface LeaderDirectory {
  /**
   * A connection to the leader; the same object for the same broker as long as it is usable. Rejecting with a LabError
   * other than 'unreachable' and 'timeout' ends the read; any other failure is tried again.
   */
  leaderOf(topic: string, partition: number): Promise<WireConnection>;
  /** Fetches metadata again, after a wrong leader or a broken connection. */
  refresh(topic: string): Promise<void>;
  /** What the metadata fetched last says; left out by a directory whose topics are never deleted. */
  look?(topic: string, partition: number): PartitionSight;
}

export interface PartitionSight {
  readonly exists: boolean;
  /** Null if the brokers know no topic ids. */
  readonly topicId: string | null;
  /** For a leader that answers only those who know its epoch; undefined for others. */
  readonly leaderEpoch?: number | undefined;
}

export interface PartitionRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** Exclusive; `null` follows for ever. */
  readonly to: number | null;
  /**
   * What is known of it, from `from` or before on, as `joinParts` puts it together: visited first, and not fetched again.
   * Visitors may write to it.
   */
  readonly kept?: Buffer | undefined;
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
  /** `short`: the log ends before the end that was asked for; `deleted`: the topic or the partition has gone. */
  readonly stopped: 'end' | 'short' | 'deleted' | 'limit' | 'interrupted';
}

/** Looks for partitions that are to be read too, while others are followed. */
export interface Discovery {
  readonly everyMs: number;
  /** Those that were not found before. A rejection is final if nothing else is being read; else it looks again. */
  look(): Promise<readonly PartitionRange[]>;
  /** Whether topics may still appear if all that were read have been deleted. */
  readonly expectsTopics: boolean;
}

export type Verdict = 'stop' | undefined;

/**
 * Called with some records of one partition, never twice at a time. It moves the cursor; when it returns early it is
 * called again for the rest. No more records are visited until a returned promise resolves. 'stop' ends the read
 * behind the cursor's record. It may keep any bytes that the cursor shows it: they are not changed by others.
 */
export type Keeper = (cursor: RecordDecoder) => Verdict | Promise<Verdict>;

/**
 * As a keeper, but later answers are received in the memory of earlier ones: of the bytes that the cursor shows it keeps
 * nothing beyond the returned verdict, or the promise of it, unless it holds `memory`.
 */
export interface Borrower {
  borrow(cursor: RecordDecoder, memory: LentMemory): Verdict | Promise<Verdict>;
}

export interface ReadOptions {
  readonly directory: LeaderDirectory;
  readonly ranges: readonly PartitionRange[];
  readonly isolation: 'read_committed' | 'read_uncommitted';
  readonly signal: AbortSignal;
  readonly onRecords: Keeper | Borrower;
  readonly onEvent?: (event: ReadEvent) => void;
  /** Control records are visited too. */
  readonly showsControl?: boolean;
  /** The ends of ranges may lie beyond the log: records up to there are waited for. */
  readonly waitsForEnd?: boolean;
  readonly discovery?: Discovery;
  /** Of one partition in one answer; larger batches still come whole. */
  readonly partitionMaxBytes?: number;
  /** Of one answer. At most two answers of a broker that is near are in memory. */
  readonly maxBytes?: number;
  /** How long a partition may fail before the read gives up. */
  readonly giveUpAfterMs?: number;
  /** How long a topic must be missing, or a log too short, until that is believed: metadata and new leaders lag behind. */
  readonly believeAfterMs?: number;
  /** How long a quota may keep everything back before that is told. */
  readonly tellStarvedAfterMs?: number;
  /** How long followed records may wait for an open transaction before that is told. */
  readonly tellOpenAfterMs?: number;
}
