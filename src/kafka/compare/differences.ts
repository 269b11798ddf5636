/** What the table of keys says of two sides: how many keys of each relation, and the first of them by their keys. */
import { isUtf8 } from 'node:buffer';
import { readPartitions } from '../../wire/reader/reader.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import type { KafkaSession } from '../session/session.js';
import { side, type KeySide, type KeyTable, type Relation } from './key-table.js';
import { mayBeSame, type Comparing } from './unread.js';

/** In the order in which they are told. */
const differentRelations = [
  ...(['missing', 'extra', 'changed', 'fewer', 'more', 'repeated', 'reordered'] as const),
  'moved',
] as const satisfies readonly (Exclude<Relation, 'same'> | 'moved')[];
type DifferentRelation = (typeof differentRelations)[number];

export interface KeyDifference {
  readonly relation: DifferentRelation;
  /** Null if the record has none. Bytes that are not UTF-8 as base64. */
  readonly key: string | null;
  readonly keyEncoding?: 'base64';
  readonly first: KeySide | null;
  readonly second: KeySide | null;
}

/** Of each relation; each is one small read, for its key. */
const mostExamples = 10;
interface Example {
  readonly relation: DifferentRelation;
  readonly at: number;
}

export function countDifferences(table: KeyTable, comparing: Comparing) {
  const { onlyLast, hasPlaces } = comparing;
  const relations = ['same', ...differentRelations, 'unknown'] as const;
  const counts = Object.fromEntries(relations.map((relation) => [relation, 0])) as Record<
    (typeof relations)[number],
    number
  >;
  const examples: Example[] = [];
  for (let at = 0; at < table.size; at++) {
    const found = table.relation(at, onlyLast);
    const relation = found === 'same' && hasPlaces && isElsewhere(table, at) ? 'moved' : found;
    if (relation !== 'same' && isUndecided(table, at, relation, comparing)) {
      counts.unknown += 1;
      continue;
    }
    counts[relation] += 1;
    if (relation !== 'same' && counts[relation] <= mostExamples) examples.push({ relation, at });
  }
  return { counts, examples };
}

function isUndecided(
  table: KeyTable,
  at: number,
  relation: DifferentRelation,
  comparing: Comparing,
): boolean {
  const [first, second] = [table.sideOf(side.first, at), table.sideOf(side.second, at)];
  return mayBeSame({ relation, first, second, isBare: table.isBare(at) }, comparing);
}

/** Records without a key may be anywhere. */
function isElsewhere(table: KeyTable, at: number): boolean {
  if (table.isBare(at)) return false;
  const [first, second] = [table.sideOf(side.first, at), table.sideOf(side.second, at)];
  if (!first || !second || first.isSpread || second.isSpread) return false;
  return first.partition !== second.partition;
}

/** The table has no keys: they are read again. */
export async function namedDifferences(
  sessions: readonly [KafkaSession, KafkaSession],
  { topics, signal }: { readonly topics: readonly [string, string]; readonly signal: AbortSignal },
  table: KeyTable,
  examples: readonly Example[],
): Promise<readonly KeyDifference[]> {
  const differences: KeyDifference[] = [];
  const sorted = [...examples].sort(
    (one, other) => differentRelations.indexOf(one.relation) - differentRelations.indexOf(other.relation),
  );
  for (const { relation, at } of sorted) {
    const [first, second] = [table.sideOf(side.first, at), table.sideOf(side.second, at)];
    const number = first ? side.first : side.second;
    const place = first ?? second;
    const key =
      place && !table.isBare(at) ? await keyAt(sessions[number], topics[number], place, signal) : null;
    const isText = key === null || isUtf8(key);
    differences.push({
      relation,
      key: key?.toString(isText ? 'utf8' : 'base64') ?? null,
      ...(isText ? {} : { keyEncoding: 'base64' as const }),
      first: first ?? null,
      second: second ?? null,
    });
  }
  return differences;
}

/** Null too if it has been deleted since. */
async function keyAt(
  session: KafkaSession,
  topic: string,
  { partition, offset }: KeySide,
  signal: AbortSignal,
): Promise<Buffer | null> {
  let key: Buffer | null = null;
  if (signal.aborted) return key;
  await readPartitions({
    directory: createLeaderDirectory(session, [topic]),
    ranges: [{ topic, partition, from: offset, to: offset + 1 }],
    isolation: 'read_committed',
    signal,
    onRecords(cursor) {
      while (cursor.next()) {
        if (cursor.keyEnd >= 0) key = Buffer.from(cursor.buffer.subarray(cursor.keyStart, cursor.keyEnd));
      }
      return undefined;
    },
  });
  return key;
}
