/** From bytes to records: which part of a line is key, value and the rest, and how fast records are sent. */
import { LabError } from '../../text/errors.js';
import { once } from '../../text/once.js';
import { pause } from '../../text/wait.js';
import { anyPartition, type Writer } from '../../wire/writer/writer.js';
import { withoutMark } from './input/produce-encoding.js';
import { ConsumedLine } from './input/consumed-line.js';
import { SchemaWanted } from './encoding/line-encoder.js';
import { jsonLine, parseJsonRecord, UnfinishedJson, WasDecoded } from './input/produce-json.js';
import { LineCutter, longestLineBytes } from './input/produce-lines.js';
import {
  appendParts,
  encoded,
  encodedLineAppender,
  findBytes,
  headersOf,
  isEncoded,
  noKeyIn,
  withKey,
  type Append,
  type RecordShape,
  type RecordTarget,
} from './produce-encoded.js';
import { Pace } from './produce-pace.js';

export type Feed =
  | {
      readonly kind: 'chunks';
      readonly chunks: AsyncIterable<Buffer>;
      /** For messages. */
      readonly name: string;
      /** From a terminal, which cuts long lines. */
      readonly isTyped?: boolean;
    }
  /** One record; null is a tombstone. */
  | { readonly kind: 'value'; readonly value: Buffer | null };

interface FeedPlan {
  readonly shape: RecordShape;
  readonly rate: number | undefined;
}

/**
 * Resolves with the number of lines read, when the input ends, `signal` is aborted or the writer cannot continue. `note`
 * is called with what the input has that its owner may not know of.
 */
