/** A line of a drill's account: a number, and what it means. */
export interface AccountLine {
  readonly what: string;
  readonly value: string | number;
  readonly meaning: string;
  /** Something that must not be, or that somebody has to know. */
  readonly isBad: boolean;
}

export const line = (what: string, value: string | number, meaning: string, isBad = false): AccountLine => ({
  what,
  value,
  meaning,
  isBad,
});
