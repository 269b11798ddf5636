import { describe, expect, test } from '@jest/globals';
import { batchOf } from '../../testing/wire/record-batches.js';
import { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { adviceOn, percent } from './advice.js';
import { BatchTally, figuresOf } from './batch-tally.js';
import { CodecTally } from './codec-tally.js';
import { HourTally } from './hour-tally.js';
import { ProducerTally } from './producer-tally.js';
import { RecordTally } from './record-tally.js';
import type { PlainRecord } from '../../testing/wire/record-batches.js';
import type { Compression } from '../../wire/batch/codecs/compression.js';

const nowMs = Date.UTC(2026, 0, 15, 12);
const stamp = { producerId: 5, producerEpoch: 0, baseSequence: 0, transactional: false };

interface Made {
  readonly partition?: number;
  readonly records: readonly Partial<PlainRecord>[];
  readonly compression?: Compression;
  readonly isIdempotent?: boolean;
}

/** Findings and their texts, for a topic with these batches. */
function findings(
  made: readonly Made[],
  { partitionCount = 1, readsRecords = true } = {},
): Map<string, string> {
  const tallies = Array.from({ length: partitionCount }, () => new BatchTally(0, Infinity));
  const codecs = new CodecTally(1000);
  const producers = new ProducerTally();
  const records = new RecordTally(partitionCount, 1000, new HourTally());
  const ends = tallies.map(() => 0);
  for (const { partition = 0, records: own, compression = 'none', isIdempotent = true } of made) {
    const baseOffset = ends[partition]!;
    ends[partition]! += own.length;
    const timed = own.map((record) => ({ timestamp: nowMs - 1000, ...record }));
    const cursor = new RecordDecoder();
    cursor.open(batchOf(timed, { baseOffset, compression, ...(isIdempotent ? { stamp } : {}) }), {
      topic: 't',
      partition,
      from: 0,
      to: null,
    });
    cursor.nextHeader();
    codecs.add(cursor, tallies[partition]!.add(cursor));
    producers.add(partition, cursor.header);
    cursor.unpack();
    codecs.addUnpacked(cursor);
    records.addBatch(cursor, Infinity);
  }
  const partitions = tallies.map((tally, partition) => ({
    partition,
    from: 0,
    to: tally.nextOffset,
    isComplete: true,
    ...tally.figures(),
  }));
  const facts = {
    topic: 't',
    partitionCount,
    total: figuresOf(tallies),
    partitions,
    codecs: codecs.figures(),
    producers: producers.figures(),
    records: readsRecords ? records.figures() : null,
  };
  return new Map(adviceOn(facts, nowMs).map(({ finding, text }) => [finding, text]));
}

const repeated = (count: number, batch: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, index) => batch(index));
const plain = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `value ${index}` }));

describe('nothing to say', () => {
  test('of a healthy topic, or a small one', () => {
    const healthy = repeated(30, () => ({ records: plain(40), compression: 'gzip' }));
    expect([...findings(healthy).keys()]).toEqual([]);
    expect([...findings([{ records: plain(1), isIdempotent: false }]).keys()]).toEqual([]);
    expect([...findings([]).keys()]).toEqual([]);
  });
});

