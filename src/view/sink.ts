/** Where raw bytes go that are not a view. */

/** Bytes on their way to stdout. A promise resolves when more can come; without one, more can come at once. */
export interface Sink {
  /** False once the reading end of the pipe is closed. */
  readonly open: boolean;
  /** Bytes that nobody changes any more: who gets them may keep them for ever. */
  write(chunk: Uint8Array | string): Promise<void> | void;
  /**
   * Bytes in memory that its owner would use again: he may change them once `giveBack` was called, which happens when nothing
   * refers to them, at most once, perhaps before `lend` returns, and never if who gets them may keep them.
   */
  lend(chunk: Buffer, giveBack: () => void): Promise<void> | void;
}
