/** A line of JSON, in the shape that `consume -o jsonl` prints, → the bytes of a record. */
import { firstNotUtf8, hexOf } from '../../../text/source/encoding.js';
import { jsonElements, jsonMembers, stringOf } from '../../../text/source/json-source.js';
import { EncodeError } from '../../../schemas/codec.js';
import type { LineEncoder } from '../encoding/line-encoder.js';
import { nearestNames } from '../../../text/nearest-names.js';
import { parseInt64, type Int64 } from '../../../text/int64.js';
import { parseDate } from '../../../text/times.js';
import {
  encodeRecordHeaders,
  noRecordHeaders,
  recordHeader,
  type RecordHeader,
} from '../../../wire/batch/record-batch-headers.js';

/** The parts of a record as the line gives them; missing parts are undefined. */
export interface JsonRecord {
  readonly key: Buffer | null;
  /** Null: a tombstone. */
  readonly value: Buffer | null;
  readonly headers: Uint8Array;
  readonly partition: number | undefined;
  /** Milliseconds since 1970. */
  readonly timestamp: Int64 | undefined;
}

/** The line is where an object or array begins that ends in a later line: what follows is in pieces. */
export class UnfinishedJson extends Error {}

/** The members of an object, each as it is written. */
type Fields = ReadonlyMap<string, string>;

const partsOfHeader = ['key', 'keyEncoding', 'value', 'valueEncoding'];
const partsOfRecord = [...partsOfHeader, 'keySchema', 'valueSchema', 'headers', 'partition', 'timestamp'];
/** Where a record was says nothing of where it goes: known, and passed over. */
const passedOver = ['topic', 'offset', 'timestampType'];

/** What may be in an object; anything else is a slip, and a record without it would be another record. */
interface Shape {
  readonly what: string;
  readonly parts: readonly string[];
  readonly known: ReadonlySet<string>;
}

const recordShape: Shape = {
  what: 'a record',
  parts: partsOfRecord,
  known: new Set([...partsOfRecord, ...passedOver]),
};
const headerShape: Shape = { what: 'a header', parts: partsOfHeader, known: new Set(partsOfHeader) };

type ParsedRecord = Readonly<Record<string, unknown>>;

/** The line's text. Throws an Error that says which byte is not UTF-8. */
export function jsonLine(bytes: Buffer): string {
  const at = firstNotUtf8(bytes);
  if (at === undefined) return bytes.toString('utf8');
  throw new Error(
    `byte ${at + 1}, ${hexOf(bytes[at])}, is not UTF-8; bytes that are not text go as base64: "valueEncoding": "base64"`,
  );
}

/** What makes the bytes of keys and values; undefined for those that are written as they stand. */
export interface Encoders {
  readonly key?: LineEncoder | undefined;
  readonly value?: LineEncoder | undefined;
  /** Registers their schemas, to be awaited once a record fits and before it is written; undefined if nothing is to be registered. */
  readonly register?: (() => Promise<void>) | undefined;
}

/**
 * Throws an Error whose message says what is wrong with the line, or WasDecoded, or SchemaWanted. `extraHeaders` come after
 * the line's own.
 */
