/** The one grammar of positions in a partition: `start | end | N | -N | @TIME | today | yesterday | earliest-local | …`. */
import { LabError } from './errors.js';
import type { Int64 } from './int64.js';
import { parseTime } from './times.js';

export type Position =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'offset'; readonly offset: Int64 }
  /** This many records before the end of each partition. */
  | { readonly kind: 'last'; readonly count: number }
  /** The first record at or after this time, in milliseconds since 1970. */
  | { readonly kind: 'time'; readonly timestampMs: number }
  | { readonly kind: 'place'; readonly place: Place };

/** What only a partition's leader knows the offset of, by the names that Kafka's own tools have for it, and what it is. */
const places = {
  'earliest-local': "the first offset on its leader's own disk",
  'latest-tiered': 'the last offset in tiered storage',
  'earliest-pending-upload': 'the first offset that is not in tiered storage yet',
  'max-timestamp': 'the record with the greatest timestamp',
};

export type Place = keyof typeof places;

/** In `OffsetsByTopic`: all topics that are read. No topic can have this name. */
const anyTopic = '*';

/** topic → partition → offset. */
export type OffsetsByTopic = ReadonlyMap<string, ReadonlyMap<number, Int64>>;

/** A position in each partition of topics: the same in all of them, or an offset for each that is named. */
export type Positions =
  | Position
  /** Partitions that are not named stay as they are. `source`: the origin, for messages. */
  | { readonly kind: 'each'; readonly offsets: OffsetsByTopic; readonly source: string };

const grammar = `start, end, an offset (42), the last N (-10), a time (@2026-01-15T10:00, @-1h, yesterday), ${Object.keys(places).join(', ')}.`;

/** Times without a zone are local time. Throws LabError 'usage'. */
export function parsePosition(text: string, now: Date): Position {
  const word = text.trim();
  if (word === 'start' || word === 'beginning' || word === 'earliest') return { kind: 'start' };
  if (word === 'end' || word === 'latest') return { kind: 'end' };
  if (/^\d+$/.test(word)) return { kind: 'offset', offset: exact(Number(word), text) };
  if (/^-\d+$/.test(word)) return { kind: 'last', count: exact(-Number(word), text) };
  // The only words for a time that cannot be taken for something else.
  const time = word.startsWith('@') ? word.slice(1) : ['today', 'yesterday'].find((each) => each === word);
  const timestampMs = time === undefined ? undefined : parseTime(time, now);
  if (timestampMs !== undefined) return { kind: 'time', timestampMs };
  const place = placeNamed(word);
  if (place !== undefined) return { kind: 'place', place };
  throw notAPosition(text);
}

/** `0:12,3:7`, which `parsePositions` takes. */
export function eachPosition(offsets: Iterable<readonly [partition: number, offset: Int64]>): string {
  return Array.from(offsets, ([partition, offset]) => `${partition}:${offset}`).join(',');
}

/** A position, or `0:12,3:7` as a search prints it: each partition's own offset, in every topic. Throws LabError 'usage'. */
export function parsePositions(text: string, now: Date): Positions {
  if (!/^\d+:\d+(,\d+:\d+)*$/.test(text)) return parsePosition(text, now);
  const offsets = new Map(
    text.split(',').map((pair): [number, number] => {
      const [partition, offset] = pair.split(':');
      return [exact(Number(partition), text), exact(Number(offset), text)];
    }),
  );
  return { kind: 'each', offsets: new Map([[anyTopic, offsets]]), source: `offsets ${text}` };
}

/** Undefined for any other word. */
export function placeNamed(word: string): Place | undefined {
  return Object.hasOwn(places, word) ? (word as Place) : undefined;
}

/** Undefined if this partition is not named. */
export function positionIn(positions: Positions, topic: string, partition: number): Position | undefined {
  if (positions.kind !== 'each') return positions;
  const offset = offsetsIn(positions.offsets, topic)?.get(partition);
  return offset === undefined ? undefined : { kind: 'offset', offset };
}

/** Empty if all are meant. */
export function namedPartitions(positions: Positions, topic: string): readonly number[] {
  return positions.kind === 'each' ? [...(offsetsIn(positions.offsets, topic)?.keys() ?? [])] : [];
}

function offsetsIn(offsets: OffsetsByTopic, topic: string): ReadonlyMap<number, Int64> | undefined {
  return offsets.get(topic) ?? offsets.get(anyTopic);
}

/** Positions that are times, with or without the @; `prefix` begins the message. Throws LabError 'usage'. */
export function parseTimePosition(text: string, now: Date, prefix = ''): number {
  const timestampMs = parseTime(text.trim().replace(/^@/, ''), now);
  if (timestampMs !== undefined) return timestampMs;
  throw new LabError('usage', `${prefix}"${text}" is not a time.`, {
    hint: 'It can be 2026-01-15T10:00 (local), 2026-01-15T10:00Z (UTC), 1768471200 (seconds since 1970), 1768471200000 (milliseconds), @-1h (an hour ago), today, yesterday.',
  });
}

export function describePosition(position: Positions): string {
  switch (position.kind) {
    case 'start':
      return 'the beginning';
    case 'end':
      return 'the end';
    case 'offset':
      return `offset ${position.offset}`;
    case 'last':
      return `the last ${position.count} of each partition`;
    case 'time':
      return new Date(position.timestampMs).toISOString();
    case 'place':
      return places[position.place];
    case 'each':
      return position.source;
  }
}

function exact(value: number, text: string): number {
  if (!Number.isSafeInteger(value)) throw notAPosition(text);
  return value;
}

function notAPosition(text: string): LabError {
  return new LabError('usage', `"${text}" is not a position.`, { hint: `It can be ${grammar}` });
}
