/** What a drill is told to do, and the words for it. */
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
  /** The stream flows at least so long, and until the accident is over. */
  readonly durationMs: number;
  /** How long records may wait for a broker before they are given up. */
  readonly deliveryTimeoutMs: number;
}
