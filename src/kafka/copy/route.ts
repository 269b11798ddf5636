/** Where each record of a copy goes: decided record by record, or for whole batches that nothing has to look into. */
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';

export type Route =
  /** `partition`: a number, or `anyPartition` (by the key, else wherever there is room). `headers`: instead of its own, as `encodeRecordHeaders` makes them. */
  | {
      readonly kind: 'write';
      readonly topic: string;
      readonly partition: number;
      readonly headers?: Uint8Array;
    }
  /** It is not meant. */
  | { readonly kind: 'skip' }
  /** It is meant and cannot go anywhere; `reason` as the report groups them. */
  | { readonly kind: 'refuse'; readonly reason: string };

interface Place {
  readonly topic: string;
  readonly partition: number;
}

export interface Router {
  /** The topics that records may go to, as far as they are known before the first is read. */
  readonly topics: readonly string[];
  /** Where every record of this partition goes; undefined if each is asked about. */
  straight(topic: string, partition: number): Place | undefined;
  /** Of the record that the cursor is at. */
  route(cursor: RecordDecoder): Route;
}
