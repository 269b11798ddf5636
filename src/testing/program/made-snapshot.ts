/** Rounds of the monitor made of what matters to a test. */
import type {
  BrokerPicture,
  GroupPicture,
  MemberPicture,
  PartitionPicture,
  Snapshot,
  TopicPicture,
} from '../../monitor/take/snapshot.js';

export function madeBroker(id: number, more: Partial<BrokerPicture> = {}): BrokerPicture {
  return {
    id,
    host: 'kafka',
    port: 9091 + id,
    rack: null,
    isController: id === 1,
    state: 'up',
    problem: null,
    leaders: 1,
    replicas: 2,
    inSync: 2,
    diskBytes: 5_000_000,
    freeBytes: 80_000_000_000,
    ...more,
  };
}

export function madePartition(partition: number, more: Partial<PartitionPicture> = {}): PartitionPicture {
  return { partition, leader: 1, replicas: [1, 2, 3], isr: [1, 2, 3], low: 0, high: 0, ...more };
}

export function madeTopic(
  name: string,
  partitions: readonly PartitionPicture[] = [madePartition(0)],
  isInternal = false,
): TopicPicture {
  return { name, isInternal, partitions };
}

export function madeMember(name: string, assignment: MemberPicture['assignment']): MemberPicture {
  return { memberId: `app-${name}`, clientId: 'app', host: '127.0.0.1', assignment };
}

export function madeGroup(group: string, more: Partial<GroupPicture> = {}): GroupPicture {
  return {
    group,
    state: 'Stable',
    type: 'classic',
    coordinator: 1,
    members: [],
    partitions: [],
    lag: 0,
    ...more,
  };
}

export function madeSnapshot(at: number, more: Partial<Snapshot> = {}): Snapshot {
  return {
    at,
    tookMs: 20,
    clusterId: 'made',
    controllerId: 1,
    brokers: [1, 2, 3].map((id) => madeBroker(id)),
    topics: [],
    groups: [],
    ...more,
  };
}
