/** How the analysis of a topic is shown: its tables, what was covered, and advice. Pure. */
import { percent } from '../../kafka/analyze/advice.js';
import type { BatchFigures, PartitionFigures, TopicAnalysis } from '../../kafka/analyze/analysis.js';
import { barsOfHours } from '../../kafka/analyze/hour-bars.js';
import { mostShapes } from '../../kafka/analyze/record-tally.js';
import { exactBelowBytes, type SizeFigures } from '../../kafka/analyze/size-distribution.js';
import { commandLine } from '../../text/command-line.js';
import { formatDuration } from '../../text/duration.js';
import { formatBytes } from '../../text/format-bytes.js';
import { timeText } from '../../text/times.js';
import { counted, grouped } from '../../view/counted.js';
import type { Cell, View } from '../../view/view.js';
import { fit } from '../../view/width.js';

/** More of each are in the structured formats. */
const mostProducers = 10;
const mostKeys = 10;
const mostPaths = 40;
const mostBars = 48;
/** Of a key in its cell. */
const keyColumns = 60;
const barColumns = 40;

/** Every section that has something to show. */
export function analysisView(analysis: TopicAnalysis): View {
  const more = [
    codecsOf(analysis),
    producersOf(analysis),
    sizesOf(analysis),
    keysOf(analysis),
    shapeOf(analysis),
    hoursOf(analysis),
  ].filter(({ rows }) => rows.length > 0);
  return { ...partitionsOf(analysis), notes: notesOf(analysis), more };
}

function partitionsOf({ topic, partitionCount, total, partitions, records }: TopicAnalysis): View {
  const keysIn = new Map(records?.keys.partitions.map((each) => [each.partition, each]));
  const about = records?.keys.isExact === false ? '~' : '';
  return {
    title: [
      topic,
      counted(partitionCount, 'partition'),
      counted(total.records, 'record'),
      ...(total.recordsPerBatch === null ? [] : [`${total.recordsPerBatch.toFixed(1)} a batch`]),
      formatBytes(total.storedBytes),
    ].join(' · '),
    header: [
      ...[
        'PARTITION',
        'FROM',
        'TO',
        'RECORDS',
        'SHARE',
        'BATCHES',
        'PER-BATCH',
        'SIZE',
        'RECORDS/S',
        'BATCHES/S',
      ],
      ...['CONTROL', 'UNORDERED', 'OLDEST', 'NEWEST'],
      ...(records ? ['KEYS', 'TOP-KEY'] : []),
    ],
    spare: ['OLDEST', 'NEWEST', 'BATCHES/S', 'CONTROL', 'FROM', 'TO', 'SIZE', 'UNORDERED'],
    rows: partitions.map((each) => {
      const keys = keysIn.get(each.partition);
      return [
        ...[each.partition, each.from, each.to],
        recordsCell(each),
        total.records === 0 ? null : percent(each.records / total.records),
        each.batches,
        each.recordsPerBatch === null ? null : Number(each.recordsPerBatch.toFixed(1)),
        formatBytes(each.storedBytes),
        rate(each.recordsPerSecond),
        rate(each.batchesPerSecond),
        each.controlBatches,
        each.outOfOrderBatches === 0 ? 0 : { text: each.outOfOrderBatches, tone: 'warn' as const },
        each.oldestMs === null ? null : timeText(each.oldestMs),
        each.newestMs === null ? null : timeText(each.newestMs),
        ...(records ? [keys ? (about === '' ? keys.distinct : `${about}${keys.distinct}`) : 0] : []),
        ...(records ? [keys?.topShare == null ? null : percent(keys.topShare)] : []),
      ];
    }),
  };
}

function recordsCell({ records, isComplete }: PartitionFigures): Cell {
  return isComplete ? records : { text: `≥ ${records}`, tone: 'warn' };
}

function rate(perSecond: number | null): Cell {
  return perSecond === null ? null : Number(perSecond.toPrecision(3));
}

function roundedRate(perSecond: number): string {
  return perSecond < 100 ? String(Number(perSecond.toPrecision(3))) : grouped(Math.round(perSecond));
}

function batchesText(count: number, kind = ''): string {
  return `${grouped(count)} ${kind}${count === 1 ? 'batch' : 'batches'}`;
}

function codecsOf({ codecs, total }: TopicAnalysis): View {
  return {
    title: 'Compression',
    header: ['CODEC', 'BATCHES', 'RECORDS', 'SHARE', 'SIZE', 'RATIO', 'KNOWN-OF'],
    rows: codecs.map(({ codec, batches, records, storedBytes, ratio, unpacked }) => [
      codec,
      batches,
      records,
      percent(total.records === 0 ? 0 : records / total.records),
      formatBytes(storedBytes),
      codec === 'none' ? null : ratio === null ? { text: 'unknown', tone: 'muted' } : `${ratio.toFixed(2)}×`,
      codec === 'none' ? null : unpacked.batches === batches ? 'all' : counted(unpacked.batches, 'sample'),
    ]),
  };
}

