/** What an analysis of a topic says. Shares and ratios are plain numbers; null is unknown. */
import type { Int64 } from '../../text/int64.js';
import type { Compression } from '../../wire/batch/codecs/compression.js';
import type { OpenTail } from '../../wire/reader/read-event.js';
import type { HourFigures } from './hour-tally.js';
import type { ShapeFigures } from './json-shape.js';
import type { KeyFigures } from './key-tally.js';
import type { ProducersFigures } from './producer-tally.js';
import type { Isolation } from '../records/read-ranges.js';
import type { SizeFigures } from './size-distribution.js';

/** Of a partition, or of all of them. Records of aborted transactions and control records count apart. */
export interface BatchFigures {
  readonly records: number;
  /** Those with records, whether all of them lie in the range or not. */
  readonly batches: number;
  readonly recordsPerBatch: number | null;
  /** As the log has them: compressed, with the headers of the batches. */
  readonly storedBytes: number;
  readonly largestBatchBytes: number | null;
  readonly controlBatches: number;
  readonly abortedBatches: number;
  readonly abortedRecords: number;
  /** Offsets without a record of any kind, which compaction has left. */
  readonly compactedOffsets: number;
  /** As the headers of the batches have it; milliseconds since 1970. */
  readonly oldestMs: Int64 | null;
  readonly newestMs: Int64 | null;
  /** Over the time from the oldest to the newest record; null if there is none. */
  readonly recordsPerSecond: number | null;
  readonly batchesPerSecond: number | null;
  /** Batches with the time of the broker instead of the producer's. */
  readonly appendTimeBatches: number;
  /** Batches that begin with a record older than one in a batch before, and by how much at most. */
  readonly outOfOrderBatches: number;
  readonly outOfOrderMs: number;
  /** Messages of the formats before Kafka 0.11, which are no batches. */
  readonly oldMessages: number;
}

export interface PartitionFigures extends BatchFigures {
  readonly partition: number;
  /** The offsets covered; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** False if it was cut short. */
  readonly isComplete: boolean;
}

export interface CodecFigures {
  readonly codec: Compression;
  readonly batches: number;
  readonly records: number;
  /** Of the records, without the headers of their batches. */
  readonly storedBytes: number;
  /** What they were unpacked to, in the batches that were unpacked; all of them with `--records`. */
  readonly unpacked: { readonly batches: number; readonly storedBytes: number; readonly bytes: number };
  /** Unpacked by stored; null if none was unpacked. */
  readonly ratio: number | null;
}

/** What only the records themselves tell. */
export interface RecordFigures {
  readonly records: number;
  readonly nullKeys: number;
  readonly emptyKeys: number;
  readonly nullValues: number;
  readonly emptyValues: number;
  readonly recordsWithHeaders: number;
  readonly keySizes: SizeFigures;
  readonly valueSizes: SizeFigures;
  /** Of all headers of a record together; records without any count as 0. */
  readonly headerSizes: SizeFigures;
  /** Records older than one before them in their partition, and by how much at most. */
  readonly outOfOrderRecords: number;
  readonly outOfOrderMs: number;
  readonly keys: KeyFigures;
  readonly shape: ShapeFigures;
}

/** What the figures suggest, with those that it follows from. */
export interface Advice {
  readonly finding:
    | 'small batches'
    | 'no compression'
    | 'weak compression'
    | 'several codecs'
    | 'short transactions'
    | 'no idempotence'
    | 'out of order'
    | 'mixed times'
    | 'odd times'
    | 'old format'
    | 'uneven partitions'
    | 'hot key'
    | 'misplaced keys'
    | 'keys in several partitions'
    | 'some without keys'
    | 'heavy headers'
    | 'large values'
    | 'large numbers';
  readonly text: string;
}

export interface TopicAnalysis {
  readonly topic: string;
  readonly method: 'headers' | 'records';
  readonly isolation: Isolation;
  /** `limit`: so many records were asked for. */
  readonly stopped: 'end' | 'limit' | 'interrupted' | 'deleted';
  /** A partition had to be left out or was cut short. */
  readonly isPartial: boolean;
  readonly partitionCount: number;
  readonly total: BatchFigures;
  readonly partitions: readonly PartitionFigures[];
  readonly codecs: readonly CodecFigures[];
  readonly producers: ProducersFigures;
  /** Without `--records` all records of a batch count at the time of its newest. */
  readonly hours: HourFigures;
  readonly records: RecordFigures | null;
  readonly advice: readonly Advice[];
  /** What was requested and waits for open transactions. */
  readonly open: readonly OpenTail[];
  readonly notes: readonly string[];
  readonly durationMs: number;
}
