/** What a scenario's readers are given: the stream's topic, ways to the cluster, and where to note what happens. */
import type { KafkaSession } from '../../../kafka/session/session.js';
import type { Environment } from '../../../view/world.js';
import type { Brokers } from './brokers.js';
import type { Ledger } from './ledger.js';
import type { DrillSettings } from './settings.js';

export interface Stage {
  readonly topic: string;
  readonly settings: DrillSettings;
  readonly ledger: Ledger;
  /** For reading by offset. */
  readonly brokers: Brokers;
  readonly bootstrapServers: string;
  /** For questions that are answered at once; a long poll would hold up the drill's own. */
  readonly session: KafkaSession;
  /** Another one, closed at the end of the drill. */
  openSession(): KafkaSession;
  /** This program, for members in processes of their own. */
  readonly program: { readonly packageFolder: string; readonly env: Environment };
  /** Aborted by ^C. */
  readonly signal: AbortSignal;
  /** Notes in the timeline what was done. */
  action(text: string): void;
  /** Cleanup, once the topic is deleted, whatever has happened. */
  afterwards(last: () => Promise<void>): void;
}

/** Who reads the stream. */
export interface StreamReader {
  /** Resolves when it has everything in the log, or after that time; by then nothing more is written. */
  toTheEnd(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}
