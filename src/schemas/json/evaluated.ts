/** Which members and elements some schema has looked at, for `unevaluatedProperties` and `unevaluatedItems`. */

export class Evaluated {
  // Most schemas look at none.
  #names: Set<string> | undefined;
  #indexes: Set<number> | undefined;
  #hasAllNames = false;
  #hasAllIndexes = false;

  name(name: string): void {
    this.#names ??= new Set();
    this.#names.add(name);
  }

  index(index: number): void {
    this.#indexes ??= new Set();
    this.#indexes.add(index);
  }

  allNames(): void {
    this.#hasAllNames = true;
  }

  allIndexes(): void {
    this.#hasAllIndexes = true;
  }

  hasName(name: string): boolean {
    return this.#hasAllNames || this.#names?.has(name) === true;
  }

  hasIndex(index: number): boolean {
    return this.#hasAllIndexes || this.#indexes?.has(index) === true;
  }

  add(other: Evaluated): void {
    for (const name of other.#names ?? []) this.name(name);
    for (const index of other.#indexes ?? []) this.index(index);
    this.#hasAllNames ||= other.#hasAllNames;
    this.#hasAllIndexes ||= other.#hasAllIndexes;
  }
}
