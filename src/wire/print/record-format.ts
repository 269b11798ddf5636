/** One record → bytes of output: bare values, columns, JSON. */
import { isUtf8 } from 'node:buffer';
import { printable, printableJson, printableLines } from '../../text/printable.js';
import type { Int64 } from '../../text/int64.js';
import { timeText } from '../../text/times.js';
import { padTo } from '../../view/width.js';
import type { OutputBuffer } from './output-buffer.js';
import { spanNumbers } from '../batch/record-batch-headers.js';
import type { RecordDecoder } from '../batch/record-batch-decoder.js';

/** How the text of a key or a value was made of its bytes. */
export interface DecodedForm {
  /** JSON, as opposed to a bare text. */
  readonly isJson: boolean;
  /** JSON that says of which schema the bytes are: `{"id":7,"type":"AVRO"}`. */
  readonly schema: Buffer;
}

/**
 * The fields that a format reads; a RecordDecoder has them. Where there is a form, the span is not the record's own bytes but
 * text.
 */
export type PrintableRecord = Pick<
  RecordDecoder,
  | 'topic'
  | 'partition'
  | 'offset'
  | 'timestamp'
  | 'exactTimestamp'
  | 'buffer'
  | 'keyStart'
  | 'keyEnd'
  | 'valueStart'
  | 'valueEnd'
  | 'headerCount'
  | 'headers'
  | 'headerSpans'
> &
  Partial<Pick<RecordDecoder, 'deliveryCount'>> & {
    readonly keyForm?: DecodedForm | undefined;
    readonly valueForm?: DecodedForm | undefined;
  };

export interface RecordFormat {
  /** Before the first record and after the last. */
  readonly begin: string;
  readonly end: string;
  /** Set if a line is only the value, which allows a faster way; `raw`: not even checked for UTF-8. */
  readonly bareValues?: 'text' | 'raw';
  write(record: PrintableRecord, out: OutputBuffer): void;
}

export interface Columns {
  readonly topics: boolean;
  readonly partitions: boolean;
  readonly offsets: boolean;
  readonly timestamps: boolean;
  readonly keys: boolean;
  readonly headers: boolean;
  /** Of records of a share group. */
  readonly deliveryCounts?: boolean;
}

/**
 * How keys, values and headers are written: `raw` bytes as they are; `text` as they are, or marked as base64 where they are
 * not UTF-8; `visible` as `text`, for a terminal, which would obey control characters: they are shown as `\x1b`.
 */
export type Bytes = 'raw' | 'text' | 'visible';

const noBytes = Buffer.alloc(0);
const newline = 10;
const tab = 9;
/** What stands for no key and no value in text, as Kafka's own console consumer has it. */
const nullText = 'null';
/** Marks bytes that are not text. */
const base64Mark = 'base64:';

/** The chosen columns, then the value, a tab between them. */
export function plainFormat(columns: Columns, bytes: Bytes): RecordFormat {
  const write = (record: PrintableRecord, start: number, end: number, out: OutputBuffer) => {
    if (end < 0) out.text(nullText);
    else writeText(record.buffer, start, end, bytes, out);
  };
  const texts: ((record: PrintableRecord) => string)[] = [];
  if (columns.topics) texts.push(({ topic }) => topic);
  if (columns.partitions) texts.push(({ partition }) => String(partition));
  if (columns.offsets) texts.push(({ offset }) => String(offset));
  if (columns.timestamps) texts.push(({ exactTimestamp }) => timeCell(exactTimestamp));
  if (columns.deliveryCounts === true) texts.push(({ deliveryCount }) => String(deliveryCount));
  const isBare = texts.length === 0 && !columns.keys && !columns.headers;
  return {
    begin: '',
    end: '',
    ...(isBare && bytes !== 'visible' ? { bareValues: bytes } : {}),
    write(record, out) {
      for (const text of texts) {
        out.text(text(record));
        out.byte(tab);
      }
      if (columns.keys) {
        write(record, record.keyStart, record.keyEnd, out);
        out.byte(tab);
      }
      if (columns.headers) {
        writeHeaders(record, bytes, out);
        out.byte(tab);
      }
      write(record, record.valueStart, record.valueEnd, out);
      out.byte(newline);
    },
  };
}

export function writeText(buffer: Buffer, start: number, end: number, bytes: Bytes, out: OutputBuffer): void {
  if (bytes !== 'raw' && !isText(buffer, start, end)) {
    out.text(base64Mark + buffer.toString('base64', start, end));
  } else if (bytes !== 'visible' || isAll(plainOnTerminal, buffer, start, end)) {
    out.copy(buffer, start, end);
  } else {
    out.text(printableLines(buffer.toString('utf8', start, end)));
  }
}

