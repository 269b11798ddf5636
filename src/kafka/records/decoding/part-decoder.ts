/** What is made of one part of a record, its key or its value. */
import { printableJson } from '../../../text/printable.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { DecodedForm } from '../../../wire/print/record-format.js';

export type Part = 'key' | 'value';

export interface PartDecoder {
  /**
   * Appends the JSON text of what lies at `[start, end)` of the record's buffer. Undefined, and nothing appended, if it is to
   * be shown as it is; a promise if something has to be fetched before, and this to be called again.
   */
  decode(
    record: RecordDecoder,
    start: number,
    end: number,
    out: OutputBuffer,
  ): Forms | undefined | Promise<void>;
}

/** Of one schema. */
export interface Forms {
  readonly asJson: DecodedForm;
  /** The same if the whole is a text, which is shown without its quotes. */
  readonly asText: DecodedForm;
}

export function formsOf(description: Readonly<Record<string, unknown>>): Forms {
  const schema = Buffer.from(printableJson(JSON.stringify(description)));
  return { asJson: { isJson: true, schema }, asText: { isJson: false, schema } };
}
