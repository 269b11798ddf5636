/** Lines as `consume -o jsonl` prints them, read where they stand: neither text nor an object for a record. */
import { isUtf8 } from 'node:buffer';
import { JsonCursor, JsonString, unescapeJson, Word } from '../../../text/source/json-bytes.js';
import {
  encodeRecordHeaders,
  noRecordHeaders,
  type RecordHeader,
} from '../../../wire/batch/record-batch-headers.js';
import { varintSize, writeVarint } from '../../../wire/batch/record-batch-varint.js';
import { isBase64 } from './produce-json.js';

const topicName = new Word('"topic":');
const partitionName = new Word('"partition":');
const offsetName = new Word('"offset":');
const timestampName = new Word('"timestamp":');
const noTimestamp = new Word('"timestamp":-1,');
const keyName = new Word('"key":');
const keyIsBase64 = new Word(',"keyEncoding":"base64"');
const valueName = new Word('"value":');
const valueIsBase64 = new Word(',"valueEncoding":"base64"');
const headersName = new Word(',"headers":[');
const nullWord = new Word('null');

const [newline, comma, openBrace, closeBrace, closeBracket] = [0x0a, 0x2c, 0x7b, 0x7d, 0x5d];
/** In place of a partition or a time: the line does not say. */
const none = -1;
/** Where the headers begin in their memory: their count, known last, goes before them. */
const roomForCount = 5;
const firstRoomBytes = 1024;

/** A string that may also be null or base64. */
class Part extends JsonString {
  isNull = true;
  isBase64 = false;

  get isPlain(): boolean {
    return !this.isEscaped && !this.isBase64;
  }

  /** What it can take at most. */
  get roomBytes(): number {
    return this.isNull ? 0 : this.end - this.start;
  }

  clear(): void {
    this.isNull = true;
    this.isEscaped = this.isBase64 = false;
    this.isAscii = true;
  }

  /** Returns where it ends in `target`; -1 if it cannot be read. */
  writeTo(target: Buffer, at: number, line: Buffer): number {
    if (this.isNull) return at;
    const { start, end } = this;
    if (!this.isBase64) return unescapeJson(line, start, end, target, at);
    const text = line.toString('latin1', start, end);
    return isBase64(text) ? at + target.write(text, at, 'base64') : -1;
  }
}

/**
 * `read` a line, then take the fields: they say what `parseJsonRecord` makes of the same line. It knows the members in the
 * order in which `consume` writes them, without blanks; all but the value may be missing. Any other line, and any with a
 * fault, is left to `parseJsonRecord`.
 */
export class ConsumedLine {
  /** -1 if the line does not say. */
  partition = none;
  /** Milliseconds since 1970; -1 if the record has none or the line does not say. */
  timestamp = none;
  /** Key and value are in there until the next line is read; an end of -1 is null. */
  source: Buffer = Buffer.alloc(0);
  keyStart = 0;
  keyEnd = -1;
  valueStart = 0;
  valueEnd = -1;
  /** As `encodeRecordHeaders` makes them, the extra ones last. Valid as long as `source`. */
  headers: Uint8Array;
  readonly #extraHeaders: { readonly count: number; readonly all: Uint8Array; readonly each: Buffer };
  readonly #key = new Part();
  readonly #value = new Part();
  readonly #cursor = new JsonCursor();
  #isAscii = true;
  /** Of the line before: its beginning up to the offset, and what stands between that and the key. */
  #placeAt = 0;
  #placeLength = 0;
  #timeAt = 0;
  #timeLength = 0;
  /** For what cannot stay where it is in the line. */
  #unescaped = Buffer.alloc(0);
  #headerBytes = Buffer.alloc(0);

