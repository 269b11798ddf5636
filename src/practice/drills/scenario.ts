/** What a scenario is: who reads the stream, what happens to whom, and what is accounted for besides. */
import type { ClusterMode } from '../cluster/state/cluster-plan.js';
import type { Accidents } from './accidents.js';
import type { CopyAccount } from './copy/copy-account.js';
import type { PoisonAccount } from './poison/poison-account.js';
import { startReader, type LoggedRecord } from './stream/readers.js';
import type { Stage, StreamReader } from './stream/stage.js';

export interface Findings {
  readonly poison?: PoisonAccount;
  readonly copies?: readonly CopyAccount[];
}

/** What broke a promise, in sentences; none if all was as it has to be. */
export function faultsOf({ poison, copies = [] }: Findings): readonly string[] {
  return [...(poison?.faults ?? []), ...copies.flatMap(({ faults }) => faults)];
}

interface DrillReader extends StreamReader {
  /** `log`: the topic as read back at the end. */
  findings?(log: readonly LoggedRecord[], interrupted: boolean): Promise<Findings>;
}

interface About<Name extends string> {
  readonly name: Name;
  readonly summary: string;
  /** The only kind of cluster that it can run on. */
  readonly needs?: ClusterMode;
  readonly brokersNeeded: number;
}

export interface Scenario<Name extends string = string> extends About<Name> {
  /** Starts the readers. Throws LabError 'refused' if the cluster cannot have them. */
  begin(stage: Stage): Promise<Begun>;
}

interface Begun {
  readonly reader: DrillReader;
  /** What happens while records flow. Throws LabError 'interrupted' on ^C. */
  run(accidents: Accidents): Promise<void>;
}

/** The stream is read by one consumer without a group. */
export function scenario<Name extends string>(
  what: About<Name> & { run(accidents: Accidents): Promise<void> },
): Scenario<Name> {
  return scenarioWith((stage) => startReader(stage), what);
}

/** Readers that take part in what happens. */
export function scenarioWith<Name extends string, Reader extends DrillReader>(
  start: (stage: Stage) => Reader | Promise<Reader>,
  { run, ...about }: About<Name> & { run(accidents: Accidents, reader: Reader): Promise<void> },
): Scenario<Name> {
  return {
    ...about,
    async begin(stage) {
      const reader = await start(stage);
      return { reader, run: (accidents) => run(accidents, reader) };
    },
  };
}
