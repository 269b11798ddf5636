/** What the benchmark's files hand each other. */
import type { Topics } from './topics.js';

/** What a row may use. */
export interface Context {
  readonly bootstrapServer: string;
  readonly topics: Topics;
  readonly records: number;
  readonly node: string;
  /** The built program without options, and with the broker's address. */
  readonly program: string;
  readonly lab: string;
  /** Java with Kafka's own tools; undefined without any. */
  readonly java: string | undefined;
}

export type Side = 'ours' | 'peer';

/** Of each side: a line for sh. */
export type Commands = Readonly<Record<Side, string>>;

export interface Row {
  readonly group: string;
  readonly work: string;
  readonly against: string;
  /** The bar, and what is aimed at: ours ÷ the peer's. */
  readonly mustBe: number;
  readonly aim: number;
  /** The figure that is compared, if it is not wallSeconds. */
  readonly of?: 'wallSeconds' | 'peakMiB';
  /** Both have to print as many bytes. */
  readonly sameOutput?: boolean;
  readonly needsJava?: boolean;
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

export type Figure = 'wallSeconds' | 'cpuSeconds' | 'peakMiB';

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
