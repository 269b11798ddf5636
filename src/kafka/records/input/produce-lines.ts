/** Cuts chunks of bytes into lines without allocating anything per line. */

/** No broker takes a request this large (socket.request.max.bytes is 100 MiB), so no record can be. */
export const longestLineBytes = 100 * 1024 * 1024;

/**
 * `feed` a chunk, then `while (lines.next())` look at `buffer[start, end)`: the line's bytes as they came, without the
 * \n that ended it; a \r before it stays. After the last chunk, `finish` and one more `next` give what had no \n.
 */
export class LineCutter {
  buffer: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Of the line shown, counted from 1. */
  line = 0;
  /** Such a line was skipped: it is longer than any record can be, and `start` and `end` mean nothing. */
  tooLong = false;
  #chunk: Buffer = this.buffer;
  #at = 0;
  /** The beginning of a line that continues in the next chunk. */
  #parts: Buffer[] = [];
  #partBytes = 0;
  #skipping = false;
  #finished = false;

  feed(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  finish(): void {
    this.#chunk = Buffer.alloc(0);
    this.#at = 0;
    this.#finished = true;
  }

  /**
   * Shows all whole lines left in the chunk at once, as `buffer[start, end)`, each with its \n. `line` is then the
   * number of the line before them: the caller adds their count. False when there are none, and when the next
   * line has to be handled alone because it began in an earlier chunk.
   */
  nextRun(): boolean {
    if (this.#partBytes > 0 || this.#skipping || this.#chunk.length > longestLineBytes) return false;
    const end = this.#chunk.lastIndexOf(10) + 1;
    if (end <= this.#at) return false;
    this.buffer = this.#chunk;
    this.start = this.#at;
    this.end = end;
    this.#at = end;
    return true;
  }

  next(): boolean {
    const at = this.#at;
    const newline = this.#chunk.indexOf(10, at);
    if (newline < 0) return this.#keepRest();
    this.#at = newline + 1;
    this.line++;
    if (this.#partBytes > 0 || this.#skipping) return this.#showParts(this.#chunk.subarray(at, newline));
    this.tooLong = newline - at > longestLineBytes;
    this.buffer = this.#chunk;
    this.start = at;
    this.end = newline;
    return true;
  }

  #keepRest(): boolean {
    const rest = this.#chunk.subarray(this.#at);
    this.#at = this.#chunk.length;
    if (this.#finished) {
      if (this.#partBytes === 0 && !this.#skipping) return false;
      this.line++;
      return this.#showParts(rest);
    }
    if (rest.length > 0 && !this.#skipping) {
      // The caller may reuse the chunk's memory.
      this.#parts.push(Buffer.from(rest));
      this.#partBytes += rest.length;
      if (this.#partBytes > longestLineBytes) {
        this.#skipping = true;
        this.#parts = [];
      }
    }
    return false;
  }

  #showParts(last: Buffer): boolean {
    this.tooLong = this.#skipping || this.#partBytes + last.length > longestLineBytes;
    this.buffer = this.tooLong ? Buffer.alloc(0) : Buffer.concat([...this.#parts, last]);
    this.start = 0;
    this.end = this.buffer.length;
    this.#parts = [];
    this.#partBytes = 0;
    this.#skipping = false;
    return true;
  }
}
