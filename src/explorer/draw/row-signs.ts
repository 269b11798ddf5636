/** What stands before a row, visible without colour: the cursor, and a mark or how the row has changed. */

/** A click there marks the row. */
export const signColumns = 3;

export function rowSigns({
  isCursor,
  isMarked,
  change = ' ',
}: {
  readonly isCursor: boolean;
  readonly isMarked: boolean;
  /** `+` new, `-` gone, `*` changed. A mark comes before it. */
  readonly change?: string;
}): string {
  return `${isCursor ? '❯' : ' '}${isMarked ? '•' : change} `;
}