function producersOf({ producers: { producers } }: TopicAnalysis): View {
  return {
    title: 'Producers',
    header: ['PRODUCER-ID', 'KIND', 'EPOCHS', 'BATCHES', 'RECORDS', 'PARTITIONS'],
    rows: producers
      .slice(0, mostProducers)
      .map(({ producerId, epochs, isTransactional, batches, records, partitions }) => [
        producerId === null ? 'none' : producerId,
        producerId === null ? 'not idempotent' : isTransactional ? 'transactional' : 'idempotent',
        epochs.join(','),
        batches,
        records,
        partitions.length,
      ]),
  };
}

function sizesOf({ records }: TopicAnalysis): View {
  const parts: readonly (readonly [string, SizeFigures])[] = records
    ? [
        ['keys', records.keySizes],
        ['values', records.valueSizes],
        ['headers', records.headerSizes],
      ]
    : [];
  return {
    title: 'Sizes in bytes',
    header: ['OF', 'COUNT', 'MEAN', 'P50', 'P95', 'P99', 'P99.9', 'MAX', 'TOTAL'],
    rows: parts.map(([name, sizes]) => [
      name,
      sizes.count,
      sizes.meanBytes === null ? null : Number(sizes.meanBytes.toFixed(1)),
      ...[sizes.p50, sizes.p95, sizes.p99, sizes.p999].map(sizeCell),
      sizes.maxBytes,
      formatBytes(sizes.totalBytes),
    ]),
  };
}

function sizeCell(bytes: number | null): Cell {
  return bytes !== null && bytes >= exactBelowBytes ? `~${bytes}` : bytes;
}

function keysOf({ records }: TopicAnalysis): View {
  return {
    title: 'Most frequent keys',
    header: ['KEY', 'RECORDS', 'SHARE', 'PARTITIONS'],
    rows: (records?.keys.top ?? []).slice(0, mostKeys).map(({ key, isText, isWhole, partitions, ...of }) => [
      `${isText ? '' : 'base64:'}${fit(key, keyColumns)}${isWhole ? '' : '…'}`,
      of.records,
      percent(of.share),
      partitions
        .slice(0, 6)
        .map(({ partition, records: own }) => (partitions.length === 1 ? partition : `${partition} (${own})`))
        .join(', ') + (partitions.length > 6 ? ', …' : ''),
    ]),
  };
}

function shapeOf({ records }: TopicAnalysis): View {
  return {
    title: 'Shape of JSON values',
    header: ['PATH', 'IN', 'TYPES'],
    rows: (records?.shape.paths ?? [])
      .slice(0, mostPaths)
      .map(({ path, share, occurrences, types }) => [
        path,
        percent(share),
        types
          .map(({ type, occurrences: own }) =>
            types.length === 1 ? type : `${type} (${percent(own / occurrences)})`,
          )
          .join(', '),
      ]),
  };
}

function hoursOf({ hours }: TopicAnalysis): View {
  const { bars, stepHours, outsideRecords } = barsOfHours(hours.hours, mostBars);
  const most = Math.max(1, ...bars.map(({ records }) => records));
  return {
    title: `Records per ${stepText(stepHours)}${outsideRecords === 0 ? '' : ` (${counted(outsideRecords, 'record')} of other times left out)`}`,
    header: ['FROM', 'RECORDS', 'CHART'],
    rows: bars.map(({ startMs, records }) => [timeText(startMs), records, bar(records / most)]),
  };
}

export function stepText(hours: number): string {
  if (hours === 1) return 'hour';
  return hours % 24 === 0 ? (hours === 24 ? 'day' : `${hours / 24} days`) : `${hours} hours`;
}

const eighths = ' ▏▎▍▌▋▊▉';

/** What is there, however little, is seen. */
function bar(share: number): string {
  const parts = share === 0 ? 0 : Math.max(1, Math.round(share * barColumns * 8));
  return `${'█'.repeat(Math.floor(parts / 8))}${parts % 8 === 0 ? '' : (eighths[parts % 8] ?? '')}`;
}

/** What was covered, what is unknown, and advice, in sentences. */
export function notesOf(analysis: TopicAnalysis): readonly string[] {
  return [...coverageOf(analysis), ...analysis.advice.map(({ text }) => `Advice: ${text}`)];
}

