/** Recent keys of a topic, read without a group, to see where they would go with more partitions. */
import { readPartitions } from '../../wire/reader/reader.js';
import { KeyMovementCounter, type KeyMovement } from './key-movement.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import { planRanges } from '../records/read-ranges.js';
import type { KafkaSession } from '../session/session.js';

export interface KeySample extends KeyMovement {
  /** Why less was read than requested: partitions without a leader, no time left. */
  readonly notes: readonly string[];
}

const mostRecords = 10_000;
/** Large records would take too long for an estimate. */
const longestReadMs = 5000;

/** Throws what reading throws, but leaves out an unreachable partition. */
export async function sampleKeys(
  session: KafkaSession,
  topic: string,
  fromPartitions: number,
  toPartitions: number,
): Promise<KeySample> {
  const plan = await planRanges(session, {
    topics: [topic],
    partitions: [],
    from: { kind: 'last', count: Math.ceil(mostRecords / fromPartitions) },
    to: null,
    follow: false,
    isolation: 'read_uncommitted',
  });
  const counter = new KeyMovementCounter(fromPartitions, toPartitions);
  const tooLong = AbortSignal.timeout(longestReadMs);
  await readPartitions({
    directory: createLeaderDirectory(session, plan.topics),
    ranges: plan.ranges,
    isolation: 'read_uncommitted',
    signal: AbortSignal.any([session.settings.signal, tooLong]),
    giveUpAfterMs: longestReadMs,
    onRecords(cursor) {
      while (counter.records < mostRecords) {
        if (!cursor.next()) return undefined;
        if (cursor.keyEnd >= 0) counter.add(cursor.partition, cursor.buffer, cursor.keyStart, cursor.keyEnd);
      }
      return 'stop';
    },
  });
  session.settings.signal.throwIfAborted();
  const cut = tooLong.aborted ? [`The sample ends after ${longestReadMs / 1000} s of reading.`] : [];
  return { ...counter.result(), notes: [...plan.notes, ...cut] };
}
