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
const parts: readonly Part[] = ['key', 'value'];
const nowhere = { topic: '', partition: -1, offset: -1 };

export class Undecoded {
  readonly #reasons = new Map<string, Reason>();
  readonly #others = { key: 0, value: 0 };
  readonly #unframed = { key: 0, value: 0 };
  readonly #framed = { key: 0, value: 0 };
  /** What was counted last: where a schema has to be fetched for the value, the key is seen again. */
  readonly #last = { key: { ...nowhere }, value: { ...nowhere } };
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
  add(part: Part, place: UndecodedPlace, what: string): void {
    if (this.#isRepeated(part, place)) return;
    const { topic, partition, offset } = place;
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

  addUnframed(part: Part, place: UndecodedPlace): void {
    if (!this.#isRepeated(part, place)) this.countUnframed(part);
  }

  /** One that cannot come again. */
  countUnframed(part: Part): void {
    this.#unframed[part] += 1;
  }

  addFramed(part: Part, place: UndecodedPlace): void {
    if (!this.#isRepeated(part, place)) this.#framed[part] += 1;
  }

  #isRepeated(part: Part, { topic, partition, offset }: UndecodedPlace): boolean {
    const last = this.#last[part];
    if (last.offset === offset && last.partition === partition && last.topic === topic) return true;
    last.topic = topic;
    last.partition = partition;
    last.offset = offset;
    return false;
  }

  /** A sentence for each reason. */
  describe(): string[] {
    const lines = [...this.#reasons.values()].map(({ part, first, what, count }) => {
      const those = `${grouped(count)} ${part}${count === 1 ? '' : 's'}`;
      const where = count === 1 ? `at ${placeOf(first)}` : `the first at ${placeOf(first)}`;
      return `${those} could not be decoded and ${count === 1 ? 'is' : 'are'} shown as bytes, ${where}: ${what}.`;
    });
    const others = this.#others.key + this.#others.value;
    if (others > 0) lines.push(`${grouped(others)} more could not be decoded, for other reasons.`);
    for (const part of parts) {
      const count = this.#unframed[part];
      if (count === 0 || this.#framed[part] === 0) continue;
      const [those, are] = count === 1 ? [`${part} names`, 'is'] : [`${part}s name`, 'are'];
      lines.push(`${grouped(count)} ${those} no schema and ${are} shown as stored.`);
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
