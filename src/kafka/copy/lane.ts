/** The account of one partition that is copied: what was read of it, and what became of each record. */
import { LabError } from '../../text/errors.js';
import type { PartitionRange } from '../../wire/reader/reader.js';

/** How many offsets of a partition can be told apart, and by that how many partitions: both together are exact in a number. */
const mostOffsets = 2 ** 38;
const mostLanes = 2 ** 15;

type Counts = Pick<Lane, 'read' | 'skipped' | 'written' | 'refused' | 'lost' | 'next'>;

export class Lane {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number | null;
  /** Offsets below are done with, once nothing of them is on its way. */
  next: number;
  read = 0;
  skipped = 0;
  written = 0;
  refused = 0;
  /** Sent, and no broker said what became of them. */
  lost = 0;
  /** The lowest offset among them. */
  firstLost = Infinity;
  /** The offset of a record that was read and waits to be handed to a writer; Infinity if there is none. */
  pending = Infinity;
  readonly #firstLine: number;
  #kept: Counts | undefined;

  constructor({ topic, partition, from, to }: PartitionRange, index: number) {
    this.topic = topic;
    this.partition = partition;
    this.from = from;
    this.to = to;
    this.next = from;
    this.#firstLine = index * mostOffsets;
  }

  /** What the writer calls the record by. Throws LabError if the log is another one than when the copy began. */
  lineOf(offset: number): number {
    const distance = offset - this.from;
    if (distance >= 0 && distance < mostOffsets) return this.#firstLine + distance;
    throw new LabError(
      'failed',
      `${this.topic}[${this.partition}]: offset ${offset} was not expected in a copy that began at ${this.from}: the topic was deleted and created again meanwhile.`,
    );
  }

  offsetOf(line: number): number {
    return this.from + (line - this.#firstLine);
  }

  /** What has been counted so far holds, whatever becomes of the transaction that begins. */
  keep(): void {
    const { read, skipped, written, refused, lost, next } = this;
    this.#kept = { read, skipped, written, refused, lost, next };
  }

  /** The transaction was aborted: it is as if nothing had been read since `keep`. */
  forget(): void {
    const none = { read: 0, skipped: 0, written: 0, refused: 0, lost: 0, next: this.from };
    Object.assign(this, this.#kept ?? none, { firstLost: Infinity, pending: Infinity });
  }

  /** Where a copy has to go on so that nothing is left out. */
  get goesOnAt(): number {
    return Math.min(this.next, this.firstLost, this.pending);
  }

  /** Records that are in none of the columns: there should be none. */
  get missing(): number {
    return this.read - this.written - this.skipped - this.refused;
  }
}

export function laneIndexOf(line: number): number {
  return Math.floor(line / mostOffsets);
}

/** Throws LabError 'usage' for more partitions than a copy can tell apart. */
export function lanesOf(ranges: readonly PartitionRange[]): Lane[] {
  if (ranges.length > mostLanes) {
    throw new LabError(
      'usage',
      `A copy takes at most ${mostLanes} partitions at a time; these are ${ranges.length}.`,
      {
        hint: 'Copy some of the topics first, or some of their partitions with --partition.',
      },
    );
  }
  return ranges.map((range, index) => new Lane(range, index));
}