  constructor(extraHeaders: readonly RecordHeader[] = []) {
    const count = extraHeaders.length;
    const encoded = encodeRecordHeaders(extraHeaders);
    this.#extraHeaders = {
      count,
      all: count === 0 ? noRecordHeaders : encoded,
      each: encoded.subarray(varintSize(count)),
    };
    this.headers = this.#extraHeaders.all;
  }

  /** Reads the line that begins at `start`; returns where it ends, at its \n or the end of `line`, or -1 if it is none of these. */
  read(line: Buffer, start: number): number {
    const cursor = this.#cursor;
    // The memory of a chunk is used again for later ones, and so is this object.
    if (line !== cursor.bytes) this.#placeLength = this.#timeLength = 0;
    cursor.begin(line, start);
    const isKnown = this.#readPlace() && this.#readKeyAndValue() && this.#readHeaders();
    if (!isKnown || !cursor.hasByte(closeBrace)) return -1;
    const end = cursor.at;
    if (end < line.length && line[end] !== newline) return -1;
    return this.#isAscii || isUtf8(line.subarray(start, end)) ? end : -1;
  }

  /** Up to the key. Most lines repeat what stands around the offset of the line before. */
  #readPlace(): boolean {
    const cursor = this.#cursor;
    this.#isAscii = true;
    if (!cursor.repeats(this.#placeAt, this.#placeLength)) {
      this.#placeLength = this.#timeLength = 0;
      const start = cursor.at;
      if (!this.#readPartition()) return false;
      if (!cursor.hasWord(offsetName)) return this.#readTimestamp();
      this.#placeLength = cursor.at - start;
      this.#placeAt = start;
    }
    if (cursor.readNumber() < 0) return false;
    if (cursor.repeats(this.#timeAt, this.#timeLength)) return true;
    this.#timeLength = 0;
    const start = cursor.at;
    if (!cursor.hasByte(comma) || !this.#readTimestamp()) return false;
    this.#timeLength = cursor.at - start;
    this.#timeAt = start;
    return true;
  }

  #readPartition(): boolean {
    const cursor = this.#cursor;
    this.partition = none;
    if (!cursor.hasByte(openBrace)) return false;
    // The name of a topic is ASCII without escapes.
    if (cursor.hasWord(topicName)) {
      if (!this.#isString(this.#key) || this.#key.isEscaped || !this.#key.isAscii || !cursor.hasByte(comma))
        return false;
    }
    if (!cursor.hasWord(partitionName)) return true;
    this.partition = cursor.readNumber();
    return this.partition >= 0 && cursor.hasByte(comma);
  }

  #readTimestamp(): boolean {
    const cursor = this.#cursor;
    this.timestamp = none;
    if (cursor.hasWord(noTimestamp) || !cursor.hasWord(timestampName)) return true;
    this.timestamp = cursor.readNumber();
    return this.timestamp >= 0 && cursor.hasByte(comma);
  }

  #readKeyAndValue(): boolean {
    const cursor = this.#cursor;
    const line = cursor.bytes;
    const key = this.#key;
    const value = this.#value;
    key.clear();
    if (cursor.hasWord(keyName) && !(this.#isPart(key, keyIsBase64) && cursor.hasByte(comma))) return false;
    if (!cursor.hasWord(valueName) || !this.#isPart(value, valueIsBase64)) return false;
    if (key.isPlain && value.isPlain) {
      this.source = line;
      this.keyStart = key.start;
      this.keyEnd = key.isNull ? -1 : key.end;
      this.valueStart = value.start;
      this.valueEnd = value.isNull ? -1 : value.end;
      return true;
    }
    this.#unescaped = withRoom(this.#unescaped, key.roomBytes + value.roomBytes, 0);
    const keyEnd = key.writeTo(this.#unescaped, 0, line);
    const valueEnd = keyEnd < 0 ? -1 : value.writeTo(this.#unescaped, keyEnd, line);
    if (valueEnd < 0) return false;
    this.source = this.#unescaped;
    this.keyStart = 0;
    this.keyEnd = key.isNull ? -1 : keyEnd;
    this.valueStart = keyEnd;
    this.valueEnd = value.isNull ? -1 : valueEnd;
    return true;
  }

  #readHeaders(): boolean {
    const cursor = this.#cursor;
    const extra = this.#extraHeaders;
    this.headers = extra.all;
    if (!cursor.hasWord(headersName)) return true;
    if (cursor.hasByte(closeBracket)) return true;
    let { count } = extra;
    let end = roomForCount;
    do {
      end = this.#header(end);
      count += 1;
    } while (end >= 0 && cursor.hasByte(comma));
    if (end < 0 || !cursor.hasByte(closeBracket)) return false;
    this.#headerBytes = withRoom(this.#headerBytes, end + extra.each.length, end);
    end += extra.each.copy(this.#headerBytes, end);
    const start = roomForCount - varintSize(count);
    writeVarint(this.#headerBytes, start, count);
    this.headers = this.#headerBytes.subarray(start, end);
    return true;
  }

  /** Writes one at `at`; returns where it ends, or -1. */
  #header(at: number): number {
    const cursor = this.#cursor;
    const key = this.#key;
    const value = this.#value;
    if (
      !cursor.hasByte(openBrace) ||
      !cursor.hasWord(keyName) ||
      !this.#isPart(key, keyIsBase64) ||
      key.isNull
    )
      return -1;
    if (!cursor.hasByte(comma) || !cursor.hasWord(valueName) || !this.#isPart(value, valueIsBase64))
      return -1;
    if (!cursor.hasByte(closeBrace)) return -1;
    this.#headerBytes = withRoom(
      this.#headerBytes,
      at + key.roomBytes + value.roomBytes + 2 * roomForCount,
      at,
    );
    const end = this.#sized(key, at);
    return end < 0 ? -1 : this.#sized(value, end);
  }

  /** The part after its length, which is known when it has been read. */
  #sized(part: Part, at: number): number {
    const bytes = this.#headerBytes;
    if (part.isNull) return writeVarint(bytes, at, -1);
    const start = at + varintSize(part.roomBytes);
    const end = part.writeTo(bytes, start, this.#cursor.bytes);
    if (end < 0) return -1;
    const length = end - start;
    const begin = writeVarint(bytes, at, length);
    if (begin < start) bytes.copyWithin(begin, start, end);
    return begin + length;
  }

  #isPart(part: Part, encoding: Word): boolean {
    const cursor = this.#cursor;
    part.clear();
    if (cursor.hasWord(nullWord)) return true;
    part.isNull = false;
    if (!this.#isString(part)) return false;
    part.isBase64 = cursor.hasWord(encoding);
    return !part.isBase64 || !part.isEscaped;
  }

  #isString(string: JsonString): boolean {
    if (!this.#cursor.readString(string)) return false;
    this.#isAscii &&= string.isAscii;
    return true;
  }
}

/** Memory of at least `neededBytes`, with what stands in its first `usedBytes`. */
function withRoom(memory: Buffer<ArrayBuffer>, neededBytes: number, usedBytes: number): Buffer<ArrayBuffer> {
  if (memory.length >= neededBytes) return memory;
  const larger = Buffer.allocUnsafeSlow(Math.max(firstRoomBytes, neededBytes * 2));
  memory.copy(larger, 0, 0, usedBytes);
  return larger;
}
