/** A record copied out of the reader's buffer, for the few that are shown one by one. */
import type { Int64 } from '../../text/int64.js';
import type { RecordHeader } from '../../wire/batch/record-batch-headers.js';
import type { PrintableRecord } from '../../wire/print/record-format.js';

export interface CopiedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since 1970; -1 for none. */
  readonly timestamp: Int64;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

export function copyRecord(record: PrintableRecord): CopiedRecord {
  const { topic, partition, offset, exactTimestamp: timestamp, buffer } = record;
  const copy = (start: number, end: number) => (end < 0 ? null : Buffer.from(buffer.subarray(start, end)));
  return {
    topic,
    partition,
    offset,
    timestamp,
    key: copy(record.keyStart, record.keyEnd),
    value: copy(record.valueStart, record.valueEnd),
    headers:
      record.headerCount === 0
        ? []
        : record
            .headers()
            .map(([name, value, bytes]) =>
              bytes
                ? ([name, value && Buffer.from(value), Buffer.from(bytes)] as const)
                : ([name, value && Buffer.from(value)] as const),
            ),
  };
}
