/** What the benchmark's files hand each other. */
import type { Topics } from './topics.js';

/** What a row may use. */
export interface Context {
  readonly bootstrapServer: string;
  /** Undefined on a cluster that is not the benchmark's own. */
  readonly listeners: Listeners | undefined;
  /** The URL of its schema registry; undefined as well. */
  readonly registry: string | undefined;
  readonly topics: Topics;
  readonly records: number;
  readonly node: string;
  /** The built program without options, and with the broker's address. */
  readonly program: string;
  readonly lab: string;
  /** Java with Kafka's own tools; undefined without any. */
  readonly java: string | undefined;
}

/** How the built program and kcat are told to use a listener. */
export type Listeners = Readonly<
  Record<'plain' | 'tls' | 'login' | 'far', { readonly lab: string; readonly kcat: string }>
>;

/** Kinds of lines; lines.js says what each is. */
export type Lines = 'plain' | 'keyed' | 'distinct' | 'json' | 'orders' | 'far' | 'few' | 'mib' | 'mib10';

/** What a topic is filled with; 6 partitions of plain lines by default. */
export interface Filling {
  readonly compression?: string;
  readonly partitions?: number;
  readonly kind?: Lines;
  readonly headers?: number;
}

export type Side = 'ours' | 'peer';

/** Of each side: a line for sh. */
export type Commands = Readonly<Record<Side, string>>;

export interface Row {
  readonly group: string;
  readonly work: string;
  readonly against: string;
  /** The bar, and what is aimed at: ours ÷ the peer's; for roundTrips their number, for cpuShare that of one core. */
  readonly mustBe: number;
  readonly aim: number;
  /** The figure that is compared, if it is not wallSeconds. */
  readonly of?: Figure;
  /** Both have to print as many bytes. */
  readonly sameOutput?: boolean;
  readonly needsJava?: boolean;
  readonly needsRegistry?: boolean;
  /** It can only be measured on the benchmark's own cluster. */
  readonly listener?: keyof Listeners;
  /** Fewer pairs, for what takes long. */
  readonly runs?: number;
  /** Makes the topics. */
  prepare(context: Context): Commands | Promise<Commands>;
}

/** One run of one command. */
export interface Sample {
  readonly exitCode: number | NodeJS.Signals;
  readonly wallSeconds: number;
  readonly outputBytes: number;
  /** The end of its standard error. */
  readonly complaints: string;
  /** Undefined without /usr/bin/time. */
  readonly cpuSeconds: number | undefined;
  readonly peakMiB: number | undefined;
}

/** roundTrips: how many more than beside the broker, at 100 ms each. cpuShare: CPU by wall time, of ours alone. */
export type Figure = 'wallSeconds' | 'cpuSeconds' | 'peakMiB' | 'roundTrips' | 'cpuShare';

export interface Figures {
  readonly ratio: number;
  readonly cpuRatio: number;
  readonly wallSeconds: Readonly<Record<Side, number>>;
  readonly peakMiB: Readonly<Record<Side, number>>;
}

/** A row with its figures, or with why there are none. */
export type MeasuredRow = Row &
  (
    | (Figures & { failure?: never; skipped?: never })
    | { failure: string; skipped?: never }
    | { skipped: string; failure?: never }
  );
