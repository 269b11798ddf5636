/** A record copied out of the reader's buffer, for the few that are shown one by one. */
import type { Int64 } from '../../text/int64.js';
import type { RecordHeader } from '../../wire/batch/record-batch-headers.js';
import type { DecodedForm, PrintableRecord } from '../../wire/print/record-format.js';

export interface CopiedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since 1970; -1 for none. */
  readonly timestamp: Int64;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
  /** What was made of the key and the value, if they were decoded; `schema` is JSON that says of which schema they are. */
  readonly decoded?: {
    readonly key?: DecodedText | undefined;
    readonly value?: DecodedText | undefined;
  };
}

interface DecodedText {
  readonly text: Buffer;
  /** JSON, as opposed to a bare text. */
  readonly isJson: boolean;
  readonly schema: string;
}

/** `shown`: the same record, decoded. */
export function copyRecord(record: PrintableRecord, shown?: PrintableRecord): CopiedRecord {
  const { topic, partition, offset, exactTimestamp: timestamp, buffer } = record;
  const copy = (start: number, end: number) => (end < 0 ? null : Buffer.from(buffer.subarray(start, end)));
  const decoded = shown && decodedTexts(shown);
  return {
    ...(decoded && { decoded }),
    topic,
    partition,
    offset,
    timestamp,
    key: copy(record.keyStart, record.keyEnd),
    value: copy(record.valueStart, record.valueEnd),
    headers:
      record.headerCount === 0
        ? []
        : record
            .headers()
            .map(([name, value, bytes]) =>
              bytes
                ? ([name, value && Buffer.from(value), Buffer.from(bytes)] as const)
                : ([name, value && Buffer.from(value)] as const),
            ),
  };
}

function decodedTexts(shown: PrintableRecord): CopiedRecord['decoded'] {
  const { buffer, keyForm, valueForm } = shown;
  if (!keyForm && !valueForm) return undefined;
  const text = (form: DecodedForm | undefined, start: number, end: number) =>
    form && {
      text: Buffer.from(buffer.subarray(start, end)),
      isJson: form.isJson,
      schema: form.schema.toString(),
    };
  return {
    key: text(keyForm, shown.keyStart, shown.keyEnd),
    value: text(valueForm, shown.valueStart, shown.valueEnd),
  };
}