export function parseJsonRecord(
  text: string,
  extraHeaders: readonly RecordHeader[] = [],
  encoders: Encoders = {},
): JsonRecord {
  const parsed = parseJson(text);
  if (Array.isArray(parsed)) {
    throw new Error(
      `an array, not an object like {"key": "a", "value": "b"}; jq -c '.[]' makes a line of each element`,
    );
  }
  if (typeof parsed !== 'object' || parsed === null)
    throw new Error('not a JSON object like {"key": "a", "value": "b"}');
  const record = fieldsOf(text, recordShape);
  const strings = parsed as ParsedRecord;
  if (!record.has('value')) {
    throw new Error('it has no "value" (a record without one, a tombstone, says "value": null)');
  }
  const headers = [...headersOf(record.get('headers')), ...extraHeaders];
  return {
    key: partOf(record, 'key', strings, encoders.key),
    value: partOf(record, 'value', strings, encoders.value),
    headers: headers.length === 0 ? noRecordHeaders : encodeRecordHeaders(headers),
    partition: partitionOf(record.get('partition')),
    timestamp: timestampOf(record.get('timestamp')),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (text.startsWith('\ufeff')) {
      throw new Error('not JSON: it begins with a byte order mark (U+FEFF)', { cause: error });
    }
    if (/^[{[](?:.*[,:{[])?$/s.test(text.trim())) throw new UnfinishedJson('', { cause: error });
    throw new Error(`not JSON: ${(error as Error).message}`, { cause: error });
  }
}

type Kind = 'string' | 'object' | 'array' | 'null' | 'scalar';

function kindOf(source: string): Kind {
  switch (source.charAt(0)) {
    case '"':
      return 'string';
    case '{':
      return 'object';
    case '[':
      return 'array';
    default:
      return source === 'null' ? 'null' : 'scalar';
  }
}

function fieldsOf(object: string, shape: Shape): Fields {
  const fields = new Map<string, string>();
  for (const { name, source } of jsonMembers(object)) {
    if (!shape.known.has(name)) throw unknownPart(name, shape);
    if (fields.has(name)) throw new Error(`${JSON.stringify(name)} is there twice`);
    fields.set(name, source);
  }
  return fields;
}

function unknownPart(name: string, { what, parts }: Shape): Error {
  const [near] = nearestNames(name, parts, 1);
  const meant = near === undefined ? `it can have ${parts.join(', ')}` : `did you mean "${near}"?`;
  return new Error(`${JSON.stringify(name)} is not a part of ${what}: ${meant}`);
}

/** The line's key or value was decoded when it was read: its text is not what was in the record. */
export class WasDecoded extends Error {
  constructor(readonly part: 'key' | 'value') {
    super('');
  }
}

function partOf(
  record: Fields,
  name: 'key' | 'value',
  strings: ParsedRecord,
  encoder: LineEncoder | undefined,
): Buffer | null {
  const described = record.get(`${name}Schema`) ?? 'null';
  const schema = described === 'null' ? undefined : described;
  if (!encoder) {
    if (schema !== undefined) throw new WasDecoded(name);
    return bytesOf(record, name, strings);
  }
  const source = record.get(name);
  if (source === undefined) return null;
  // A tombstone, unless it is the null of a schema.
  if (source === 'null' && schema === undefined) return null;
  const encoding = record.get(`${name}Encoding`) ?? 'null';
  if (encoder.passesBytes && schema === undefined) return bytesOf(record, name, strings);
  if (encoding !== 'null' && encoding !== '"utf8"')
    throw new Error(`"${name}" is in bytes (${encoding}), which nothing can be encoded of`);
  try {
    return encoder.encode(source, schema);
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    throw new Error(`${placeIn(name, error.path)} ${error.message}`, { cause: error });
  }
}

/** `value.items[2].price` */
export function placeIn(part: 'key' | 'value', path: string): string {
  return path === '' || path.startsWith('[') ? part + path : `${part}.${path}`;
}

/** Strings as they are; any other JSON value is written as it stands in the line. `parsed` saves reading a string again. */
function bytesOf(fields: Fields, name: 'key' | 'value', parsed?: ParsedRecord): Buffer | null {
  const source = fields.get(name);
  const encoding = fields.get(`${name}Encoding`) ?? 'null';
  if (source === undefined || source === 'null') return null;
  const isString = kindOf(source) === 'string';
  if (encoding === 'null' || encoding === '"utf8"') {
    return Buffer.from(isString ? textOf(source, name, parsed) : source, 'utf8');
  }
  if (encoding !== '"base64"') throw new Error(`"${name}Encoding" can be "base64" or "utf8"`);
  const content = isString ? stringOf(source) : '';
  if (!isString || !isBase64(content)) throw new Error(`"${name}" is not base64`);
  return Buffer.from(content, 'base64');
}

/** Escapes can name half of a character; bytes that are UTF-8 cannot. */
function textOf(source: string, name: 'key' | 'value', parsed?: ParsedRecord): string {
  const known = parsed?.[name];
  const text = typeof known === 'string' ? known : stringOf(source);
  if (!source.includes('\\u')) return text;
  return wellFormed(text, name);
}

function wellFormed(text: string, name: string): string {
  const half = /\p{Surrogate}/u.exec(text)?.[0];
  if (half === undefined) return text;
  const code = half.charCodeAt(0).toString(16);
  throw new Error(`"${name}" has \\u${code}, half of a surrogate pair, which UTF-8 cannot express`);
}

export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}

/** `[{"key": "a", "value": "b"}]`, `{"a": "b"}` or `{"a": ["b", "c"]}`. */
function headersOf(headers = 'null'): RecordHeader[] {
  switch (kindOf(headers)) {
    case 'null':
      return [];
    case 'array':
      return jsonElements(headers).map(headerOf);
    case 'object':
      return jsonMembers(headers).flatMap(({ name, source }) =>
        (kindOf(source) === 'array' ? jsonElements(source) : [source]).map((value): RecordHeader => [
          wellFormed(name, 'headers'),
          bytesOf(new Map([['value', value]]), 'value'),
        ]),
      );
    default:
      throw new Error('"headers" is neither a list nor an object');
  }
}

function headerOf(header: string): RecordHeader {
  const fields: Fields = kindOf(header) === 'object' ? fieldsOf(header, headerShape) : new Map();
  const key = kindOf(fields.get('key') ?? 'null') === 'string' ? bytesOf(fields, 'key') : null;
  if (key === null) throw new Error('a header has no "key"');
  return recordHeader(key, bytesOf(fields, 'value'));
}

function partitionOf(source = 'null'): number | undefined {
  if (source === 'null') return undefined;
  const partition = kindOf(source) === 'scalar' ? Number(source) : NaN;
  if (!Number.isSafeInteger(partition) || partition < 0) {
    throw new Error(`"partition" is not a partition number: ${source}`);
  }
  return partition;
}

/** As `consume -o jsonl` prints it: milliseconds, beyond 2^53 as text; or a date and a time. -1: it has none. */
function timestampOf(source = 'null'): Int64 | undefined {
  if (source === 'null') return undefined;
  const isText = kindOf(source) === 'string';
  const text = isText ? stringOf(source) : source;
  const time = parseInt64(text) ?? (isText ? parseDate(text) : wholeNumber(text));
  if (time === undefined) throw new Error(`"timestamp" is not a time: ${source}`);
  return time === -1 ? undefined : time;
}

/** `1.7e12` is one too. */
function wholeNumber(source: string): number | undefined {
  const value = Number(source);
  return Number.isSafeInteger(value) ? value : undefined;
}
