/** Which differences hold although something of a side was not read: what is there may be what seems to be missing. */
import { side, type KeySide, type Relation, type SideNumber } from './key-table.js';

/** Partitions of the first and of the second that were not read to their end, or not at all. */
export type Unread = readonly [ReadonlySet<number>, ReadonlySet<number>];

export interface FoundOfKey {
  readonly relation: Relation | 'moved';
  readonly first: KeySide | undefined;
  readonly second: KeySide | undefined;
  /** Records without a key may be in any partition. */
  readonly isBare: boolean;
}

/** How the two were compared. */
export interface Comparing {
  readonly unread: Unread;
  /** A key belongs in the same partition of both. */
  readonly hasPlaces: boolean;
  readonly onlyLast: boolean;
}

/** Whether records that were not read could take the difference away. */
export function mayBeSame(found: FoundOfKey, comparing: Comparing): boolean {
  if (comparing.unread.every(({ size }) => size === 0)) return false;
  const { relation, first, second } = found;
  const inFirst = mayHaveMore(found, comparing, side.first);
  const inSecond = mayHaveMore(found, comparing, side.second);
  // A later record, or a tombstone, decides alone.
  if (comparing.onlyLast) return inFirst || inSecond;
  switch (relation) {
    case 'missing':
    case 'fewer':
      return inSecond;
    case 'extra':
    case 'more':
      return inFirst;
    case 'repeated':
      return (first?.records ?? 0) < (second?.records ?? 0) ? inFirst : inSecond;
    // As many on both sides: what only one of them had more would be a difference of its own.
    default:
      return inFirst && inSecond;
  }
}

function mayHaveMore(
  { first, second, isBare }: FoundOfKey,
  { unread, hasPlaces }: Comparing,
  number: SideNumber,
): boolean {
  const own = unread[number];
  const seen = [first, second].filter((each) => each !== undefined);
  const partitions = new Set(seen.map(({ partition }) => partition));
  const isPlaced = hasPlaces && !isBare && partitions.size === 1 && !seen.some(({ isSpread }) => isSpread);
  return isPlaced ? [...partitions].some((partition) => own.has(partition)) : own.size > 0;
}
