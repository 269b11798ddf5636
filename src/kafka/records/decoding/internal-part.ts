/** A key or a value in one of Kafka's own topics. */
import type { MessageReader } from '../../../schemas/internal/message-reader.js';
import type { ReadMessage } from '../../../schemas/internal/read-message.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { formsOf, type Forms, type Part, type PartDecoder } from './part-decoder.js';
import { reasonOf, type Undecoded } from './undecoded.js';

export interface InternalSettings {
  readonly part: Part;
  readonly reader: MessageReader;
  readonly undecoded: Undecoded;
}

export class InternalPart implements PartDecoder {
  readonly #part: Part;
  readonly #reader: MessageReader;
  readonly #undecoded: Undecoded;
  /** By message and version. */
  readonly #forms = new Map<string, Forms>();

  constructor({ part, reader, undecoded }: InternalSettings) {
    this.#part = part;
    this.#reader = reader;
    this.#undecoded = undecoded;
  }

  decode(record: RecordDecoder, start: number, end: number, out: OutputBuffer): Forms | undefined {
    try {
      const read = this.#read(record, record.buffer.subarray(start, end));
      out.text(read.json);
      return this.#formsOf(read);
    } catch (error) {
      this.#undecoded.add(this.#part, record, reasonOf(error));
      return undefined;
    }
  }

  #read({ buffer, keyStart, keyEnd }: RecordDecoder, bytes: Buffer): ReadMessage {
    if (this.#part === 'key') return this.#reader.key(bytes);
    const key = keyEnd < 0 ? undefined : buffer.subarray(keyStart, keyEnd);
    return this.#reader.value(key, bytes);
  }

  #formsOf({ message, version }: ReadMessage): Forms {
    const name = `${message} ${version}`;
    let forms = this.#forms.get(name);
    if (!forms) this.#forms.set(name, (forms = formsOf({ type: 'kafka', message, version })));
    return forms;
  }
}
