/** What became of the records of a copy, told by its writers line by line and kept by partition. */
import type { LineNumbers } from '../../wire/writer/lines.js';
import type { Outcomes } from '../../wire/writer/types.js';
import { byTopicAndPartition, partitionKey } from '../session/partition-key.js';
import { laneIndexOf, type Lane } from './lane.js';

/** Records of a partition that were not written for the same reason. */
export interface Refusal {
  readonly topic: string;
  readonly partition: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly records: number;
  readonly reason: string;
}

/** Refusals that are kept one by one; beyond it they are only counted. */
const mostRefusals = 1000;

export class CopyAccount implements Outcomes {
  readonly lanes: readonly Lane[];
  readonly #laneOf: ReadonlyMap<string, Lane>;
  readonly #refusals: Refusal[] = [];
  #written = 0;
  #lost = 0;

  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes;
    this.#laneOf = new Map(lanes.map((lane) => [partitionKey(lane.topic, lane.partition), lane]));
  }

  get written(): number {
    return this.#written;
  }

  get lost(): number {
    return this.#lost;
  }

  /** By partition and offset. */
  get refusals(): readonly Refusal[] {
    return [...this.#refusals].sort(
      (one, other) => byTopicAndPartition(one, other) || one.firstOffset - other.firstOffset,
    );
  }

  lane(topic: string, partition: number): Lane {
    return this.#laneOf.get(partitionKey(topic, partition)) as Lane;
  }

  acknowledged(lines: LineNumbers): void {
    this.#written += lines.count;
    lines.forEachRun((first, last) => {
      this.#at(first).written += last - first + 1;
    });
  }

  failed(firstLine: number, lastLine: number, reason: string, isFinal: boolean): void {
    const lane = this.#at(firstLine);
    const [first, last] = [lane.offsetOf(firstLine), lane.offsetOf(lastLine)];
    if (isFinal) this.refuse(lane, first, last, reason);
    else {
      this.#lost += last - first + 1;
      lane.lost += last - first + 1;
      lane.firstLost = Math.min(lane.firstLost, first);
      this.#note(lane, first, last, reason);
    }
  }

  refuse(lane: Lane, firstOffset: number, lastOffset: number, reason: string): void {
    lane.refused += lastOffset - firstOffset + 1;
    this.#note(lane, firstOffset, lastOffset, reason);
  }

  #note({ topic, partition }: Lane, firstOffset: number, lastOffset: number, reason: string): void {
    const records = lastOffset - firstOffset + 1;
    const before = this.#refusals.at(-1);
    const goesOn =
      before?.topic === topic &&
      before.partition === partition &&
      before.reason === reason &&
      before.lastOffset < firstOffset;
    if (goesOn) {
      this.#refusals[this.#refusals.length - 1] = {
        ...before,
        lastOffset,
        records: before.records + records,
      };
    } else if (this.#refusals.length < mostRefusals) {
      this.#refusals.push({ topic, partition, firstOffset, lastOffset, records, reason });
    }
  }

  #at(line: number): Lane {
    return this.lanes[laneIndexOf(line)] as Lane;
  }
}
