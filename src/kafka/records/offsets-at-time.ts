/** The first record at or after a time, in each partition of a topic. */
import { timeText } from '../../text/times.js';
import { aheadOf, datedAheadNotes } from '../session/find-offset.js';
import { offsetsAt } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';

export interface OffsetAtTime {
  readonly partition: number;
  /** Null when every record is older, or for a `problem`. */
  readonly offset: number | null;
  /** Of the record at that offset: ISO 8601, UTC, or digits beyond every calendar. */
  readonly timestamp: string | null;
  readonly problem: string | null;
}

export interface OffsetsAtTime {
  readonly topic: string;
  /** ISO 8601, UTC. */
  readonly asked: string;
  readonly partitions: readonly OffsetAtTime[];
  readonly notes: readonly string[];
}

/** Throws LabError 'not-found' with the nearest names. */
export async function offsetsAtTime(
  session: KafkaSession,
  topic: string,
  timestampMs: number,
): Promise<OffsetsAtTime> {
  const [state] = await existingTopics(session, [topic]);
  const leaders = (state?.partitions ?? []).map(({ partition, leader }) => ({ topic, partition, leader }));
  const found = await offsetsAt(session, leaders, timestampMs);
  return {
    topic,
    asked: new Date(timestampMs).toISOString(),
    partitions: found.map(({ partition, offset, timestamp, problem }) => ({
      partition,
      offset,
      timestamp: offset === null || timestamp === null ? null : timeText(timestamp),
      problem,
    })),
    notes: found.flatMap((each) =>
      datedAheadNotes(`${topic}[${each.partition}]`, {
        ...each,
        ...aheadOf(each.timestamp, timestampMs),
      }),
    ),
  };
}