export async function feed(
  writer: Writer,
  plan: FeedPlan,
  input: Feed,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<number> {
  if (input.kind === 'value') {
    const { shape } = plan;
    if (shape.encoders?.register) {
      appendValue(
        trialOf(writer, () => undefined),
        shape,
        input.value,
      );
      await shape.encoders.register();
    }
    appendValue(writer, shape, input.value);
    return 1;
  }
  const { shape } = plan;
  const isJson = shape.format === 'json';
  const { register } = shape.encoders ?? {};
  const append = register ? registeringAppender(writer, shape, register) : appenderOf(writer, shape);
  const appendRun = plan.rate === undefined ? runAppender(writer, shape) : undefined;
  const pace = plan.rate === undefined ? undefined : new Pace(plan.rate);
  const lines = new LineCutter();
  const takeLines = async () => {
    const now = Date.now();
    for (;;) {
      if (appendRun && lines.nextRun()) {
        lines.line += appendRun(lines, now);
        continue;
      }
      if (!lines.next()) return;
      if (lines.tooLong) writer.ledger.failLine(lines.line, tooLong);
      else {
        const missing = append(lines, pace ? Date.now() : now);
        if (missing) await missing;
        if (isOver(writer, signal)) return;
      }
      const waitMs = pace?.next() ?? 0;
      if (waitMs === 0) continue;
      writer.pauseInput();
      await pause(waitMs, signal);
      if (isOver(writer, signal)) return;
    }
  };
  let isFirst = true;
  for await (const chunk of withoutMark(input.chunks, input.name, isJson, note)) {
    if (isFirst && !isJson && !shape.crlf && chunk[chunk.indexOf(10) - 1] === cr) note(crlfKept);
    if (input.isTyped && chunk.length >= longestTypedLine && chunk.indexOf(10) === longestTypedLine) {
      note(cutByTerminal(lines.line + 1));
    }
    isFirst = false;
    lines.feed(chunk);
    await takeLines();
    writer.pauseInput();
    if (writer.isFull) await writer.whenWritable(signal);
    if (isOver(writer, signal)) return lines.line;
  }
  if (signal.aborted) return lines.line;
  lines.finish();
  await takeLines();
  return lines.line;
}

const tooLong = `the line is longer than ${longestLineBytes} bytes, more than a broker takes in one request`;

const cr = 13;
const crlfKept =
  'The lines end in CRLF: the \\r before each line end is part of the value. --crlf leaves it out.';
/** What a terminal passes on of one line. */
const longestTypedLine = 4095;

function cutByTerminal(line: number): string {
  return `Line ${line} has 4,095 bytes, the most that a terminal passes on: the rest of a longer line is lost. Use --file or a pipe.`;
}

function isOver(writer: Writer, signal: AbortSignal): boolean {
  return signal.aborted || writer.stopped !== undefined;
}

function appenderOf(writer: RecordTarget, shape: RecordShape): Append {
  return shape.format === 'json'
    ? jsonAppender(writer, shape)
    : withoutCr(lineAppender(writer, shape), shape);
}

/** Lines are only tried until one fits; what it needs is registered then. */
function registeringAppender(writer: Writer, shape: RecordShape, register: () => Promise<void>): Append {
  let fits = false;
  let append: Append | undefined;
  const trial = appenderOf(
    trialOf(writer, () => {
      fits = true;
    }),
    shape,
  );
  const first: Append = async (lines, nowMs) => {
    await trial(lines, nowMs);
    if (!fits) return;
    await register();
    // A key for all records is encoded once by each appender, and had no frame before.
    append = appenderOf(writer, shape);
    await append(lines, nowMs);
  };
  return (lines, nowMs) => (append ?? first)(lines, nowMs);
}

/** Lines that cannot be written are told to the writer's ledger; what can be is not handed on. */
function trialOf({ ledger, partitionCount }: Writer, append: () => void): RecordTarget {
  return { ledger, partitionCount, append };
}

function appendValue(writer: RecordTarget, shape: RecordShape, value: Buffer | null): void {
  const { encoders = {} } = shape;
  let key: Buffer | null;
  let bytes: Buffer | null;
  try {
    key = shape.key === null ? null : encoded('key', shape.key, encoders);
    bytes = value === null ? null : encoded('value', value, encoders);
  } catch (error) {
    throw new LabError('usage', `The record cannot be written: ${(error as Error).message}.`);
  }
  appendParts(writer, shape, 1, Date.now(), key, bytes, headersOf(shape));
}

/** Shows the appender lines without the \r of a CRLF. */
function withoutCr(append: Append, { crlf }: RecordShape): Append {
  if (!crlf) return append;
  return ({ buffer, start, end, line }, nowMs) => {
    return append({ buffer, start, end: end > start && buffer[end - 1] === cr ? end - 1 : end, line }, nowMs);
  };
}

function lineAppender(writer: RecordTarget, shape: RecordShape): Append {
  if (isEncoded(shape)) return encodedLineAppender(writer, shape);
  const partition = shape.partition ?? anyPartition;
  const headers = headersOf(shape);
  const { keySeparator, key, timestamp } = shape;
  if (keySeparator !== null) {
    const only = keySeparator.length === 1 ? (keySeparator[0] as number) : -1;
    const noKey = noKeyIn(keySeparator);
    return ({ buffer, start, end, line }, nowMs) => {
      const keyEnd =
        only >= 0 ? findByte(buffer, only, start, end) : findBytes(buffer, keySeparator, start, end);
      if (keyEnd < 0) writer.ledger.failLine(line, noKey);
      else {
        const valueStart = keyEnd + keySeparator.length;
        writer.append(line, partition, timestamp ?? nowMs, buffer, start, keyEnd, valueStart, end, headers);
      }
    };
  }
  if (key === null) {
    return ({ buffer, start, end, line }, nowMs) =>
      writer.append(line, partition, timestamp ?? nowMs, buffer, 0, -1, start, end, headers);
  }
  return ({ buffer, start, end, line }, nowMs) => {
    const joined = Buffer.concat([key, buffer.subarray(start, end)]);
    writer.append(
      line,
      partition,
      timestamp ?? nowMs,
      joined,
      0,
      key.length,
      key.length,
      joined.length,
      headers,
    );
  };
}

/** If lines need no look at the time or their ends, a chunk is one call; otherwise undefined. */
function runAppender(
  writer: Writer,
  shape: RecordShape,
): ((lines: LineCutter, nowMs: number) => number) | undefined {
  if (isEncoded(shape)) return undefined;
  if (shape.format === 'json') return jsonRunAppender(writer, shape);
  if (shape.key !== null || shape.keySeparator !== null || shape.crlf) return undefined;
  const partition = shape.partition ?? anyPartition;
  const headers = headersOf(shape);
  const { timestamp } = shape;
  return ({ buffer, start, end, line }, nowMs) =>
    writer.appendLines(line + 1, partition, timestamp ?? nowMs, buffer, start, end, headers);
}

function jsonRunAppender(writer: Writer, shape: RecordShape): (lines: LineCutter, nowMs: number) => number {
  const appendConsumed = consumedAppender(writer, shape);
  const append = parsedAppender(writer, shape);
  return ({ buffer, start, end, line }, nowMs) => {
    let count = 0;
    for (let at = start; at < end;) {
      count += 1;
      let lineEnd = appendConsumed(buffer, at, line + count, nowMs);
      if (lineEnd < 0) {
        lineEnd = buffer.indexOf(10, at);
        void append({ buffer, start: at, end: lineEnd, line: line + count }, nowMs);
      }
      at = lineEnd + 1;
    }
    return count;
  };
}

function jsonAppender(writer: RecordTarget, shape: RecordShape): Append {
  const append = parsedAppender(writer, shape);
  if (isEncoded(shape)) return append;
  const appendConsumed = consumedAppender(writer, shape);
  return (lines, nowMs) =>
    appendConsumed(lines.buffer, lines.start, lines.line, nowMs) < 0 ? append(lines, nowMs) : undefined;
}

/** Returns where the line ends that begins at `start`; -1, and nothing appended, if it has to be parsed. */
function consumedAppender(
  writer: RecordTarget,
  shape: RecordShape,
): (buffer: Buffer, start: number, line: number, nowMs: number) => number {
  const record = new ConsumedLine(shape.headers);
  const { partitionCount } = writer;
  return (buffer, start, line, nowMs) => {
    const end = record.read(buffer, start);
    if (end < 0 || (record.keyEnd < 0 && shape.key !== null)) return -1;
    const partition = shape.partition ?? (record.partition < 0 ? anyPartition : record.partition);
    if (partition >= partitionCount) return -1;
    const time = shape.timestamp ?? (record.timestamp < 0 ? nowMs : record.timestamp);
    const { source, keyStart, keyEnd, valueStart, valueEnd, headers } = record;
    writer.append(line, partition, time, source, keyStart, keyEnd, valueStart, valueEnd, headers);
    return end;
  };
}

function parsedAppender(writer: RecordTarget, shape: RecordShape): Append {
  const { partitionCount } = writer;
  // Of lines without one; whether it can be encoded is of no matter to others.
  const keyForAll = once(() => shape.key && encoded('key', shape.key, shape.encoders ?? {}));
  const append: Append = ({ buffer, start, end, line }, nowMs) => {
    try {
      const text = jsonLine(buffer.subarray(start, end));
      if (text.trim() === '') return;
      const record = parseJsonRecord(text, shape.headers, shape.encoders);
      const partition = shape.partition ?? record.partition ?? anyPartition;
      if (partition >= partitionCount) {
        throw new Error(
          `the topic has no partition ${partition}, only 0 to ${partitionCount - 1}; jq -c 'del(.partition)' leaves the choice to the key`,
        );
      }
      const { source, keyEnd } = withKey(record.key ?? keyForAll());
      const bytes = record.value === null ? source : Buffer.concat([source, record.value]);
      const valueEnd = record.value === null ? -1 : bytes.length;
      const time = shape.timestamp ?? record.timestamp ?? nowMs;
      writer.append(line, partition, time, bytes, 0, keyEnd, source.length, valueEnd, record.headers);
    } catch (error) {
      if (error instanceof LabError) throw error;
      if (error instanceof UnfinishedJson) throw goesOn(line);
      if (error instanceof WasDecoded) throw wasDecoded(line, error.part);
      if (error instanceof SchemaWanted) {
        return error.ready.then(() => append({ buffer, start, end, line }, nowMs));
      }
      writer.ledger.failLine(line, (error as Error).message);
    }
    return undefined;
  };
  return append;
}

/** Written as it stands, it would be JSON among Avro or Protobuf, which no reader of the topic could read. */
function wasDecoded(line: number, part: 'key' | 'value'): LabError {
  return new LabError(
    'usage',
    `The ${part} of line ${line} was decoded when it was read ("${part}Schema"): its text is not what was in the record.`,
    {
      hint: `To encode it again as it was: --encode ${part}=as-read. For a copy byte for byte, read with consume --no-decode.`,
    },
  );
}

/** Keys are short: a loop finds their end sooner than a call into the engine. */
function findByte(bytes: Buffer, byte: number, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return at;
  return -1;
}

/** Parts of an object or array may look like records, so that nothing after it can be taken. */
function goesOn(line: number): LabError {
  return new LabError(
    'usage',
    `Line ${line} begins JSON that goes on in the next line; --json takes one object a line. jq -c . writes it so, jq -c '.[]' the elements of an array.`,
    { hint: 'consume -o jsonl prints a line for each record; -o json is one array.' },
  );
}
