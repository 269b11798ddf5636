/** Who refers to the memory of an answer, so that it serves another one only when nobody does. */

/** The memory that a visitor's cursor reads from, as he knows it. */
export interface LentMemory {
  /**
   * Something refers to it beyond the visit: output on its way, for example. The function that is given back says that nothing
   * of that is left. It may be called at any time, and as often as one likes; if it never is, the memory stays what it is.
   */
  hold(): () => void;
}

export class AnswerMemory implements LentMemory {
  readonly #free: () => void;
  #holders = 0;

  /** `free` is called when the last of those who held it has let go. */
  constructor(free: () => void) {
    this.#free = free;
  }

  hold(): () => void {
    let isHeld = true;
    this.#holders += 1;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.#free();
    };
  }
}
