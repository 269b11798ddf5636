/** Which keys change partition when a topic gets more of them: Kafka's hash, modulo two counts. */
import { partitionOfKey } from '../../wire/batch/murmur2.js';

export interface MovedKey {
  /** As text. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

export interface KeyMovement {
  /** Records with a key that were examined, and the distinct keys among them. */
  readonly records: number;
  readonly keys: number;
  readonly movedKeys: number;
  /** Keys that are not where Kafka's default partitioner would put them: another partitioner was used. */
  readonly misplacedKeys: number;
  readonly examples: readonly MovedKey[];
}

const mostExamples = 3;

export class KeyMovementCounter {
  readonly #from: number;
  readonly #to: number;
  readonly #seen = new Set<string>();
  #records = 0;
  #movedKeys = 0;
  #misplacedKeys = 0;
  readonly #examples: MovedKey[] = [];

  constructor(fromPartitions: number, toPartitions: number) {
    this.#from = fromPartitions;
    this.#to = toPartitions;
  }

  get records(): number {
    return this.#records;
  }

  /** The key in `bytes[start, end)` of a record of `partition`. */
  add(partition: number, bytes: Buffer, start: number, end: number): void {
    this.#records += 1;
    // One character a byte: keys need not be text, and distinct ones must stay distinct.
    const identity = bytes.toString('latin1', start, end);
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    const from = partitionOfKey(this.#from, bytes, start, end);
    const to = partitionOfKey(this.#to, bytes, start, end);
    if (from !== partition) this.#misplacedKeys += 1;
    if (from === to) return;
    this.#movedKeys += 1;
    if (this.#examples.length < mostExamples) {
      this.#examples.push({ key: bytes.toString('utf8', start, end), from, to });
    }
  }

  result(): KeyMovement {
    return {
      records: this.#records,
      keys: this.#seen.size,
      movedKeys: this.#movedKeys,
      misplacedKeys: this.#misplacedKeys,
      examples: this.#examples,
    };
  }
}
