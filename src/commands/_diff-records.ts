/** `diff --topic T --records`: what two topics hold, and how that looks. */
import { compareRecords, type RecordsComparison } from '../kafka/compare/compare-records.js';
import type { KeyDifference } from '../kafka/compare/differences.js';
import { mostKeys, type KeySide, type SideNumber } from '../kafka/compare/key-table.js';
import type { KafkaSession } from '../kafka/session/session.js';
import type { Context } from '../contract/command.js';
import { formatDuration } from '../text/duration.js';
import { parsePartition } from '../text/parse-partition.js';
import { parsePositions } from '../text/positions.js';
import { counted, grouped } from '../view/counted.js';
import { notTooOften } from './shared/watch-progress.js';
import type { Cell, Tone, View } from '../view/view.js';

export interface RecordsOptions {
  readonly topic: readonly string[];
  readonly partition: readonly string[];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timestamps: boolean;
}

export interface RecordsDiff extends RecordsComparison {
  readonly kind: 'records';
  readonly first: string;
  readonly second: string;
}

export async function diffRecords(
  context: Context,
  options: RecordsOptions,
  sessions: readonly [KafkaSession, KafkaSession],
  explain: (error: unknown, number: SideNumber) => unknown,
): Promise<RecordsComparison> {
  const { partition, from = 'start', to = 'end', timestamps } = options;
  const [topic = '', other = topic] = options.topic;
  const now = context.now();
  const request = {
    topics: [topic, other] as const,
    partitions: partition.map(parsePartition),
    from: parsePositions(from, now),
    to: parsePositions(to, now),
    timestamps,
    signal: context.signal,
  };
  const what = `Comparing ${topic === other ? topic : `${topic} with ${other}`}`;
  const startedMs = performance.now();
  const step = context.progress.start(what);
  const compared = await compareRecords(sessions, {
    ...request,
    explain,
    onProgress: notTooOften((records: number, share: number) =>
      step.measure(`${what}: ${counted(records, 'record')} of both`, share),
    ),
  });
  const took = formatDuration(performance.now() - startedMs);
  if (compared.interrupted) step.fail(`${what}: interrupted after ${took}`);
  else step.succeed(`${what}: done in ${took}`);
  return compared;
}

export function isDifferent({ keys, counts, isInterleavedOtherwise }: RecordsComparison): boolean {
  return counts.same + counts.unknown < keys || isInterleavedOtherwise;
}

/** Whether something that was asked for has not been compared. */
export function isUnsure({ isPartial, interrupted, leftOut }: RecordsComparison): boolean {
  return isPartial || interrupted || leftOut.first + leftOut.second > 0;
}

const looks: Readonly<Record<KeyDifference['relation'], { sign: string; tone: Tone; words: string }>> = {
  missing: { sign: '-', tone: 'bad', words: 'missing in SECOND' },
  extra: { sign: '+', tone: 'good', words: 'only in SECOND' },
  changed: { sign: '~', tone: 'warn', words: 'other contents' },
  fewer: { sign: '~', tone: 'warn', words: 'fewer records in SECOND' },
  more: { sign: '~', tone: 'warn', words: 'more records in SECOND' },
  repeated: { sign: '~', tone: 'warn', words: 'the same records, some of them several times' },
  reordered: { sign: '~', tone: 'warn', words: 'the same records in another order' },
  moved: { sign: '~', tone: 'warn', words: 'the same records in another partition' },
};

export function recordsView(diff: RecordsDiff): View {
  const { partitions, examples, topics } = diff;
  const name = (place: string, topic: string) => `${topic} in ${place}`;
  return {
    title: `FIRST: ${name(diff.first, topics[0])}; SECOND: ${name(diff.second, topics[1])}`,
    header: ['', 'KEY', 'WHAT', 'FIRST', 'SECOND'],
    rows: examples.map(({ relation, key, keyEncoding, first, second }): Cell[] => {
      const { sign, tone, words } = looks[relation];
      return [
        { text: sign, tone },
        key === null ? { text: '(none)', tone: 'muted' } : shortened(keyEncoding ? `base64:${key}` : key),
        words,
        placeOf(first),
        placeOf(second),
      ];
    }),
    notes: notesOf(diff),
    failures: failuresOf(diff),
    more: [
      {
        title: 'What was compared',
        header: ['PARTITION', 'FROM', 'TO', 'RECORDS', 'FROM-2', 'TO-2', 'RECORDS-2', 'IN-ORDER'],
        rows: partitions.map(({ partition, first, second, isSameSequence }) => [
          partition,
          first?.from,
          first?.to,
          first?.records,
          second?.from,
          second?.to,
          second?.records,
          isSameSequence === null ? null : isSameSequence ? 'same' : 'differs',
        ]),
      },
    ],
  };
}

