/** What can be wrong with a partition, as the broker that leads it sees it. */
import type { PartitionState } from './metadata.js';

/** A partition is affected if any of the conditions that are set holds for it. */
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

/** If one more replica goes, acks=all is refused. */
export function isAtMinIsr(partition: PartitionState, minIsr: number): boolean {
  return partition.leader !== null && partition.isr.length === needed(partition, minIsr);
}

/** Brokers never need more replicas than exist: with one, they take min.insync.replicas=2 as 1 (kafka-topics differs). */
function needed({ replicas }: PartitionState, minIsr: number): number {
  return Math.min(minIsr, replicas.length);
}

/** Only then are the topics' configs needed. */
export function asksForMinIsr({ underMinIsr, atMinIsr }: HealthFilter): boolean {
  return underMinIsr || atMinIsr;
}

/** `minIsr`: undefined if it was not requested or the user may not see it. */
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
