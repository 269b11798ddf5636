/** Places of records: the words that name them for commands, and the records that are marked; pure. */
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import { groupBy } from '../../text/group-by.js';
import { eachPosition } from '../../text/positions.js';

/** Where a record is. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** `--from` and `--to`. */
interface PlaceRange {
  readonly from: string;
  readonly to: string;
}

/** From `0:12,3:7` to `0:15,3:8`: of each partition from the first one to behind the last. */
export function rangeOf(places: readonly Place[]): PlaceRange {
  const ends = (outermost: (...all: number[]) => number, behind: number) =>
    eachPosition(
      [...groupBy(places, ({ partition }) => partition)]
        .sort(([one], [other]) => one - other)
        .map(([partition, own]) => [partition, outermost(...own.map(({ offset }) => offset)) + behind]),
    );
  return { from: ends(Math.min, 0), to: ends(Math.max, 1) };
}

/** By partition and offset: as they were read, since chunks that are far from the cursor are forgotten. */
export type Marks = readonly CopiedRecord[];

/** A line that names more of them is longer than anyone reads. */
export const mostMarks = 1000;

export function isMarked(marks: Marks, { partition, offset }: Place): boolean {
  return marks.some((each) => each.partition === partition && each.offset === offset);
}

/** With the record, or without it if it was among them. */
export function toggled(marks: Marks, record: CopiedRecord): Marks {
  const others = marks.filter((each) => !isMarked([record], each));
  if (others.length < marks.length) return others;
  return [...marks, record].sort(
    (one, other) => one.partition - other.partition || one.offset - other.offset,
  );
}

/** Exactly these records in the words of `copy`: where the first and the last are, and a filter if there may be others in between. */
export function exactly(places: readonly Place[]): PlaceRange & { readonly filter?: string } {
  const range = rangeOf(places);
  const partitions = [...groupBy(places, ({ partition }) => partition)];
  const isOne = partitions.length === 1;
  const tests = partitions.map(([partition, own]) => {
    const runs = runsOf(own.map(({ offset }) => offset));
    const offsets = runs.map(([first, last]) =>
      first === last ? `offset == ${first}` : `offset >= ${first} and offset <= ${last}`,
    );
    if (isOne) return { isWhole: runs.length === 1, text: offsets.join(' or ') };
    const here = `partition == ${partition}`;
    return runs.length === 1
      ? { isWhole: true, text: here }
      : { isWhole: false, text: `${here} and (${offsets.join(' or ')})` };
  });
  if (tests.every(({ isWhole }) => isWhole)) return range;
  return { ...range, filter: tests.map(({ text }) => text).join(' or ') };
}

/** Offsets one behind the other, as the first and the last of them. */
function runsOf(offsets: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const offset of offsets.toSorted((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run && offset <= run[1] + 1) run[1] = offset;
    else runs.push([offset, offset]);
  }
  return runs;
}
