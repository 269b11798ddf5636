/** The one grammar of positions in a partition: `start | end | N | -N | @TIME | @-DURATION`. */
import { parseDurationMs } from './duration.js';
import type { Int64 } from './int64.js';
import { LabError } from './errors.js';

export type Position =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'offset'; readonly offset: Int64 }
  /** This many records before the end of each partition. */
  | { readonly kind: 'last'; readonly count: number }
  /** The first record at or after this time, in milliseconds since 1970. */
  | { readonly kind: 'time'; readonly timestampMs: number };

/** In `OffsetsByTopic`: all topics that are read. No topic can have this name. */
const anyTopic = '*';

/** topic → partition → offset. */
export type OffsetsByTopic = ReadonlyMap<string, ReadonlyMap<number, Int64>>;

/** A position in each partition of topics: the same in all of them, or an offset for each that is named. */
export type Positions =
  | Position
  /** Partitions that are not named stay as they are. `source`: the origin, for messages. */
  | { readonly kind: 'each'; readonly offsets: OffsetsByTopic; readonly source: string };

const grammar = 'start, end, an offset (42), the last N (-10), a time (@2026-01-15T10:00, @-1h).';

/** Times without a zone are local time. Throws LabError 'usage'. */
export function parsePosition(text: string, now: Date): Position {
  const word = text.trim();
  if (word === 'start' || word === 'beginning' || word === 'earliest') return { kind: 'start' };
  if (word === 'end' || word === 'latest') return { kind: 'end' };
  if (/^\d+$/.test(word)) return { kind: 'offset', offset: exact(Number(word), text) };
  if (/^-\d+$/.test(word)) return { kind: 'last', count: exact(-Number(word), text) };
  if (word.startsWith('@-')) {
    return { kind: 'time', timestampMs: representable(now.getTime() - parseDurationMs(word.slice(2)), text) };
  }
  if (word.startsWith('@')) return { kind: 'time', timestampMs: parseTime(word.slice(1), text) };
  throw notAPosition(text);
}

/** A position, or `0:12,3:7` as a search prints it: each partition's own offset, in every topic. Throws LabError 'usage'. */
export function parsePositions(text: string, now: Date): Positions {
  if (!/^\d+:\d+(,\d+:\d+)*$/.test(text)) return parsePosition(text, now);
  const offsets = new Map(
    text.split(',').map((pair): [number, number] => {
      const [partition, offset] = pair.split(':');
      return [Number(partition), Number(offset)];
    }),
  );
  return { kind: 'each', offsets: new Map([[anyTopic, offsets]]), source: `offsets ${text}` };
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

/** Positions that are times, with or without the @. Throws LabError 'usage'. */
export function parseTimePosition(text: string, now: Date): number {
  const word = text.trim();
  try {
    const position = parsePosition(word.startsWith('@') ? word : `@${word}`, now);
    if (position.kind === 'time') return position.timestampMs;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
  throw new LabError('usage', `"${text}" is not a time.`, {
    hint: 'It can be 2026-01-15T10:00 (local), 2026-01-15T10:00Z (UTC), 1768471200 (seconds since 1970), @-1h (an hour ago).',
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
    case 'each':
      return position.source;
  }
}

function parseTime(time: string, text: string): number {
  // Seconds, as `date +%s` prints them, or milliseconds, as Kafka does.
  if (/^\d{10}$/.test(time)) return Number(time) * 1000;
  if (/^\d{11,}$/.test(time)) return representable(Number(time), text);
  // Date.parse alone would accept nearly anything as a date.
  const isIso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(time);
  // A date alone is UTC to Date.parse, a date with a time is local: make both local.
  const timestampMs = isIso ? Date.parse(time.length === 10 ? `${time}T00:00` : time.replace(' ', 'T')) : NaN;
  if (Number.isNaN(timestampMs) || !isDay(time.slice(0, 10))) throw notAPosition(text);
  return timestampMs;
}

/** Date.parse turns 31 February into 3 March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00Z`).toISOString().startsWith(day);
}

function representable(timestampMs: number, text: string): number {
  if (Number.isNaN(new Date(timestampMs).getTime())) throw notAPosition(text);
  return Math.round(timestampMs);
}

function exact(value: number, text: string): number {
  if (!Number.isSafeInteger(value)) throw notAPosition(text);
  return value;
}

function notAPosition(text: string): LabError {
  return new LabError('usage', `"${text}" is not a position.`, { hint: `It can be ${grammar}` });
}
