/** A count of records as a cell, and what to know if it is an upper bound. */
import type { PartitionRange } from '../../kafka/session/list-offsets.js';
import type { Cell } from '../../view/view.js';

type Counted = Pick<PartitionRange, 'records' | 'upperBound' | 'problem'>;

/** A count that may be too high says so itself. */
export function recordsCell({ records, upperBound, problem }: Counted): Cell {
  if (problem !== null) return { text: problem, tone: 'bad' };
  if (upperBound !== null) return `≤ ${records ?? 0}`;
  return records;
}

export function upperBoundNotes(ranges: readonly Counted[]): readonly string[] {
  const reasons = new Set(ranges.map(({ upperBound }) => upperBound));
  const notes: string[] = [];
  if (reasons.has('compacted')) {
    notes.push('≤: the topic is compacted, so fewer records than high − low may be left.');
  }
  if (reasons.has('transactional')) {
    notes.push('≤: transactions were ended there, and each end takes an offset without being a record.');
  }
  return notes;
}
