/** Which input line each record of a batch came from: only the first is stored while the lines are consecutive. */

export class LineNumbers {
  #first = 0;
  #count = 0;
  /** Set once a line was skipped, as happens as soon as keys spread the lines over partitions. */
  #each: Float64Array | undefined;

  get count(): number {
    return this.#count;
  }

  add(line: number): void {
    if (this.#count === 0) this.#first = line;
    else if (this.#each === undefined && line !== this.#first + this.#count) this.#scatter();
    if (this.#each !== undefined) {
      if (this.#count === this.#each.length) {
        const larger = new Float64Array(this.#count * 2);
        larger.set(this.#each);
        this.#each = larger;
      }
      this.#each[this.#count] = line;
    }
    this.#count++;
  }

  /** `count` lines from `first` on. */
  addRun(first: number, count: number): void {
    if (count === 0) return;
    this.add(first);
    if (this.#each === undefined) this.#count += count - 1;
    else for (let line = first + 1; line < first + count; line++) this.add(line);
  }

  at(index: number): number {
    return this.#each?.[index] ?? this.#first + index;
  }

  /** Calls `visit` with each run of consecutive lines. */
  forEachRun(visit: (first: number, last: number) => void): void {
    if (this.#count === 0) return;
    let first = this.at(0);
    let last = first;
    for (let index = 1; index < this.#count; index++) {
      const line = this.at(index);
      if (line !== last + 1) {
        visit(first, last);
        first = line;
      }
      last = line;
    }
    visit(first, last);
  }

  #scatter(): void {
    const each = new Float64Array(Math.max(64, this.#count * 2));
    for (let index = 0; index < this.#count; index++) each[index] = this.#first + index;
    this.#each = each;
  }
}