const longestKey = 60;

function shortened(text: string): string {
  return text.length > longestKey ? `${text.slice(0, longestKey - 1)}…` : text;
}

/** `2 records, the last [0]@42`: as `consume -p 0 --from 42` finds it. */
function placeOf(side: KeySide | null): string | null {
  if (side === null) return null;
  const { records, partition, offset, isTombstone } = side;
  const what = isTombstone ? 'tombstone' : 'record';
  return records === 1
    ? `${what} [${partition}]@${offset}`
    : `${grouped(records)} records, the last${isTombstone ? ', a tombstone,' : ''} [${partition}]@${offset}`;
}

function notesOf(diff: RecordsDiff): readonly string[] {
  const { counts, keys, isCompacted, isInterleavedOtherwise, partitions, examples } = diff;
  const sum = (of: 'first' | 'second', what: 'records' | 'tombstones' | 'otherOffsets') =>
    partitions.reduce((total, each) => total + (each[of]?.[what] ?? 0), 0);
  const both = (what: 'records' | 'tombstones' | 'otherOffsets') =>
    `${grouped(sum('first', what))} and ${grouped(sum('second', what))}`;
  const found = Object.entries(looks).flatMap(([relation, { words }]) => {
    const own = counts[relation as KeyDifference['relation']];
    return own === 0 ? [] : `${words}: ${grouped(own)}`;
  });
  if (counts.unknown > 0) found.push(`unknown, as not all was read: ${grouped(counts.unknown)}`);
  const shown = examples.length;
  return [
    ...diff.notes,
    `${both('records')} records of ${counted(keys, 'key')} (a record without a key counts by what it holds): ${[`the same: ${grouped(counts.same)}`, ...found].join('; ')}.${keys - counts.same - counts.unknown > shown && shown > 0 ? ` ${grouped(shown)} of them are listed.` : ''}`,
    ...(isCompacted
      ? [
          'Compacted: the last record of each key was compared, a tombstone as no record; how many there are and their order depend on when compaction ran.',
        ]
      : []),
    ...(isInterleavedOtherwise
      ? [
          'Each key has the same records in the same order, but records of different keys follow each other in another order.',
        ]
      : []),
    ...(sum('first', 'tombstones') + sum('second', 'tombstones') > 0
      ? [`Tombstones among them: ${both('tombstones')}.`]
      : []),
    ...(sum('first', 'otherOffsets') + sum('second', 'otherOffsets') > 0
      ? [
          `Offsets that hold no record to compare (ends of transactions, aborted records, gaps that compaction left): ${both('otherOffsets')}.`,
        ]
      : []),
  ];
}

function failuresOf({ leftOut, open, interrupted, isPartial }: RecordsDiff): readonly string[] {
  const waiting = [...open.first, ...open.second].reduce((sum, { offsets }) => sum + offsets, 0);
  return [
    ...(leftOut.first + leftOut.second > 0
      ? [
          `Not compared: ${grouped(leftOut.first)} and ${grouped(leftOut.second)} records of keys beyond the first ${grouped(mostKeys)}, as many as are kept in memory. Fewer at a time: --partition, --from and --to.`,
        ]
      : []),
    ...(waiting > 0
      ? [
          `Not compared: ${counted(waiting, 'offset')} behind open transactions. Whose they are: kafka-lab transactions list --state Ongoing`,
        ]
      : []),
    ...(isPartial && waiting === 0 ? ['Not all that was asked for could be read.'] : []),
    ...(interrupted ? ['Interrupted: only what is listed was compared.'] : []),
  ];
}
