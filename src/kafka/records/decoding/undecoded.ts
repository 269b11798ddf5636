/** What could not be decoded, and is shown as its bytes: how many, why, and where it began. */
import { grouped } from '../../../view/counted.js';
import { DecodeError } from '../../../schemas/codec.js';
import type { Part } from './part-decoder.js';

export interface UndecodedPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

interface Reason {
  readonly part: Part;
  readonly first: UndecodedPlace;
  readonly what: string;
  count: number;
}

/** More are counted together: damaged bytes can be wrong in many ways. */
const mostReasons = 20;

export class Undecoded {
  readonly #reasons = new Map<string, Reason>();
  readonly #others = { key: 0, value: 0 };
  /** Of keys and values that have no frame, in topics where others have one. */
  #unframed = 0;
  #framed = 0;
  readonly #noteFirst: (text: string) => void;

  /** `noteFirst` is told of the first for each reason, for those who wait for no end. */
  constructor(noteFirst: (text: string) => void = () => undefined) {
    this.#noteFirst = noteFirst;
  }

  countOf(part: Part): number {
    const told = [...this.#reasons.values()].filter((reason) => reason.part === part);
    return told.reduce((sum, { count }) => sum + count, this.#others[part]);
  }

  /** `what`: which schema, and what is wrong, as the end of a sentence. */
  add(part: Part, { topic, partition, offset }: UndecodedPlace, what: string): void {
    const key = `${part} ${what}`;
    const known = this.#reasons.get(key);
    if (known) known.count += 1;
    else if (this.#reasons.size >= mostReasons) this.#others[part] += 1;
    else {
      const reason = { part, first: { topic, partition, offset }, what, count: 1 };
      this.#reasons.set(key, reason);
      this.#noteFirst(`The ${part} of ${placeOf(reason.first)} is shown as its bytes: ${what}.`);
    }
  }

  addUnframed(): void {
    this.#unframed += 1;
  }

  addFramed(): void {
    this.#framed += 1;
  }

  /** A sentence for each reason. */
  describe(): string[] {
    const lines = [...this.#reasons.values()].map(({ part, first, what, count }) => {
      const parts = `${grouped(count)} ${part}${count === 1 ? '' : 's'}`;
      const where = count === 1 ? `at ${placeOf(first)}` : `the first at ${placeOf(first)}`;
      return `${parts} could not be decoded and ${count === 1 ? 'is' : 'are'} shown as bytes, ${where}: ${what}.`;
    });
    const others = this.#others.key + this.#others.value;
    if (others > 0) lines.push(`${grouped(others)} more could not be decoded, for other reasons.`);
    if (this.#unframed > 0 && this.#framed > 0) {
      const [parts, name, are] =
        this.#unframed === 1 ? ['key or value', 'names', 'is'] : ['keys and values', 'name', 'are'];
      lines.push(`${grouped(this.#unframed)} ${parts} ${name} no schema and ${are} shown as stored.`);
    }
    return lines;
  }
}

function placeOf({ topic, partition, offset }: UndecodedPlace): string {
  return `${topic}[${partition}]@${offset}`;
}

/** What a decoder threw, whatever it was: one record must not end the reading of the others. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof DecodeError ? message : `it cannot be decoded (${message})`;
}
