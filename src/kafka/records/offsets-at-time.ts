/** The first record at or after a time, or what a place is, in each partition of a topic. */
import type { Position } from '../../text/positions.js';
import { timeText } from '../../text/times.js';
import { aheadOf, datedAheadNotes, offsetsOfPlace } from '../session/find-offset.js';
import { offsetsAt } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';

export interface OffsetAtTime {
  readonly partition: number;
  /** Null when every record is older, in an empty partition, or for a `problem`. */
  readonly offset: number | null;
  /** Of the record at that offset: ISO 8601, UTC, or digits beyond every calendar. Null for a place, max-timestamp excepted. */
  readonly timestamp: string | null;
  readonly problem: string | null;
}

export interface OffsetsAtTime {
  readonly topic: string;
  /** ISO 8601, UTC; or the place. */
  readonly asked: string;
  readonly partitions: readonly OffsetAtTime[];
  readonly notes: readonly string[];
}

type TimeOrPlace = Extract<Position, { readonly kind: 'time' | 'place' }>;

/** Throws LabError 'not-found' with the nearest names, 'refused' if the brokers are too old for a place. */
export async function offsetsAtTime(
  session: KafkaSession,
  topic: string,
  position: TimeOrPlace,
): Promise<OffsetsAtTime> {
  const [state] = await existingTopics(session, [topic]);
  const leaders = (state?.partitions ?? []).map(({ partition, leader }) => ({ topic, partition, leader }));
  const found =
    position.kind === 'place'
      ? await offsetsOfPlace(session, leaders, position.place)
      : await offsetsAt(session, leaders, position.timestampMs);
  return {
    topic,
    asked: position.kind === 'place' ? position.place : new Date(position.timestampMs).toISOString(),
    partitions: found.map(({ partition, offset, timestamp, problem }) => ({
      partition,
      offset,
      timestamp: offset === null || timestamp === null ? null : timeText(timestamp),
      problem,
    })),
    notes:
      position.kind === 'place'
        ? []
        : found.flatMap((each) =>
            datedAheadNotes(`${topic}[${each.partition}]`, {
              ...each,
              ...aheadOf(each.timestamp, position.timestampMs),
            }),
          ),
  };
}
