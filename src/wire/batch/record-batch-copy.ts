/** Copies keys and values, most of which are short: calls into the engine cost more than their bytes. */

/** Up to here words in a loop beat `set`, which needs a new view of the source each time. */
const loopBytes = 256;

/** Copies into `target`, from the one source that it is at. */
export class SliceCopier {
  #target: Uint8Array = new Uint8Array(0);
  #targetView = new DataView(this.#target.buffer);
  #source: Uint8Array | undefined;
  #sourceView: DataView | undefined;

  into(target: Uint8Array): void {
    this.#target = target;
    this.#targetView = viewOf(target);
  }

  /** To be called when the source may be another one. A view of it pays when it holds more than one record. */
  from(source: Uint8Array, hasMany: boolean): void {
    const isOther = source !== this.#source;
    this.#source = source;
    if (isOther) this.#sourceView = hasMany ? viewOf(source) : undefined;
    else this.#sourceView ??= viewOf(source);
  }

  /** Returns where the next byte goes. */
  copy(source: Uint8Array, start: number, end: number, at: number): number {
    const target = this.#target;
    if (end - start > loopBytes) {
      target.set(source.subarray(start, end), at);
      return at + end - start;
    }
    const from = this.#sourceView;
    if (from !== undefined && source === this.#source) {
      const to = this.#targetView;
      for (; start + 4 <= end; start += 4, at += 4) to.setInt32(at, from.getInt32(start, true), true);
    }
    while (start < end) target[at++] = source[start++] as number;
    return at;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