/** Those of one record, `name=value,…`; a null value is `NULL` if they are raw, as kcat has it, else `null`. */
export function writeHeaders(record: PrintableRecord, bytes: Bytes, out: OutputBuffer): void {
  if (record.headerCount === 0) return;
  const { buffer } = record;
  const spans = record.headerSpans();
  for (let at = 0; at < record.headerCount * spanNumbers; at += spanNumbers) {
    if (at > 0) out.byte(comma);
    writeText(buffer, spans[at] as number, spans[at + 1] as number, bytes, out);
    out.byte(equals);
    const valueEnd = spans[at + 3] as number;
    if (valueEnd < 0) out.text(bytes === 'raw' ? 'NULL' : nullText);
    else writeText(buffer, spans[at + 2] as number, valueEnd, bytes, out);
  }
}

/**
 * Columns of fixed widths: records are shown as they come, so the widest is unknown. A record is one line,
 * whatever it contains.
 */
export function tableFormat(columns: Columns): RecordFormat {
  const cells: { name: string; width: number; text(record: PrintableRecord): string }[] = [];
  if (columns.topics) cells.push({ name: 'TOPIC', width: 20, text: ({ topic }) => topic });
  cells.push({ name: 'PARTITION', width: 9, text: ({ partition }) => String(partition).padStart(9) });
  cells.push({ name: 'OFFSET', width: 10, text: ({ offset }) => String(offset).padStart(10) });
  cells.push({ name: 'TIMESTAMP', width: 24, text: ({ exactTimestamp }) => timeCell(exactTimestamp) });
  if (columns.deliveryCounts === true) {
    cells.push({
      name: 'DELIVERY',
      width: 8,
      text: ({ deliveryCount }) => String(deliveryCount).padStart(8),
    });
  }
  cells.push({ name: 'KEY', width: 14, text: (record) => spanText(record, record.keyStart, record.keyEnd) });
  if (columns.headers) cells.push({ name: 'HEADERS', width: 16, text: headersAsPairs });
  return {
    begin: `${cells.map(({ name, width }) => (name === 'OFFSET' ? name.padStart(width) : name.padEnd(width))).join('  ')}  VALUE\n`,
    end: '',
    write(record, out) {
      for (const { width, text } of cells) out.text(`${padTo(printable(text(record)), width)}  `);
      out.text(printable(spanText(record, record.valueStart, record.valueEnd)));
      out.byte(newline);
    },
  };
}

/** `{topic, partition, offset, timestamp, key, value, headers}`, the shape that `produce --json` reads. */
export function jsonFormat(kind: 'json' | 'jsonl' | 'yaml'): RecordFormat {
  const writeObject = jsonWriter();
  // A JSON object is a YAML flow mapping, so one record a list item is YAML too.
  const [begin, first, next, close] = {
    json: ['[', '\n  ', ',\n  ', ''],
    jsonl: ['', '', '', '\n'],
    yaml: ['', '- ', '- ', '\n'],
  }[kind].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer];
  let isFirst = true;
  return {
    begin: begin.toString(),
    get end() {
      if (kind === 'json') return '\n]\n';
      return kind === 'yaml' && isFirst ? '[]\n' : '';
    },
    write(record, out) {
      const opening = isFirst ? first : next;
      out.copy(opening, 0, opening.length);
      writeObject(record, out);
      out.copy(close, 0, close.length);
      isFirst = false;
    },
  };
}

/** From the record's bytes to those of JSON, without an object or a string between, as far as its texts are plain. */
function jsonWriter(): RecordFormat['write'] {
  // What the last record had may do for this one too.
  let topic = '';
  let partition = -1;
  let timestamp = NaN;
  let opening = noBytes;
  let time = noBytes;
  return (record, out) => {
    if (record.partition !== partition || record.topic !== topic) {
      ({ topic, partition } = record);
      opening = Buffer.from(`{"topic":${jsonText(topic)},"partition":${partition},"offset":`);
    }
    // Rounded numbers may be equal where the times are not.
    if (record.timestamp !== timestamp || !Number.isSafeInteger(timestamp)) {
      ({ timestamp } = record);
      time = Buffer.from(`,"timestamp":${jsonTime(record)}`);
    }
    const { buffer, headerCount } = record;
    // Before anything is written: it throws if they are damaged.
    const spans = headerCount === 0 ? noSpans : record.headerSpans();
    out.copy(opening, 0, opening.length);
    out.number(record.offset);
    out.copy(time, 0, time.length);
    if (record.deliveryCount !== undefined) {
      out.copy(deliveryWords, 0, deliveryWords.length);
      out.number(record.deliveryCount);
    }
    jsonPart(keyWords, record.keyForm, buffer, record.keyStart, record.keyEnd, out);
    jsonPart(valueWords, record.valueForm, buffer, record.valueStart, record.valueEnd, out);
    out.copy(headersWords, 0, headersWords.length);
    for (let at = 0; at < headerCount * spanNumbers; at += spanNumbers) {
      if (at > 0) out.byte(comma);
      jsonSpan(nameWords, buffer, spans[at] as number, spans[at + 1] as number, out);
      jsonSpan(valueWords, buffer, spans[at + 2] as number, spans[at + 3] as number, out);
      out.byte(closingBrace);
    }
    out.copy(closing, 0, closing.length);
  };
}

