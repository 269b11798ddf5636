/** How large a few topics are, how many records they have, where they end, and when their last record was written: for screens that ask again and again. */
import { LabError } from '../../text/errors.js';
import { addInt64, type Int64 } from '../../text/int64.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import type { PatientAsker } from '../brokers/ask-patiently.js';
import { logDirsOf, sizesByPartition } from '../brokers/log-dirs.js';
import type { PartitionState, TopicState } from '../session/metadata.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import { leadersOf, offsetsAt, type PartitionOffset } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { effectiveConfig, policiesOf } from '../session/topic-configs.js';

export interface TopicActivity {
  readonly name: string;
  /** Another one if the topic was deleted and created again; null before Kafka 2.8. */
  readonly id: string | null;
  /** On all disks together, every replica counted; null if one of its brokers does not say, or is down. */
  readonly sizeBytes: number | null;
  /** When it was asked for, by a clock in milliseconds that only goes forward. */
  readonly atMs: number;
  /** Where each partition ends; null if its leader does not say. */
  readonly ends: readonly (number | null)[];
  /** High − low over all partitions; null if one of their leaders does not say. Ends of transactions count, too. */
  readonly records: Int64 | null;
  /** There may be fewer; null if its configs may not be read. */
  readonly isCompacted: boolean | null;
  /**
   * The greatest timestamp of its records, in milliseconds since 1970, as their producers or the brokers set it; 'none' if no record
   * has one. Null if a leader does not say: it takes Kafka 3.0 (KIP-734).
   */
  readonly lastRecordMs: Int64 | 'none' | null;
}

/** What one broker says of the topics, by `partitionKey`: sizes of its replicas, and offsets of what it leads; policies by topic. */
export interface BrokerActivity {
  readonly sizes: ReadonlyMap<string, number>;
  readonly policies: ReadonlyMap<string, string>;
  readonly starts: ReadonlyMap<string, PartitionOffset>;
  readonly ends: ReadonlyMap<string, PartitionOffset>;
  readonly lasts: ReadonlyMap<string, PartitionOffset>;
}

/**
 * Metadata of these topics, then one DescribeLogDirs (unless `withSizes` is false), three ListOffsets and one DescribeConfigs (for
 * those whose partition 0 it leads) to each broker that has some of them, however many there are. A broker that does not answer leaves what it knows unknown. Throws LabError if none does.
 */
export async function topicActivity(
  session: KafkaSession,
  names: readonly string[],
  { ask, withSizes }: { readonly ask: PatientAsker<BrokerActivity>; readonly withSizes: boolean },
): Promise<readonly TopicActivity[]> {
  const { brokers, topics } = await session.metadata(names);
  const atMs = performance.now();
  const answers = await Promise.all(
    brokers.map(async ({ id }) => {
      const own = topics.filter(({ partitions }) => partitions.some(({ replicas }) => replicas.includes(id)));
      const answer = own.length === 0 ? '' : await ask(id, () => askBroker(session, id, own, withSizes));
      return [id, answer] as const;
    }),
  );
  const known = new Map(
    answers.flatMap(([id, answer]) => (typeof answer === 'string' ? [] : [[id, answer] as const])),
  );
  return topics.map((topic) => activityOf(topic, atMs, known));
}

async function askBroker(
  session: KafkaSession,
  id: number,
  topics: readonly TopicState[],
  withSizes: boolean,
): Promise<BrokerActivity> {
  const connection = await session.broker(id);
  const led = leadersOf(topics).filter(({ leader }) => leader === id);
  const newest = connection.apiVersions.get(listOffsets.apiKey)?.max ?? 0;
  const offsets = async (timestamp: number) =>
    led.length === 0 ? [] : offsetsAt(session, led, timestamp, 'read_uncommitted');
  const asked = topics.filter(({ partitions }) => partitions[0]?.leader === id).map(({ name }) => name);
  const [sizes, policies, starts, ends, lasts] = await Promise.all([
    withSizes ? orUnknown(logDirsOf(connection, topics).then(sizesByPartition)) : new Map<string, number>(),
    orUnknown(effectiveConfig(connection, asked, 'cleanup.policy')),
    offsets(offsetAt.earliest),
    offsets(offsetAt.latest),
    newest < maxTimestampSince ? [] : offsets(offsetAt.maxTimestamp),
  ]);
  return {
    ...{ sizes, policies, starts: byPartition(starts) },
    ...{ ends: byPartition(ends), lasts: byPartition(lasts) },
  };
}

