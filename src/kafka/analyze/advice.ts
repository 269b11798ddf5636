/** What the figures of a topic suggest, in words, each with the figures that it follows from. Pure. */
import { counted, grouped } from '../../view/counted.js';
import { commandLine } from '../../text/command-line.js';
import { formatDuration } from '../../text/duration.js';
import { formatBytes } from '../../text/format-bytes.js';
import { headerBytes } from '../../wire/batch/record-batch.js';
import type { Advice, TopicAnalysis } from './analysis.js';

type Facts = Pick<
  TopicAnalysis,
  'topic' | 'total' | 'partitions' | 'codecs' | 'producers' | 'records' | 'partitionCount'
>;

/** Fewer say nothing about how a producer is set. */
const enoughBatches = 20;
const enoughRecords = 100;
const year2000Ms = 946_684_800_000;

/** In the order of what usually matters most. `nowMs`: times after it are those of no producer. */
export function adviceOn(facts: Facts, nowMs: number): readonly Advice[] {
  return [
    ...ofBatches(facts),
    ...ofCodecs(facts),
    ...ofProducers(facts),
    ...ofTimes(facts, nowMs),
    ...ofKeys(facts),
    ...ofValues(facts),
  ];
}

function* ofBatches({ total, partitions }: Facts): Generator<Advice> {
  const { batches, recordsPerBatch, controlBatches, oldMessages } = total;
  if (recordsPerBatch !== null && batches >= enoughBatches && recordsPerBatch < 2) {
    const headers = (headerBytes * batches) / Math.max(1, total.storedBytes);
    yield {
      finding: 'small batches',
      text: `${recordsPerBatch.toFixed(1)} records per batch: nearly every record travels in a batch of its own, and ${percent(headers)} of what is stored are headers of batches. Producers that wait a little gather more: linger.ms=5 to 50, with a batch.size that is not too small.`,
    };
  }
  if (controlBatches >= enoughBatches && total.records / controlBatches < 10) {
    yield {
      finding: 'short transactions',
      text: `${(total.records / controlBatches).toFixed(1)} records for each end of a transaction: every transaction writes a marker to each of its partitions and waits for it. Transactions with more records cost less (Kafka Streams: commit.interval.ms).`,
    };
  }
  if (oldMessages > 0) {
    yield {
      finding: 'old format',
      text: `${counted(oldMessages, 'message')} in a format from before Kafka 0.11, which has no headers, no idempotence and no transactions. Written anew, they are in today's.`,
    };
  }
  const counts = partitions.map(({ records }) => records);
  const mean = total.records / Math.max(1, counts.length);
  const [largest] = [...partitions].sort((one, other) => other.records - one.records);
  if (largest && counts.length > 1 && total.records >= enoughRecords && largest.records > 1.5 * mean) {
    yield {
      finding: 'uneven partitions',
      text: `Partition ${largest.partition} has ${percent(largest.records / total.records)} of the records, ${(largest.records / mean).toFixed(1)} times the mean: one consumer of a group has that much more to do.`,
    };
  }
}

function* ofCodecs({ codecs, total }: Facts): Generator<Advice> {
  const [first] = codecs;
  if (total.batches < enoughBatches || !first) return;
  if (codecs.length === 1 && first.codec === 'none' && first.storedBytes / first.batches > 1000) {
    yield {
      finding: 'no compression',
      text: 'Nothing is compressed. With compression.type=lz4 or zstd at the producer, brokers store and send what it has compressed.',
    };
  }
  for (const { codec, ratio, unpacked } of codecs) {
    if (codec === 'none' || ratio === null || ratio >= 1.2 || unpacked.batches < 5) continue;
    yield {
      finding: 'weak compression',
      text: `${codec} makes ${ratio.toFixed(2)} times less of it: ${(total.recordsPerBatch ?? 0) < 10 ? 'larger batches compress better (linger.ms, batch.size)' : 'values may be compressed or encrypted already'}.`,
    };
  }
  if (codecs.length > 1) {
    const shares = codecs.map(({ codec, records }) => `${codec} ${percent(records / total.records)}`);
    yield {
      finding: 'several codecs',
      text: `Several codecs: ${shares.join(', ')} of the records. Producers are set differently, unless the codec was changed on the way.`,
    };
  }
}

function* ofProducers({ producers, total }: Facts): Generator<Advice> {
  const without = producers.producers.find(({ producerId }) => producerId === null);
  const records = without?.records ?? 0;
  if (without && without.batches >= enoughBatches && total.records >= enoughRecords) {
    yield {
      finding: 'no idempotence',
      text: `${percent(records / producers.producers.reduce((sum, each) => sum + each.records, 0))} of the records come from producers without idempotence: when such a producer tries again after a failure, records may be there twice or in another order. enable.idempotence=true is the default of Java clients since Kafka 3.0, and can be set in others.`,
    };
  }
}

