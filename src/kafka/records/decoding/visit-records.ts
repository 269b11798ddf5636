/** Each record of a cursor as it is shown, for those who keep some of them. */
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { PrintableRecord } from '../../../wire/print/record-format.js';
import type { Decoding } from './decoding.js';

/** A promise: a schema has to be fetched; the reader calls again after that. */
export function visitRecords(
  cursor: RecordDecoder,
  decoding: Decoding | undefined,
  visit: (record: PrintableRecord) => void,
): Promise<undefined> | undefined {
  while (cursor.next()) {
    const missing = decoding?.open(cursor);
    if (missing && decoding) {
      return missing.then(() => {
        visit(decoding.record);
        return undefined;
      });
    }
    visit(decoding?.record ?? cursor);
  }
  return undefined;
}
