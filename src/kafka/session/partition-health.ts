/** What can be wrong with a partition, as the broker that leads it sees it. */
import type { PartitionState } from './metadata.js';

/** A partition is affected when any of those that are true holds for it. */
export interface HealthFilter {
  readonly underReplicated: boolean;
  readonly underMinIsr: boolean;
  readonly atMinIsr: boolean;
  readonly offline: boolean;
}

export function isUnderReplicated({ isr, replicas }: PartitionState): boolean {
  return isr.length < replicas.length;
}

/** Without a leader it can be neither read nor written. */
export function isOffline({ leader }: PartitionState): boolean {
  return leader === null;
}

/** acks=all is refused. */
export function isUnderMinIsr(partition: PartitionState, minIsr: number): boolean {
  return partition.leader === null || partition.isr.length < needed(partition, minIsr);
}

/** One replica more that goes, and acks=all is refused. */
export function isAtMinIsr(partition: PartitionState, minIsr: number): boolean {
  return partition.leader !== null && partition.isr.length === needed(partition, minIsr);
}

/** Brokers never need more than there are: with one replica, min.insync.replicas=2 means 1 to them (kafka-topics differs). */
function needed({ replicas }: PartitionState, minIsr: number): number {
  return Math.min(minIsr, replicas.length);
}

/** Only then the topics' configs have to be asked for. */
export function asksForMinIsr({ underMinIsr, atMinIsr }: HealthFilter): boolean {
  return underMinIsr || atMinIsr;
}

/** `minIsr`: undefined where it was not asked for or may not be known. */
export function isAffected(
  partition: PartitionState,
  filter: HealthFilter,
  minIsr: number | undefined,
): boolean {
  return (
    (filter.underReplicated && isUnderReplicated(partition)) ||
    (filter.offline && isOffline(partition)) ||
    (filter.underMinIsr &&
      (minIsr === undefined ? isOffline(partition) : isUnderMinIsr(partition, minIsr))) ||
    (filter.atMinIsr && minIsr !== undefined && isAtMinIsr(partition, minIsr))
  );
}
