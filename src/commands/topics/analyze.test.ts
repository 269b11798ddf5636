import { describe, expect, test } from '@jest/globals';
import type { TopicAnalysis } from '../../kafka/analyze/analysis.js';
import { analysisPage } from './_analyze-page.js';
import { analysisView } from './_analyze-view.js';
import { renderTable } from '../../output/table.js';
import { createStyle } from '../../output/style.js';

const hostile = '\u001b[2J<script>alert(1)</script>\u202e';
const sizes = {
  count: 3,
  totalBytes: 30,
  meanBytes: 10,
  minBytes: 1,
  p50: 10,
  p95: 10,
  p99: 2_000_000,
  p999: 2_000_000,
  maxBytes: 2_000_001,
  isExact: false,
};
const figures = {
  records: 3,
  batches: 1,
  recordsPerBatch: 3,
  storedBytes: 100,
  largestBatchBytes: 100,
  controlBatches: 1,
  abortedBatches: 1,
  abortedRecords: 1,
  compactedOffsets: 2,
  oldestMs: 2n ** 62n,
  newestMs: 2n ** 62n + 1n,
  recordsPerSecond: 3000,
  batchesPerSecond: 1000,
  appendTimeBatches: 1,
  outOfOrderBatches: 1,
  outOfOrderMs: 5,
  oldMessages: 0,
};
const analysis: TopicAnalysis = {
  topic: 't',
  method: 'records',
  isolation: 'read_committed',
  stopped: 'limit',
  isPartial: true,
  partitionCount: 2,
  total: figures,
  partitions: [{ partition: 0, from: 0, to: 7, isComplete: false, ...figures }],
  codecs: [
    {
      codec: 'zstd',
      batches: 1,
      records: 3,
      storedBytes: 39,
      unpacked: { batches: 0, storedBytes: 0, bytes: 0 },
      ratio: null,
    },
  ],
  producers: {
    producers: [
      { producerId: null, epochs: [], isTransactional: false, batches: 1, records: 3, partitions: [0] },
    ],
    otherBatches: 0,
  },
  hours: { hours: [{ startMs: 0, records: 3 }], otherRecords: 0, untimedRecords: 1 },
  records: {
    records: 3,
    nullKeys: 1,
    emptyKeys: 0,
    nullValues: 1,
    emptyValues: 0,
    recordsWithHeaders: 0,
    keySizes: sizes,
    valueSizes: sizes,
    headerSizes: sizes,
    outOfOrderRecords: 0,
    outOfOrderMs: 0,
    keys: {
      records: 2,
      distinct: 1_000_001,
      isExact: false,
      countError: 4,
      limits: { mostKeys: 1_000_000, mostBytes: 1024 },
      inSeveralPartitions: null,
      misplaced: null,
      top: [
        {
          key: hostile,
          isText: true,
          isWhole: false,
          records: 2,
          share: 1,
          partitions: [{ partition: 0, records: 2 }],
        },
      ],
      partitions: [{ partition: 0, distinct: 1_000_001, topShare: 1 }],
    },
    shape: {
      sampled: 2,
      json: 1,
      notJson: 1,
      tooLarge: 0,
      paths: [
        {
          path: `value[${JSON.stringify(hostile)}]`,
          values: 1,
          occurrences: 1,
          share: 1,
          types: [{ type: 'string', occurrences: 1 }],
        },
      ],
      isCut: true,
    },
  },
  advice: [{ finding: 'small batches', text: 'Gather more.' }],
  open: [],
  notes: ['t[1] is left out: it has no leader.'],
  durationMs: 12,
};

describe('what is shown', () => {
  const view = analysisView(analysis);

  test('what was covered, what is not exact, and what is unknown', () => {
    const notes = (view.notes ?? []).join('\n');
    for (const sentence of [
      't[1] is left out: it has no leader.',
      'Covered: every record from FROM to TO (exclusive) of 1 partition of 2, 3 records in 1 batch, written 4611686018427387904 to 4611686018427387905: 3,000 records and 1,000 batches a second; 12 ms.',
      'It ended at the number of records that was asked for.',
      'Not counted as records: 1 control batch, 1 record of aborted transactions, 2 offsets without a record.',
      'RATIO is that of samples',
      'There are 1 record without a key, 1 record with a null value, 1 record without a time.',
      'Percentiles of sizes are exact below 1.0 MiB; from there on, those with ~ are within 1 %.',
      'About 1,000,001 different keys (within 2 %; in one partition within 7 %): more than 1,000,000 or 1.0 KiB of them are not kept. Counts of the most frequent ones may be too small by 4 at most.',
      'Values looked into: 2, spread evenly (10,000 at most); 1 of them are JSON.',
      'Not all paths of the JSON are kept',
      'Advice: Gather more.',
    ])
      expect(notes).toContain(sentence);
    expect(view.rows[0]).toContainEqual({ text: '≥ 3', tone: 'warn' });
    expect(view.rows[0]).toContain('~1000001');
    expect(view.more?.[0]?.rows[0]).toContainEqual({ text: 'unknown', tone: 'muted' });
  });

  test('on a terminal nothing of a key or a path is obeyed', () => {
    const text = renderTable(view, createStyle(false), 120);
    for (const control of ['\u001b', '\u202e']) expect(text).not.toContain(control);
    expect(text).toContain(String.raw`\x1b[2J<script>`);
  });

  test('nor in the page, which loads and runs nothing', () => {
    const page = analysisPage(analysis, new Date(0));
    for (const control of ['\u001b', '\u202e']) expect(page).not.toContain(control);
    expect(page).not.toMatch(/<script|https?:|src=/);
    expect(page).toContain('&lt;script&gt;');
    expect(page.match(/<svg/g)).toHaveLength(1);
    expect(page).toContain('Gather more.');
    expect(page).toContain('<title>1970-01-01T00:00:00.000Z: 3</title>');
  });

  test('of nothing, nothing is divided', () => {
    const none = {
      ...figures,
      ...{ records: 0, batches: 0, recordsPerBatch: null, oldestMs: null, newestMs: null },
      ...{ recordsPerSecond: null, batchesPerSecond: null, controlBatches: 0 },
    };
    const empty: TopicAnalysis = {
      ...analysis,
      method: 'headers',
      total: none,
      partitions: [{ partition: 0, from: 0, to: 0, isComplete: true, ...none }],
      codecs: [],
      producers: { producers: [], otherBatches: 0 },
      hours: { hours: [], otherRecords: 0, untimedRecords: 0 },
      records: null,
    };
    const text = renderTable(analysisView(empty), createStyle(false), 200);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(analysisPage(empty, new Date(0))).not.toMatch(/NaN|Infinity|undefined|<svg/);
  });
});
