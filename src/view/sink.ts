/** Where raw bytes go that are not a view. */

/** Bytes on their way to stdout. The promise of `write` resolves when they have been written; without one, more can come at once. */
export interface Sink {
  /** False once the reading end of the pipe is closed. */
  readonly open: boolean;
  write(chunk: Uint8Array | string): Promise<void> | void;
}