const noSpans = new Int32Array(0);
const quote = 0x22;
const comma = 0x2c;
const equals = 0x3d;
const closingBrace = 0x7d;
const headersWords = Buffer.from(',"headers":[');
const closing = Buffer.from(']}');
const deliveryWords = Buffer.from(',"deliveryCount":');
const keyWords = wordsOf(',', 'key');
const valueWords = wordsOf(',', 'value');
/** The name of a header, with which its object begins. */
const nameWords = wordsOf('{', 'key');

interface MemberWords {
  readonly before: string;
  readonly name: string;
  readonly opening: Buffer;
  readonly none: Buffer;
  readonly json: Buffer;
  readonly schema: Buffer;
}

function wordsOf(before: string, name: string): MemberWords {
  return {
    before,
    name,
    opening: Buffer.from(`${before}"${name}":"`),
    none: Buffer.from(`${before}"${name}":null`),
    json: Buffer.from(`${before}"${name}":`),
    schema: Buffer.from(`,"${name}Schema":`),
  };
}

function jsonPart(
  words: MemberWords,
  form: DecodedForm | undefined,
  buffer: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
): void {
  if (form?.isJson === true) {
    out.copy(words.json, 0, words.json.length);
    out.copy(buffer, start, end);
  } else jsonSpan(words, buffer, start, end, out);
  if (form === undefined) return;
  out.copy(words.schema, 0, words.schema.length);
  out.copy(form.schema, 0, form.schema.length);
}

function jsonSpan(words: MemberWords, buffer: Buffer, start: number, end: number, out: OutputBuffer): void {
  if (end < 0) {
    out.copy(words.none, 0, words.none.length);
    return;
  }
  const before = out.length;
  out.copy(words.opening, 0, words.opening.length);
  if (out.jsonText(buffer, start, end)) {
    out.byte(quote);
    return;
  }
  out.rewind(before);
  out.text(words.before + jsonBytes(words.name, buffer, start, end));
}

/** What a terminal shows, and newlines and tabs. */
const plainOnTerminal = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte <= 0x7e) || byte === tab || byte === newline ? 1 : 0,
);

function isAll(plain: Uint8Array, buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (plain[buffer[at] as number] === 0) return false;
  return true;
}

/** Bytes that are not UTF-8 come as base64, and a sibling says so. */
function jsonBytes(name: string, buffer: Buffer, start: number, end: number): string {
  if (isText(buffer, start, end)) return `"${name}":${jsonText(buffer.toString('utf8', start, end))}`;
  return `"${name}":"${buffer.toString('base64', start, end)}","${name}Encoding":"base64"`;
}

function jsonText(text: string): string {
  return printableJson(JSON.stringify(text));
}

function headersAsPairs(record: PrintableRecord): string {
  if (record.headerCount === 0) return '';
  return record
    .headers()
    .map(
      ([name, value, bytes]) =>
        `${bytes ? spanText({ buffer: bytes }, 0, bytes.length) : name}=${value === null ? nullText : spanText({ buffer: value }, 0, value.length)}`,
    )
    .join(',');
}

function spanText({ buffer }: { readonly buffer: Buffer }, start: number, end: number): string {
  if (end < 0) return nullText;
  return isText(buffer, start, end)
    ? buffer.toString('utf8', start, end)
    : base64Mark + buffer.toString('base64', start, end);
}

/** Text beyond 2^53, as in all our JSON: a reader would round it. */
function jsonTime({ exactTimestamp }: PrintableRecord): string {
  return typeof exactTimestamp === 'bigint' ? `"${exactTimestamp}"` : String(exactTimestamp);
}

/** -1 is Kafka's word for no timestamp. */
function timeCell(timestamp: Int64): string {
  return timestamp === -1 ? '-' : timeText(timestamp);
}

/** Most text is ASCII and short: a loop is done before a call for the rest has begun. */
function isText(buffer: Buffer, start: number, end: number): boolean {
  if (end - start > 256) return isUtf8(buffer.subarray(start, end));
  for (let at = start; at < end; at += 1) {
    if ((buffer[at] as number) >= 0x80) return isUtf8(buffer.subarray(at, end));
  }
  return true;
}
