/** A record whose key and value are decoded text, for those who print and search records and know of no schema. */
import type { Int64 } from '../../../text/int64.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { RecordHeader } from '../../../wire/batch/record-batch-headers.js';
import { OutputBuffer } from '../../../wire/print/output-buffer.js';
import type { DecodedForm, PrintableRecord } from '../../../wire/print/record-format.js';
import type { Forms, PartDecoder } from './part-decoder.js';

export interface RecordDecoders {
  readonly key: PartDecoder | undefined;
  readonly value: PartDecoder | undefined;
}

const quote = 0x22;
const backslash = 0x5c;
const nothing = Buffer.alloc(0);

/** One for a whole read: `open` it on each record. What it shows is good until the next call. */
export class DecodedRecord implements PrintableRecord {
  topic = '';
  partition = -1;
  offset = -1;
  timestamp = -1;
  buffer: Buffer = nothing;
  keyStart = 0;
  keyEnd = -1;
  valueStart = 0;
  valueEnd = -1;
  headerCount = 0;
  deliveryCount: number | undefined;
  keyForm: DecodedForm | undefined;
  valueForm: DecodedForm | undefined;
  #record: RecordDecoder | undefined;
  /** Key and value as text, then the headers' bytes. */
  readonly #text = new OutputBuffer();
  /** How far the headers were moved from where they lie in the record. */
  #headersMoved = 0;
  #spans = new Int32Array(0);
  /** Of the part that was decoded last. */
  #start = 0;
  #end = 0;

  /** A promise: something has to be fetched first; then call it again. */
  open(record: RecordDecoder, { key, value }: RecordDecoders): Promise<void> | undefined {
    const text = this.#text;
    text.rewind(0);
    const keyForms =
      record.keyEnd < 0 ? undefined : key?.decode(record, record.keyStart, record.keyEnd, text);
    if (keyForms instanceof Promise) return keyForms;
    if (keyForms) this.keyForm = this.#shown(keyForms, 0);
    else this.keyForm = undefined;
    const [keyStart, keyEnd] = [this.#start, this.#end];
    const behindKey = text.length;
    const valueForms =
      record.valueEnd < 0 ? undefined : value?.decode(record, record.valueStart, record.valueEnd, text);
    if (valueForms instanceof Promise) return valueForms;
    if (valueForms) this.valueForm = this.#shown(valueForms, behindKey);
    else this.valueForm = undefined;
    this.#record = record;
    this.topic = record.topic;
    this.partition = record.partition;
    this.offset = record.offset;
    this.timestamp = record.timestamp;
    this.headerCount = record.headerCount;
    this.deliveryCount = record.deliveryCount;
    if (!keyForms && !valueForms) {
      this.#asItIs(record);
      return undefined;
    }
    if (keyForms) this.#placeKey(keyStart, keyEnd);
    else this.#placeKey(...this.#copied(record.buffer, record.keyStart, record.keyEnd));
    if (valueForms) this.#placeValue(this.#start, this.#end);
    else this.#placeValue(...this.#copied(record.buffer, record.valueStart, record.valueEnd));
    if (record.headerCount > 0) {
      this.#headersMoved = text.length - record.headersStart;
      text.copy(record.buffer, record.headersStart, record.headersEnd);
    }
    this.buffer = text.memory;
    return undefined;
  }

  get exactTimestamp(): Int64 {
    return this.#record?.exactTimestamp ?? -1;
  }

  headers(): RecordHeader[] {
    return this.#record?.headers() ?? [];
  }

  headerSpans(): Int32Array {
    const spans = this.#record?.headerSpans() ?? this.#spans;
    if (this.#headersMoved === 0) return spans;
    if (this.#spans.length < spans.length) this.#spans = new Int32Array(spans.length);
    for (let at = 0; at < this.headerCount * 4; at += 1) {
      const place = spans[at] as number;
      this.#spans[at] = place < 0 ? place : place + this.#headersMoved;
    }
    return this.#spans;
  }

  #asItIs(record: RecordDecoder): void {
    this.buffer = record.buffer;
    this.#placeKey(record.keyStart, record.keyEnd);
    this.#placeValue(record.valueStart, record.valueEnd);
    this.#headersMoved = 0;
  }

  #placeKey(start: number, end: number): void {
    this.keyStart = start;
    this.keyEnd = end;
  }

  #placeValue(start: number, end: number): void {
    this.valueStart = start;
    this.valueEnd = end;
  }

  #copied(buffer: Buffer, start: number, end: number): [start: number, end: number] {
    if (end < 0) return [0, -1];
    const from = this.#text.length;
    this.#text.copy(buffer, start, end);
    return [from, this.#text.length];
  }

  /** What was appended from `start` on: a text loses its quotes. */
  #shown(forms: Forms, start: number): DecodedForm {
    const text = this.#text;
    const { memory, length } = text;
    this.#start = start;
    this.#end = length;
    if (memory[start] !== quote) return forms.asJson;
    if (hasByte(memory, backslash, start, length)) {
      const content = JSON.parse(text.textFrom(start)) as string;
      // Half of a character has no bytes in UTF-8: it can only be shown as it is written in JSON.
      if (/\p{Surrogate}/u.test(content)) return forms.asJson;
      text.rewind(start);
      text.text(content);
      this.#end = text.length;
    } else {
      this.#start = start + 1;
      this.#end = length - 1;
    }
    return forms.asText;
  }
}

function hasByte(bytes: Buffer, byte: number, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === byte) return true;
  return false;
}
