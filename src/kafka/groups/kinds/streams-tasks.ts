/** What Kafka Streams applications are made of, as the coordinators of their groups keep it (KIP-1071). */

export interface Topology {
  /** A new version of the application has a higher one. */
  readonly epoch: number;
  /** Null: not initialized, or source topics are missing or have the wrong number of partitions. */
  readonly subtopologies: readonly Subtopology[] | null;
}

export interface Subtopology {
  readonly id: string;
  /** Those that the application reads and others write. */
  readonly sources: readonly string[];
  /** Internal topics of the application: read here, written here, and logs of what its state stores hold. */
  readonly repartitionSources: readonly string[];
  readonly repartitionSinks: readonly string[];
  readonly changelogs: readonly string[];
}

export interface StreamsMember {
  readonly epoch: number;
  readonly topologyEpoch: number;
  /** Members with the same one share a process and its state. */
  readonly processId: string;
  /** Where the application answers interactive queries; null if it does not. */
  readonly endpoint: { readonly host: string; readonly port: number } | null;
  readonly clientTags: Readonly<Record<string, string>>;
  /** A member of the classic protocol, not upgraded yet. */
  readonly isClassic: boolean;
  readonly tasks: Tasks;
  /** What it is to have. */
  readonly target: Tasks;
}

/** By subtopology: the partitions of what it reads, in the order of their numbers. */
export interface Tasks {
  readonly active: readonly SubtopologyTasks[];
  /** Copies of state, ready to take over. */
  readonly standby: readonly SubtopologyTasks[];
  /** Copies of state that are being made for a task that will move there. */
  readonly warmup: readonly SubtopologyTasks[];
}

export interface SubtopologyTasks {
  readonly subtopology: string;
  readonly partitions: readonly number[];
}

/** Those that the application has made for itself, sorted. */
export function internalTopics({ subtopologies }: Topology): readonly string[] {
  const names = (subtopologies ?? []).flatMap((each) => [...each.repartitionSources, ...each.changelogs]);
  return [...new Set(names)].sort();
}
