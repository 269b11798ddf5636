/** A line of JSON, in the shape that `consume -o jsonl` prints, → the bytes of a record. */
import {
  encodeRecordHeaders,
  noRecordHeaders,
  type RecordHeader,
} from '../../wire/batch/record-batch-headers.js';

/** The parts of a record as the line gives them; missing parts are undefined. */
export interface JsonRecord {
  readonly key: Buffer | null;
  /** Null: a tombstone. */
  readonly value: Buffer | null;
  readonly headers: Uint8Array;
  readonly partition: number | undefined;
  /** Milliseconds since 1970. */
  readonly timestamp: number | undefined;
}

/** Throws an Error whose message says what is wrong with the line. `extraHeaders` come after the line's own. */
export function parseJsonRecord(text: string, extraHeaders: readonly RecordHeader[] = []): JsonRecord {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error('not a JSON object like {"key": "a", "value": "b"}');
  }
  const record = parsed as Record<string, unknown>;
  if (record['value'] === undefined) {
    throw new Error('it has no "value" (a record without one, a tombstone, says "value": null)');
  }
  const headers = [...headersOf(record['headers']), ...extraHeaders];
  return {
    key: bytesOf(record, 'key'),
    value: bytesOf(record, 'value'),
    headers: headers.length === 0 ? noRecordHeaders : encodeRecordHeaders(headers),
    partition: partitionOf(record['partition']),
    timestamp: timestampOf(record['timestamp']),
  };
}

/** Strings as they are; any other JSON value is written as JSON. */
function bytesOf(record: Record<string, unknown>, name: string): Buffer | null {
  const content = record[name];
  const encoding = record[`${name}Encoding`];
  if (content === undefined || content === null) return null;
  if (encoding === undefined || encoding === null || encoding === 'utf8') {
    return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content), 'utf8');
  }
  if (encoding !== 'base64') throw new Error(`"${name}Encoding" can be "base64" or "utf8"`);
  if (typeof content !== 'string' || !isBase64(content)) throw new Error(`"${name}" is not base64`);
  return Buffer.from(content, 'base64');
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}

/** `[{"key": "a", "value": "b"}]`, `{"a": "b"}` or `{"a": ["b", "c"]}`. */
function headersOf(headers: unknown): RecordHeader[] {
  if (headers === undefined || headers === null) return [];
  if (Array.isArray(headers)) return (headers as unknown[]).map(headerOf);
  if (typeof headers !== 'object') throw new Error('"headers" is neither a list nor an object');
  return Object.entries(headers as Record<string, unknown>).flatMap(([key, values]) =>
    (Array.isArray(values) ? (values as unknown[]) : [values]).map((value) => headerOf({ key, value })),
  );
}

function headerOf(header: unknown): RecordHeader {
  const fields = (typeof header === 'object' && header !== null ? header : {}) as Record<string, unknown>;
  const { key } = fields;
  if (typeof key !== 'string') throw new Error('a header has no "key"');
  return [key, bytesOf(fields, 'value')];
}

function partitionOf(partition: unknown): number | undefined {
  if (partition === undefined || partition === null) return undefined;
  if (typeof partition !== 'number' || !Number.isInteger(partition) || partition < 0) {
    throw new Error(`"partition" is not a partition number: ${JSON.stringify(partition)}`);
  }
  return partition;
}

function timestampOf(timestamp: unknown): number | undefined {
  if (timestamp === undefined || timestamp === null || timestamp === -1) return undefined;
  const time = typeof timestamp === 'string' ? parseTimestamp(timestamp) : timestamp;
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || time < 0) {
    throw new Error(`"timestamp" is not a time: ${JSON.stringify(timestamp)}`);
  }
  return time;
}

/** Milliseconds since 1970, or an ISO 8601 date and time; undefined for anything else. */
export function parseTimestamp(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