describe('advice', () => {
  test('batches of nearly one record', () => {
    const made = repeated(50, (index) => ({ records: plain(index % 5 === 0 ? 2 : 1), compression: 'gzip' }));
    expect(findings(made).get('small batches')).toMatch(/^1\.2 records per batch: .* linger\.ms=5 to 50/);
  });

  test('compression: none, weak, several', () => {
    const large = (text: () => string) => Array.from({ length: 20 }, () => ({ value: text() }));
    expect(
      findings(repeated(30, () => ({ records: large(() => 'x'.repeat(100)) }))).has('no compression'),
    ).toBe(true);
    const random = () => Array.from({ length: 200 }, () => String.fromCharCode(Math.random() * 256)).join('');
    const weak = findings(repeated(30, () => ({ records: large(random), compression: 'gzip' })));
    expect(weak.get('weak compression')).toMatch(
      /^gzip makes 1\.\d\d times less of it: values may be compressed/,
    );
    const several = findings(
      repeated(30, (index) => ({ records: plain(30), compression: index % 3 === 0 ? 'lz4' : 'gzip' })),
    );
    expect(several.get('several codecs')).toMatch(/^Several codecs: gzip 67 %, lz4 33 %/);
  });

  test('producers without idempotence', () => {
    const made = repeated(40, (index) => ({
      records: plain(10),
      compression: 'gzip',
      isIdempotent: index % 2 === 0,
    }));
    expect(findings(made).get('no idempotence')).toMatch(/^50 % of the records come from producers without/);
  });

  test('times: out of order, odd', () => {
    const made = repeated(40, (index) => ({
      compression: 'gzip',
      records: [
        { timestamp: nowMs - 60_000, value: 'a' },
        { timestamp: nowMs - (index === 20 ? 3_660_000 : 60_000), value: 'b' },
        { timestamp: nowMs - 60_000, value: 'c' },
      ],
    }));
    expect(findings(made).get('out of order')).toMatch(/^1 record of 120 is earlier .* by up to 1 h 0 min/);
    const odd = repeated(2, (index) => ({
      records: [{ timestamp: index === 0 ? 1_700_000_000 : nowMs * 1e6 }],
    }));
    expect(findings(odd).get('odd times')).toMatch(/^Times before the year 2000 and in the future/);
  });

  test('keys: one that is hot, several partitions, another partitioner, some without', () => {
    const keyed = (key: (index: number) => string | null) => (index: number) => ({
      partition: index % 2,
      compression: 'gzip' as const,
      records: Array.from({ length: 10 }, (_, at) => ({ key: key(index * 10 + at), value: 'v' })),
    });
    const hot = findings(
      repeated(
        40,
        keyed((index) => (index % 2 === 0 ? 'hot' : `k${index}`)),
      ),
      { partitionCount: 2 },
    );
    expect(hot.get('hot key')).toMatch(/^One key has 50 % of the records with a key; with 2 partitions/);
    expect(hot.get('keys in several partitions')).toMatch(/^1 key is in more than one partition/);
    expect(hot.get('misplaced keys')).toMatch(
      /murmur2.* kafka-lab consume t --key KEY then needs --all-partitions/,
    );
    const some = findings(
      repeated(
        20,
        keyed((index) => (index % 4 === 0 ? null : 'k')),
      ),
      { partitionCount: 2 },
    );
    expect(some.get('some without keys')).toMatch(/^25 % of the records have no key/);
  });

  test('partitions with far more than others', () => {
    const made = repeated(40, (index) => ({
      partition: index < 36 ? 0 : 1,
      records: plain(30),
      compression: 'gzip',
    }));
    expect(findings(made, { partitionCount: 2 }).get('uneven partitions')).toMatch(
      /^Partition 0 has 90 % .* 1\.8 times/,
    );
  });

  test('values: heavy headers, a few that are huge, numbers that others round', () => {
    const made = repeated(40, (index) => ({
      compression: 'gzip',
      records: Array.from({ length: 10 }, (_, at) => ({
        value: index === 0 ? 'x'.repeat(200_000) : `{"id":9007199254740993,"at":${at}}`,
        headers: [['trace', 'y'.repeat(100)]] as const,
      })),
    }));
    const found = findings(made);
    expect(found.get('large values')).toMatch(/^One value in a hundred is larger than 195 KiB, while half/);
    expect(found.get('large numbers')).toMatch(/^Whole numbers beyond 2\^53 at value\.id: /);
    expect(findings(made.slice(1)).get('heavy headers')).toMatch(/^Headers are \d\d % of the bytes/);
  });

  test('by headers alone nothing is said of records', () => {
    const made = repeated(110, () => ({ records: [{ key: 'hot', value: 'x' }], compression: 'gzip' }));
    expect([...findings(made, { partitionCount: 2, readsRecords: false }).keys()]).toEqual([
      'small batches',
      'uneven partitions',
      'weak compression',
    ]);
  });
});

test.each([
  [0, '0.0 %'],
  [0.0001, '< 0.1 %'],
  [0.05, '5.0 %'],
  [0.5, '50 %'],
  [0.99999, '> 99.9 %'],
  [1, '100 %'],
])('%d is %s', (share, text) => {
  expect(percent(share)).toBe(text);
});