/** What the user may not ask for is unknown. */
async function orUnknown<Value>(
  work: Promise<ReadonlyMap<string, Value>>,
): Promise<ReadonlyMap<string, Value>> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LabError && error.code !== 'interrupted') return new Map();
    throw error;
  }
}

/** The version of ListOffsets that brought it (KIP-734). */
const maxTimestampSince = 7;

function activityOf(
  { name, id, partitions }: TopicState,
  atMs: number,
  known: ReadonlyMap<number, BrokerActivity>,
): TopicActivity {
  const ofLeader = (which: 'starts' | 'ends' | 'lasts', { partition, leader }: PartitionState) =>
    leader === null ? undefined : known.get(leader)?.[which].get(partitionKey(name, partition));
  const sizes = partitions.flatMap(({ partition, replicas }) =>
    replicas.map((replica) => known.get(replica)?.sizes.get(partitionKey(name, partition)) ?? null),
  );
  const counts = partitions.map((partition) =>
    recordsBetween(ofLeader('starts', partition), ofLeader('ends', partition)),
  );
  const policies = partitions.flatMap(({ leader }) =>
    leader === null ? [] : (known.get(leader)?.policies.get(name) ?? []),
  );
  return {
    ...{ name, id, atMs },
    records: counts.length === 0 ? null : counts.reduce(addRecords, 0),
    isCompacted: policies[0] === undefined ? null : policiesOf(policies[0]).includes('compact'),
    sizeBytes: sizes.length === 0 ? null : sizes.reduce((sum, size) => addKnown(sum, size), 0),
    ends: partitions.map((partition) => ofLeader('ends', partition)?.offset ?? null),
    lastRecordMs: latest(partitions.map((partition) => lastOf(ofLeader('lasts', partition)))),
  };
}

function addKnown(sum: number | null, size: number | null): number | null {
  return sum === null || size === null ? null : sum + size;
}

/** Null also if a trim came between the two answers. */
function recordsBetween(start: PartitionOffset | undefined, end: PartitionOffset | undefined): number | null {
  const [low, high] = [start?.offset ?? null, end?.offset ?? null];
  return low === null || high === null || high < low ? null : high - low;
}

function addRecords(sum: Int64 | null, records: Int64 | null): Int64 | null {
  return sum === null || records === null ? null : addInt64(sum, records);
}

/** Of one partition. Brokers give an empty log an offset here, too, but no timestamp. */
function lastOf(answer: PartitionOffset | undefined): TopicActivity['lastRecordMs'] {
  if (answer === undefined || answer.problem !== null) return null;
  return answer.timestamp ?? 'none';
}

function latest(lasts: readonly TopicActivity['lastRecordMs'][]): TopicActivity['lastRecordMs'] {
  if (lasts.length === 0 || lasts.includes(null)) return null;
  return lasts.reduce<TopicActivity['lastRecordMs']>((newest, last) => {
    if (last === null || last === 'none') return newest;
    return newest === null || newest === 'none' || last > newest ? last : newest;
  }, 'none');
}

/** Records a second between two times; null if an end is unknown, or the topic is not the same any more. */
export function recordsPerSecond(before: TopicActivity | undefined, after: TopicActivity): number | null {
  const seconds = before === undefined ? 0 : (after.atMs - before.atMs) / 1000;
  if (before === undefined || seconds <= 0) return null;
  if (before.id !== after.id || before.ends.length !== after.ends.length || after.ends.length === 0)
    return null;
  let written = 0;
  for (const [partition, end] of after.ends.entries()) {
    const earlier = before.ends[partition] ?? null;
    if (end === null || earlier === null || end < earlier) return null;
    written += end - earlier;
  }
  return Math.round((written / seconds) * 10) / 10;
}