function* ofTimes({ total, records }: Facts, nowMs: number): Generator<Advice> {
  const { appendTimeBatches, batches, oldestMs, newestMs } = total;
  if (appendTimeBatches > 0 && appendTimeBatches < batches) {
    yield {
      finding: 'mixed times',
      text: `${grouped(appendTimeBatches)} of ${grouped(batches)} batches have the time at which the broker wrote them, the others that of their producer: message.timestamp.type was changed.`,
    };
  }
  const many = records === null ? total.outOfOrderBatches : records.outOfOrderRecords;
  const behindMs = records === null ? total.outOfOrderMs : records.outOfOrderMs;
  if (many > 0 && behindMs >= 1000) {
    const what =
      records === null
        ? `${grouped(many)} of ${grouped(batches)} batches begin`
        : `${counted(many, 'record')} of ${grouped(records.records)} ${many === 1 ? 'is' : 'are'}`;
    yield {
      finding: 'out of order',
      text: `${what} earlier than what stands before in the partition, by up to ${formatDuration(behindMs)}: a search by time (--from @TIME) begins at the first record that is as late, and passes those over; windows of streams count them as late.`,
    };
  }
  const isEarly = oldestMs !== null && oldestMs < year2000Ms;
  const isLate = newestMs !== null && newestMs > nowMs + 3_600_000;
  if (isEarly || isLate) {
    yield {
      finding: 'odd times',
      text: `Times ${[...(isEarly ? ['before the year 2000'] : []), ...(isLate ? ['in the future'] : [])].join(' and ')}: perhaps seconds or nanoseconds were taken for milliseconds. Retention by time goes by the newest of a segment, so such records leave too early, or keep others for long.`,
    };
  }
}

function* ofKeys({ topic, records, partitionCount }: Facts): Generator<Advice> {
  if (!records || records.records < enoughRecords) return;
  const { keys, nullKeys } = records;
  const [hottest] = keys.top;
  if (hottest && partitionCount > 1 && hottest.share > Math.max(0.05, 0.5 / partitionCount)) {
    yield {
      finding: 'hot key',
      text: `One key has ${percent(hottest.share)} of the records with a key; with ${partitionCount} partitions an even share of a partition is ${percent(1 / partitionCount)}. More partitions do not divide one key.`,
    };
  }
  if (keys.misplaced !== null && keys.misplaced > 0) {
    yield {
      finding: 'misplaced keys',
      text: `${grouped(keys.misplaced)} of ${counted(keys.distinct, 'key')} ${keys.misplaced === 1 ? 'is' : 'are'} in a partition other than the one that Kafka's default partitioner (murmur2) chooses: another partitioner placed them, as librdkafka's does unless told, or partitions were added. ${commandLine`consume ${topic} --key KEY`} then needs --all-partitions.`,
    };
  }
  if (keys.inSeveralPartitions !== null && keys.inSeveralPartitions > 0) {
    yield {
      finding: 'keys in several partitions',
      text: `${counted(keys.inSeveralPartitions, 'key')} ${keys.inSeveralPartitions === 1 ? 'is' : 'are'} in more than one partition: the order of their records is not kept, and compaction keeps one record in each.`,
    };
  }
  if (nullKeys > 0 && nullKeys < records.records) {
    yield {
      finding: 'some without keys',
      text: `${percent(nullKeys / records.records)} of the records have no key, the others have one. A compacted topic refuses records without a key.`,
    };
  }
}

function* ofValues({ records }: Facts): Generator<Advice> {
  if (!records) return;
  const { valueSizes, headerSizes, keySizes, shape } = records;
  const all = valueSizes.totalBytes + headerSizes.totalBytes + keySizes.totalBytes;
  if (headerSizes.totalBytes > all / 3 && records.records >= enoughRecords) {
    yield {
      finding: 'heavy headers',
      text: `Headers are ${percent(headerSizes.totalBytes / all)} of the bytes of keys, values and headers together.`,
    };
  }
  if ((valueSizes.p99 ?? 0) > 100 * Math.max(1, valueSizes.p50 ?? 0) && (valueSizes.p99 ?? 0) > 100_000) {
    yield {
      finding: 'large values',
      text: `One value in a hundred is larger than ${formatBytes(valueSizes.p99 ?? 0)}, while half of them have at most ${formatBytes(valueSizes.p50 ?? 0)}: large ones hold up the others of their partition. They can be kept elsewhere, and their place be sent.`,
    };
  }
  const large = shape.paths.filter(({ types }) => types.some(({ type }) => type === 'large whole number'));
  if (large.length > 0) {
    yield {
      finding: 'large numbers',
      text: `Whole numbers beyond 2^53 at ${large
        .slice(0, 3)
        .map(({ path }) => path)
        .join(
          ', ',
        )}${large.length > 3 ? ` and ${large.length - 3} more paths` : ''}: JavaScript, jq and others that keep numbers as doubles round them.`,
    };
  }
}

export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  if (share < 1 && share > 0.9995) return '> 99.9 %';
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
}
