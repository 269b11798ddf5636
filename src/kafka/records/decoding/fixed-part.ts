/** A key or a value whose format was said: every one of them is taken for it. */
import type { Decoder, Encoder } from '../../../schemas/codec.js';
import { encodeShown } from '../../../schemas/choose/encode-shown.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { frameAt, frameBytes, readMessageIndexes, schemaIdAt } from '../../../schemas/frames.js';
import type { Forms, Part, PartDecoder } from './part-decoder.js';
import { reasonOf, type Undecoded } from './undecoded.js';

export interface FixedSettings {
  readonly part: Part;
  /** What it was taken for, for messages. */
  readonly name: string;
  readonly decoder: Decoder;
  readonly encoder: () => Encoder;
  readonly forms: Forms;
  readonly undecoded: Undecoded;
  /** What a registry's clients put before such bytes; undefined for those that they never frame. */
  readonly framing: 'plain' | 'protobuf' | undefined;
}

export class FixedPart implements PartDecoder {
  readonly #part: Part;
  readonly #name: string;
  readonly #decoder: Decoder;
  readonly #encoder: () => Encoder;
  readonly #forms: Forms;
  readonly #undecoded: Undecoded;
  readonly #framing: FixedSettings['framing'];

  constructor({ part, name, decoder, encoder, forms, undecoded, framing }: FixedSettings) {
    this.#framing = framing;
    this.#part = part;
    this.#name = name;
    this.#decoder = decoder;
    this.#encoder = encoder;
    this.#forms = forms;
    this.#undecoded = undecoded;
  }

  /** What is shown as `text`, in bytes; undefined if that is nothing of this format. */
  encoded(text: string): Buffer | undefined {
    try {
      return encodeShown(this.#encoder(), text);
    } catch {
      return undefined;
    }
  }

  decode(record: RecordDecoder, start: number, end: number, out: OutputBuffer): Forms | undefined {
    const before = out.length;
    try {
      this.#decoder.decode(record.buffer, start, end, out);
      return this.#forms;
    } catch (error) {
      out.rewind(before);
      if (this.#framing && this.#behindFrame(record.buffer, start, end, out)) return this.#forms;
      out.rewind(before);
      this.#undecoded.add(this.#part, record, `read as ${this.#name}, ${reasonOf(error)}`);
      return undefined;
    }
  }

  /** A schema of one's own is also used for what a registry's clients wrote, where that is not at hand. */
  #behindFrame(bytes: Buffer, start: number, end: number, out: OutputBuffer): boolean {
    // No registry gives out the id 0: these are the upper four bytes of eight.
    const isLong = end - start >= frameBytes.id && schemaIdAt(bytes, start) === 0;
    const kind = frameAt(bytes, start, end, isLong);
    if (kind === undefined || kind === 'glue') return false;
    let behind = start + frameBytes[kind];
    if (this.#framing === 'protobuf') behind = readMessageIndexes(bytes, behind, end, []);
    if (behind < 0) return false;
    try {
      this.#decoder.decode(bytes, behind, end, out);
      return true;
    } catch {
      return false;
    }
  }
}
