/** The settings of a drill. */
export interface DrillSettings {
  readonly scenario: string;
  readonly acks: '0' | '1' | 'all';
  readonly minInsync: number;
  readonly replicationFactor: number;
  readonly partitions: number;
  readonly idempotent: boolean;
  readonly uncleanElections: boolean;
  /** Records a second. */
  readonly rate: number;
  /** The minimum duration of the stream, which lasts until the faults are over. */
  readonly durationMs: number;
  /** How long records may wait for a broker before they are refused. */
  readonly deliveryTimeoutMs: number;
}
