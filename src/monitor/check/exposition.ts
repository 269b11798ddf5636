/** A snapshot in Prometheus's text format, with kafka_exporter's metric names, which Grafana dashboards use. */
import { formatAddress } from '../../net/addresses.js';
import { deletedUnreadOf, isUnderReplicated, type GroupPicture, type Snapshot } from '../take/snapshot.js';

type Labels = Readonly<Record<string, string | number>>;
interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** https://prometheus.io/docs/instrumenting/exposition_formats/ Unknown numbers are left out, except that an unknown lag is −1. */
export function exposition(snapshot: Snapshot): string {
  const partitions = snapshot.topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({
      ...partition,
      labels: { topic: name, partition: partition.partition },
    })),
  );
  const ofPartitions = (value: (partition: (typeof partitions)[number]) => number | boolean | null) =>
    partitions.flatMap((partition) => sample(partition.labels, value(partition)));
  const read = snapshot.groups.flatMap(({ group, partitions }) =>
    partitions.map((partition) => ({
      ...partition,
      labels: { consumergroup: group, topic: partition.topic, partition: partition.partition },
    })),
  );
  return [
    metric('kafka_brokers', 'Number of brokers in the cluster.', [
      { labels: {}, value: snapshot.brokers.filter(({ state }) => state !== 'gone').length },
    ]),
    metric(
      'kafka_broker_info',
      'Information about a broker.',
      snapshot.brokers
        .filter(({ state }) => state !== 'gone')
        .map((broker) => ({ labels: { address: formatAddress(broker), id: broker.id }, value: broker.id })),
    ),
    metric(
      'kafka_topic_partitions',
      'Number of partitions of a topic.',
      snapshot.topics.map(({ name, partitions }) => ({ labels: { topic: name }, value: partitions.length })),
    ),
    metric(
      'kafka_topic_partition_current_offset',
      'The offset of the next record of a partition.',
      ofPartitions(({ high }) => high),
    ),
    metric(
      'kafka_topic_partition_oldest_offset',
      'The first offset still in a partition.',
      ofPartitions(({ low }) => low),
    ),
    metric(
      'kafka_topic_partition_in_sync_replica',
      'Number of in-sync replicas of a partition.',
      ofPartitions(({ isr }) => isr.length),
    ),
    metric(
      'kafka_topic_partition_leader',
      'Id of the broker that leads a partition; -1 if there is none.',
      ofPartitions(({ leader }) => leader ?? -1),
    ),
    metric(
      'kafka_topic_partition_leader_is_preferred',
      '1 if the first replica of a partition leads it.',
      ofPartitions(({ leader, replicas }) => leader !== null && leader === replicas[0]),
    ),
    metric(
      'kafka_topic_partition_replicas',
      'Number of replicas of a partition.',
      ofPartitions(({ replicas }) => replicas.length),
    ),
    metric(
      'kafka_topic_partition_under_replicated_partition',
      '1 if a partition has fewer replicas in sync than it has.',
      ofPartitions(isUnderReplicated),
    ),
    metric(
      'kafka_consumergroup_current_offset',
      'The next offset that a group reads of a partition.',
      read.flatMap(({ labels, currentOffset }) => sample(labels, currentOffset)),
    ),
    metric(
      'kafka_consumergroup_current_offset_sum',
      'The same over all partitions of a topic.',
      snapshot.groups.flatMap((group) => sums(group, ({ currentOffset }) => currentOffset)),
    ),
    metric(
      'kafka_consumergroup_lag',
      'Records of a partition that a group is behind, deleted ones included; -1 if unknown.',
      read.flatMap(({ labels, currentOffset, lag }) =>
        currentOffset === null ? [] : sample(labels, lag ?? -1),
      ),
    ),
    metric(
      'kafka_consumergroup_lag_sum',
      'The same over all partitions of a topic, as far as it is known.',
      snapshot.groups.flatMap((group) => sums(group, ({ lag }) => lag)),
    ),
    metric(
      'kafka_consumergroup_lag_deleted',
      'Of that lag, records that were deleted before the group read them.',
      snapshot.groups.flatMap((group) =>
        deletedUnreadOf(group, snapshot.topics).flatMap(({ topic, partition, deleted }) =>
          sample({ consumergroup: group.group, topic, partition }, deleted),
        ),
      ),
    ),
    metric(
      'kafka_consumergroup_members',
      'Number of members of a group.',
      snapshot.groups.flatMap(({ group, members }) =>
        sample({ consumergroup: group }, members?.length ?? null),
      ),
    ),
  ].join('');
}

function sums(
  { group, partitions }: GroupPicture,
  valueOf: (partition: GroupPicture['partitions'][number]) => number | null,
): Sample[] {
  const totals = new Map<string, number>();
  for (const partition of partitions) {
    const value = valueOf(partition);
    if (value !== null) totals.set(partition.topic, (totals.get(partition.topic) ?? 0) + value);
  }
  return [...totals].map(([topic, value]) => ({ labels: { consumergroup: group, topic }, value }));
}

function sample(labels: Labels, value: number | boolean | null): Sample[] {
  return value === null ? [] : [{ labels, value: Number(value) }];
}

function metric(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A group may be called anything. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
