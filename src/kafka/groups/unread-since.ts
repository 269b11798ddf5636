/** Since when groups are behind: the time of the first record that they have not read, partition by partition. */
import type { Int64 } from '../../text/int64.js';
import { LabError } from '../../text/errors.js';
import { throwIfInterrupted } from '../../text/wait.js';
import { readPartitions } from '../../wire/reader/reader.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import type { TopicState } from '../session/metadata.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';

/** What is left to read of a partition. Several groups may have the same one. */
export interface Unread extends TopicPartition {
  readonly from: number;
  /** Exclusive. */
  readonly end: number;
}

/** One record is wanted of each partition; a larger batch comes whole all the same. */
const partitionMaxBytes = 16 * 1024;
/** Compaction and ends of transactions leave offsets without a record: later looks are at more of them. */
const growth = 1000;

/**
 * Milliseconds since 1970, as the record has them. Missing where no record is left, and where none could be read: a partition
 * that fails does not fail the others for longer than the session's time-out. Records of transactions that are open or were
 * aborted count, as they do in the lag.
 */
export async function timesOfFirstUnread(
  session: KafkaSession,
  topics: readonly TopicState[],
  unread: readonly Unread[],
): Promise<ReadonlyMap<Unread, Int64>> {
  const times = new Map<Unread, Int64>();
  for (const round of withoutTwice(unread)) await look(session, topics, round, times);
  return times;
}

async function look(
  session: KafkaSession,
  topics: readonly TopicState[],
  round: readonly Unread[],
  times: Map<Unread, Int64>,
): Promise<void> {
  const { signal, timeoutMs } = session.settings;
  const directory = createLeaderDirectory(session, topics);
  let open = round.map((unread) => ({ unread, from: unread.from }));
  for (let window = 1; open.length > 0; window *= growth) {
    const of = new Map(open.map(({ unread }) => [partitionKey(unread.topic, unread.partition), unread]));
    const ranges = open.map(({ unread: { topic, partition, end }, from }) => ({
      topic,
      partition,
      from,
      to: Math.min(end, from + window),
    }));
    try {
      await readPartitions({
        directory,
        ranges,
        isolation: 'read_uncommitted',
        signal,
        partitionMaxBytes,
        giveUpAfterMs: timeoutMs,
        onRecords(cursor) {
          const unread = of.get(partitionKey(cursor.topic, cursor.partition));
          while (cursor.next()) if (unread && !times.has(unread)) times.set(unread, cursor.exactTimestamp);
          return undefined;
        },
      });
    } catch (error) {
      if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
      return;
    }
    throwIfInterrupted(signal);
    open = open
      .map(({ unread, from }) => ({ unread, from: from + window }))
      .filter(({ unread, from }) => !times.has(unread) && from < unread.end);
  }
}

/** A fetch names a partition once. */
function withoutTwice(unread: readonly Unread[]): readonly (readonly Unread[])[] {
  const rounds: Map<string, Unread>[] = [];
  for (const each of unread) {
    const key = partitionKey(each.topic, each.partition);
    const free = rounds.find((round) => !round.has(key));
    if (free) free.set(key, each);
    else rounds.push(new Map([[key, each]]));
  }
  return rounds.map((round) => [...round.values()]);
}
