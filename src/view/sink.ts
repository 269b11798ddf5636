/** Where raw bytes go that are not a view. */

/** Bytes on their way to stdout. `write` resolves when the next chunk can be written. */
export interface Sink {
  /** False once the reading end of the pipe is closed. */
  readonly open: boolean;
  write(chunk: Uint8Array | string): Promise<void> | void;
}
