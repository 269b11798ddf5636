/** What one round of the monitor learned of a cluster: plain data, as `--record` writes it and `--once -o json` prints it. */
import { deletedUnread, untoldLag } from '../../kafka/groups/group-lag.js';
import { groupBy } from '../../text/group-by.js';

export interface BrokerPicture {
  readonly id: number;
  /** Empty for a broker that holds replicas but is not in the cluster now. */
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  readonly isController: boolean;
  /**
   * `up`: in the cluster, and it answered. `silent`: still in the cluster, but it does not answer.
   * `gone`: not in the cluster, but it has replicas.
   */
  readonly state: 'up' | 'silent' | 'gone';
  /** Why it is silent. */
  readonly problem: string | null;
  readonly leaders: number;
  readonly replicas: number;
  readonly inSync: number;
  /** Of all its log directories; null if it did not say. */
  readonly diskBytes: number | null;
  /** Free space on those volumes; known since Kafka 3.3. */
  readonly freeBytes: number | null;
}

export interface PartitionPicture {
  readonly partition: number;
  readonly leader: number | null;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly low: number | null;
  readonly high: number | null;
}

export interface TopicPicture {
  readonly name: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionPicture[];
}

export interface MemberPicture {
  readonly memberId: string;
  readonly clientId: string;
  readonly host: string;
  /** Null if it cannot be read: not a consumer, or a group that is rebalancing. */
  readonly assignment: readonly { readonly topic: string; readonly partitions: readonly number[] }[] | null;
}

interface GroupPartitionPicture {
  readonly topic: string;
  readonly partition: number;
  readonly currentOffset: number | null;
  /** Log end offset − current offset; null if one of them is unknown. */
  readonly lag: number | null;
  /** Why there is no lag: `unknownEnd`, or what groups describe says of it. */
  readonly problem: string | null;
}

export interface GroupPicture {
  readonly group: string;
  /** Kafka's word: Stable, Empty, PreparingRebalance … */
  readonly state: string;
  readonly type: string;
  readonly coordinator: number;
  readonly members: readonly MemberPicture[] | null;
  readonly partitions: readonly GroupPartitionPicture[];
  /** Sum of the known lags; null if none is known. */
  readonly lag: number | null;
}

/** The leader of the partition does not answer, so the end of its log is unknown. */
export const unknownEnd = 'its leader does not answer';

/** Whether the partition has a lag that nothing tells. */
export function isLagHidden({ problem }: Pick<GroupPartitionPicture, 'problem'>): boolean {
  return problem === unknownEnd || problem === untoldLag;
}

/** A lag that is partly unknown gives no trend. */
export function isLagPartial({ lag, partitions }: GroupPicture): boolean {
  // A broker that tells no lag of share groups tells it of no partition.
  return partitions.some(({ problem }) => problem === unknownEnd || (problem === untoldLag && lag !== null));
}

/** Partitions with records, of topics that a group has committed in, of which it has read nothing: in no lag. */
export function uncommittedOf(group: GroupPicture, topics: readonly TopicPicture[]): number {
  const byName = topicsByName(topics);
  let unread = 0;
  for (const [topic, known] of groupBy(group.partitions, (each) => each.topic)) {
    if (!known.some(({ currentOffset }) => currentOffset !== null)) continue;
    const read = new Set(known.map(({ partition }) => partition));
    for (const { partition, low, high } of byName.get(topic)?.partitions ?? []) {
      if (!read.has(partition) && high !== null && high > (low ?? 0)) unread += 1;
    }
  }
  return unread;
}

const namedTopics = new WeakMap<readonly TopicPicture[], ReadonlyMap<string, TopicPicture>>();

/** The same for each of hundreds of groups. */
function topicsByName(topics: readonly TopicPicture[]): ReadonlyMap<string, TopicPicture> {
  const known = namedTopics.get(topics);
  if (known) return known;
  const named = new Map(topics.map((topic) => [topic.name, topic]));
  namedTopics.set(topics, named);
  return named;
}

/** The lag is the known part: not all leaders answer, or nothing is committed in some partitions with records. */
export function isLagAtLeast(group: GroupPicture, topics: readonly TopicPicture[]): boolean {
  return isLagPartial(group) || uncommittedOf(group, topics) > 0;
}

/** Nothing tells how far it is: a share group that has read nothing yet or whose broker does not say, or a group that has committed nothing and whose members are unknown. */
export function isLagUnknown({ lag, type, members }: GroupPicture): boolean {
  return lag === null && (type === 'share' || members === null);
}

/** Of a group's lag, by partition: offsets that were deleted before it had read them. */
export function deletedUnreadOf(
  { partitions }: GroupPicture,
  topics: readonly TopicPicture[],
): readonly { readonly topic: string; readonly partition: number; readonly deleted: number }[] {
  const ends = new Map(
    topics.flatMap(({ name, partitions: own }) => own.map((each) => [`${name}/${each.partition}`, each])),
  );
  return partitions.flatMap(({ topic, partition, currentOffset }) => {
    const { low, high } = ends.get(`${topic}/${partition}`) ?? { low: null, high: null };
    if (currentOffset === null || low === null || high === null) return [];
    return [{ topic, partition, deleted: deletedUnread({ currentOffset, low, logEndOffset: high }) }];
  });
}

export interface Snapshot {
  /** Milliseconds since 1970, when the round began. */
  readonly at: number;
  readonly tookMs: number;
  readonly clusterId: string | null;
  /** Under KRaft any live broker, as reported by brokers. */
  readonly controllerId: number | null;
  readonly brokers: readonly BrokerPicture[];
  /** By name. */
  readonly topics: readonly TopicPicture[];
  /** By name. Groups of a silent broker are missing. */
  readonly groups: readonly GroupPicture[];
}

export function isUnderReplicated({ isr, replicas }: PartitionPicture): boolean {
  return isr.length < replicas.length;
}

export function isOffline({ leader }: PartitionPicture): boolean {
  return leader === null;
}

export function countPartitions(
  { topics }: Pick<Snapshot, 'topics'>,
  counts: (partition: PartitionPicture) => boolean = () => true,
): number {
  return topics.reduce((sum, { partitions }) => sum + partitions.filter(counts).length, 0);
}

/** Are the ends of some of its partitions unknown? */
export function isPartlyKnown({ partitions }: TopicPicture): boolean {
  return partitions.some(({ low, high }) => low === null || high === null || low > high);
}

/** Records between the ends of the log, if both are known: an upper bound if the topic is compacted. */
export function recordsOf({ partitions }: TopicPicture): number | null {
  const known = partitions.flatMap(({ low, high }) =>
    low === null || high === null || low > high ? [] : high - low,
  );
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
