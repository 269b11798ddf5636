/** What a consumer does with its records here: it handles them one by one, and fails at poison. */
import { RecordPrinter } from '../../../kafka/records/print-records.js';
import { LabError } from '../../../text/errors.js';
import type { Sink } from '../../../view/sink.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { RecordFormat } from '../../../wire/print/record-format.js';
import type { LoggedRecord } from '../stream/readers.js';
import { idOf } from '../stream/tap.js';

const nothing: RecordFormat = { begin: '', end: '', write: () => undefined };
const nowhere: Sink = { open: true, write: () => undefined, lend: (_chunk, giveBack) => giveBack() };

/** Stands where others print. */
export class Handler extends RecordPrinter {
  readonly #handle: (record: LoggedRecord) => boolean;
  failedAt: LoggedRecord | undefined;

  /** `handle`: false if it fails at the record. */
  constructor(handle: (record: LoggedRecord) => boolean) {
    super(nothing, nowhere, Infinity);
    this.#handle = handle;
  }

  /** One record a call: the position to be committed is behind the last one that was handled. */
  override printAll(cursor: RecordDecoder): void {
    if (!cursor.next()) return;
    const record = loggedRecord(cursor);
    if (this.#handle(record)) return;
    this.failedAt = record;
    throw new LabError('failed', `The record with id ${record.id} cannot be handled.`);
  }
}

/** Of a reader whose records are judged without being printed. */
export const silentPrinter = (): RecordPrinter => new RecordPrinter(nothing, nowhere, Infinity);

export function loggedRecord(cursor: RecordDecoder): LoggedRecord {
  return { id: idOf(cursor), partition: cursor.partition, offset: cursor.offset };
}
