/** How many bytes a value of a type has at least: what a count of elements is checked against. */
import type { AvroType } from './types.js';

/** Records in records in records: beyond, nothing is counted, which is still not too much. */
const deepest = 50;
const most = 2 ** 31;

export class LeastBytes {
  readonly #known = new Map<AvroType, number>();

  of(type: AvroType, depth = 0): number {
    switch (type.kind) {
      case 'null':
        return 0;
      case 'float':
        return 4;
      case 'double':
        return 8;
      case 'fixed':
        return type.size;
      case 'record': {
        const known = this.#known.get(type);
        if (known !== undefined || depth > deepest) return known ?? 0;
        // For fields that hold this very record.
        this.#known.set(type, 0);
        let sum = 0;
        for (const field of type.fields) sum += this.of(field.type, depth + 1);
        this.#known.set(type, Math.min(sum, most));
        return Math.min(sum, most);
      }
      default:
        return 1;
    }
  }
}
