/** The account of a write: what each partition acknowledged, and which input lines were not written and why. */
import { LatencyTally } from './latency.js';
import type { LineNumbers } from './lines.js';
import { ThrottleTally } from './throttle.js';
import type { Outcomes } from './types.js';

export interface PartitionTally {
  readonly partition: number;
  /** Records that the broker acknowledged. */
  readonly acknowledged: number;
  /** Records sent with acks=0, whose outcome is unknown. */
  readonly sent: number;
  /** Of the acknowledged records; other producers may have written in between. Null if the broker gave no offset. */
  readonly firstOffset: number | null;
  readonly lastOffset: number | null;
}

/** Input lines that failed for the same reason. */
export interface FailedLines {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly reason: string;
  /** True if an answer was lost, so that the records may be in the topic. */
  readonly maybeWritten: boolean;
}

interface OpenTally {
  acknowledged: number;
  sent: number;
  firstOffset: number;
  lastOffset: number;
}

/** Runs of failed lines that are kept; beyond it failures are only counted. */
const mostRuns = 10_000;

export class Ledger {
  readonly latency = new LatencyTally();
  readonly throttle = new ThrottleTally();
  readonly #tallies = new Map<number, OpenTally>();
  readonly #failures: FailedLines[] = [];
  #failed = 0;
  #maybeWritten = 0;
  #acknowledged = 0;
  #sent = 0;
  readonly #outcomes: Outcomes | undefined;

  constructor(outcomes?: Outcomes) {
    this.#outcomes = outcomes;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get sent(): number {
    return this.#sent;
  }

  /** All records not known to be written. */
  get failed(): number {
    return this.#failed;
  }

  /** Failed records that may be in the topic. */
  get maybeWritten(): number {
    return this.#maybeWritten;
  }

  /** The first 10,000 runs of failed lines, in the order of the input. */
  get failures(): readonly FailedLines[] {
    const runs: FailedLines[] = [];
    for (const run of this.#failures.toSorted((one, other) => one.firstLine - other.firstLine)) {
      const before = runs.at(-1);
      if (before && goOn(before, run)) runs[runs.length - 1] = { ...before, lastLine: run.lastLine };
      else runs.push(run);
    }
    return runs;
  }

  /** In the order of the partitions. */
  get partitions(): readonly PartitionTally[] {
    return [...this.#tallies]
      .sort(([one], [other]) => one - other)
      .map(([partition, { acknowledged, sent, firstOffset, lastOffset }]) => ({
        partition,
        acknowledged,
        sent,
        firstOffset: lastOffset < 0 ? null : firstOffset,
        lastOffset: lastOffset < 0 ? null : lastOffset,
      }));
  }

  /** `baseOffset` -1: acknowledged, but the broker no longer knows at which offset. */
  acknowledge(partition: number, lines: LineNumbers, baseOffset: number): void {
    this.#outcomes?.acknowledged(lines);
    const { count } = lines;
    const tally = this.#tally(partition);
    tally.acknowledged += count;
    this.#acknowledged += count;
    if (baseOffset < 0) return;
    tally.firstOffset = Math.min(tally.firstOffset, baseOffset);
    tally.lastOffset = Math.max(tally.lastOffset, baseOffset + count - 1);
  }

  noteSent(partition: number, lines: LineNumbers): void {
    this.#outcomes?.acknowledged(lines);
    const { count } = lines;
    this.#tally(partition).sent += count;
    this.#sent += count;
  }

  failLine(line: number, reason: string): void {
    this.#fail(line, line, reason, false, true);
  }

  /** `isFinal`: it was a broker that refused them. */
  fail(lines: LineNumbers, reason: string, maybeWritten: boolean, isFinal = false): void {
    lines.forEachRun((first, last) => this.#fail(first, last, reason, maybeWritten, isFinal));
  }

  #fail(firstLine: number, lastLine: number, reason: string, maybeWritten: boolean, isFinal: boolean): void {
    this.#outcomes?.failed(firstLine, lastLine, reason, isFinal && !maybeWritten);
    const count = lastLine - firstLine + 1;
    this.#failed += count;
    if (maybeWritten) this.#maybeWritten += count;
    const run = { firstLine, lastLine, reason, maybeWritten };
    const before = this.#failures.at(-1);
    if (before && goOn(before, run)) this.#failures[this.#failures.length - 1] = { ...before, lastLine };
    else if (this.#failures.length < mostRuns) this.#failures.push(run);
  }

  #tally(partition: number): OpenTally {
    let tally = this.#tallies.get(partition);
    if (tally === undefined) {
      tally = { acknowledged: 0, sent: 0, firstOffset: Infinity, lastOffset: -1 };
      this.#tallies.set(partition, tally);
    }
    return tally;
  }
}

function goOn(one: FailedLines, next: FailedLines): boolean {
  return (
    one.lastLine === next.firstLine - 1 &&
    one.reason === next.reason &&
    one.maybeWritten === next.maybeWritten
  );
}
