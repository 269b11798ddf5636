/** Where bytes go that are not a view. */

/** Bytes on their way to stdout. `write` resolves when the next chunk is welcome. */
export interface Sink {
  /** False once the reader at the other end of the pipe has gone. */
  readonly open: boolean;
  write(chunk: Uint8Array | string): Promise<void> | void;
}
