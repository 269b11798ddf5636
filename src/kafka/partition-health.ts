/** What can be wrong with a partition, by the rules of Kafka's own kafka-topics. */
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
export function isUnderMinIsr({ leader, isr }: PartitionState, minIsr: number): boolean {
  return leader === null || isr.length < minIsr;
}

/** One replica more that goes, and acks=all is refused. */
export function isAtMinIsr({ leader, isr }: PartitionState, minIsr: number): boolean {
  return leader !== null && isr.length === minIsr;
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
