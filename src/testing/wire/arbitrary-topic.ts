/** Any topic that producers could have filled: every codec, transactions of either end, null and repeated parts, compaction. */
import fc from 'fast-check';
import { compressions, type Compression } from '../../wire/batch/codecs/compression.js';

export interface SampleRecord {
  readonly partition: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

interface SampleBatch {
  readonly compression: Compression;
  readonly outcome: 'plain' | 'committed' | 'aborted';
  readonly records: readonly SampleRecord[];
}

export interface SampleTopic {
  readonly partitions: number;
  readonly isCompacted: boolean;
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
  readonly batches: readonly SampleBatch[];
}

/** Text, and bytes that are none. */
const bytes = fc.oneof(
  fc
    .constantFrom('', 'null', 'a,b:c', '\t\n', '{"id": 1}', 'NO_HEADERS', 'ữ 🦉', 'x'.repeat(3000))
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some)),
);
const headers = fc.array(fc.tuple(fc.constantFrom('trace', 'trace', 'tên', 'a:b,c', ''), fc.option(bytes)), {
  maxLength: 4,
});
/** Before an hour from now, beyond which Kafka 4 takes none; not in order. */
const timestamp = fc.constantFrom(0, 1, 999_999_999_999, 1_600_000_000_000, 1_700_000_000_123);

function batches(partitions: number, isCompacted: boolean): fc.Arbitrary<readonly SampleBatch[]> {
  const key = isCompacted
    ? fc.constantFrom('a', 'b', 'c').map((text) => Buffer.from(text))
    : fc.option(bytes);
  const record = fc.record({
    ...{ timestamp, key, headers, value: fc.option(bytes) },
    partition: fc.nat({ max: partitions - 1 }),
  });
  const batch = fc.record({
    compression: fc.constantFrom(...compressions),
    outcome: fc.constantFrom('plain' as const, 'committed' as const, 'aborted' as const),
    records: fc.array(record, { minLength: 1, maxLength: 30 }),
  });
  return fc.array(batch, { minLength: 3, maxLength: 8 });
}

export const sampleTopic: fc.Arbitrary<SampleTopic> = fc
  .record({
    partitions: fc.integer({ min: 1, max: 3 }),
    isCompacted: fc.boolean(),
    timestampType: fc.constantFrom('CreateTime' as const, 'CreateTime' as const, 'LogAppendTime' as const),
  })
  .chain((shape) =>
    batches(shape.partitions, shape.isCompacted).map((all): SampleTopic => ({ ...shape, batches: all })),
  );