function coverageOf(analysis: TopicAnalysis): readonly string[] {
  const { topic, method, total, partitions, partitionCount, stopped, notes, codecs, records } = analysis;
  const what = method === 'headers' ? 'the headers of batches' : 'every record';
  const left = partitionCount - partitions.length;
  const where = `${counted(partitions.length, 'partition')}${left > 0 ? ` of ${partitionCount}` : ''}`;
  const sampled = codecs.some(
    ({ codec, unpacked, batches }) => codec !== 'none' && unpacked.batches < batches,
  );
  return [
    ...notes,
    `Covered: ${what} from FROM to TO (exclusive) of ${where}, ${counted(total.records, 'record')} in ${batchesText(total.batches)}${spanText(total)}; ${formatDuration(analysis.durationMs)}.`,
    ...(stopped === 'interrupted' ? ['Interrupted: what is said is about what was read until then.'] : []),
    ...(stopped === 'limit' ? ['It ended at the number of records that was asked for.'] : []),
    ...hiddenOf(analysis),
    ...(sampled ? ['RATIO is that of samples, spread evenly; with --records every batch is unpacked.'] : []),
    ...(method === 'headers' && total.records > 0
      ? [
          `Sizes, keys, nulls and the shape of values take reading every record: ${commandLine`topics analyze ${topic} --records`}`,
        ]
      : []),
    ...(records ? recordNotes(analysis, records) : []),
  ];
}

function spanText({ oldestMs, newestMs, recordsPerSecond, batchesPerSecond }: BatchFigures): string {
  if (oldestMs === null || newestMs === null) return ', without times';
  const rates =
    recordsPerSecond === null || batchesPerSecond === null
      ? ''
      : `: ${roundedRate(recordsPerSecond)} records and ${roundedRate(batchesPerSecond)} batches a second`;
  return `, written ${timeText(oldestMs)} to ${timeText(newestMs)}${rates}`;
}

function hiddenOf({ total, isolation }: TopicAnalysis): readonly string[] {
  const { controlBatches, abortedRecords, compactedOffsets, appendTimeBatches, batches } = total;
  const also = [
    ...(controlBatches > 0 ? [batchesText(controlBatches, 'control ')] : []),
    ...(abortedRecords > 0 ? [`${counted(abortedRecords, 'record')} of aborted transactions`] : []),
    ...(compactedOffsets > 0 ? [`${counted(compactedOffsets, 'offset')} without a record`] : []),
  ];
  return [
    ...(also.length > 0 ? [`Not counted as records: ${also.join(', ')}.`] : []),
    ...(isolation === 'read_uncommitted' && controlBatches > 0
      ? ['With read_uncommitted, records of aborted and open transactions count as all others.']
      : []),
    ...(appendTimeBatches > 0 && appendTimeBatches === batches
      ? ['Times are those at which brokers wrote the batches (LogAppendTime).']
      : []),
  ];
}

function recordNotes(
  { hours }: TopicAnalysis,
  records: NonNullable<TopicAnalysis['records']>,
): readonly string[] {
  const { keys, shape } = records;
  const sizes = [records.keySizes, records.valueSizes, records.headerSizes];
  const nulls = [
    ...(records.nullKeys > 0 ? [`${counted(records.nullKeys, 'record')} without a key`] : []),
    ...(records.nullValues > 0 ? [`${counted(records.nullValues, 'record')} with a null value`] : []),
    ...(hours.untimedRecords > 0 ? [`${counted(hours.untimedRecords, 'record')} without a time`] : []),
  ];
  return [
    ...(nulls.length > 0
      ? [
          `There ${records.nullKeys + records.nullValues + hours.untimedRecords === 1 ? 'is' : 'are'} ${nulls.join(', ')}.`,
        ]
      : []),
    ...(sizes.some(({ isExact }) => !isExact)
      ? [
          `Percentiles of sizes are exact below ${formatBytes(exactBelowBytes)}; from there on, those with ~ are within 1 %.`,
        ]
      : []),
    keys.isExact
      ? `${counted(keys.distinct, 'different key')}, counted one by one.`
      : `About ${grouped(keys.distinct)} different keys (within 2 %; in one partition within 7 %): more than ${grouped(keys.limits.mostKeys)} or ${formatBytes(keys.limits.mostBytes)} of them are not kept. Counts of the most frequent ones may be too small by ${grouped(keys.countError)} at most.`,
    ...(shape.sampled > 0
      ? [
          `Values looked into: ${grouped(shape.sampled)}${shape.sampled < records.valueSizes.count ? `, spread evenly (${grouped(mostShapes)} at most)` : ''}; ${grouped(shape.json)} of them are JSON${shape.tooLarge > 0 ? `, ${grouped(shape.tooLarge)} are too large to look into` : ''}.`,
        ]
      : []),
    ...(shape.isCut
      ? ['Not all paths of the JSON are kept: 500 of them, 20 levels, 100 elements of an array.']
      : []),
  ];
}
