/** Bytes of another program → the messages in them, a line each; what is none is answered in words, or told. */
import { Transform, type TransformCallback } from 'node:stream';
import { beginningOf } from './as-data.js';

/** What JSON-RPC 2.0 takes as an id, and MCP with it: whole numbers alone. */
type MessageId = string | number;

export interface MessageReader {
  /** A request that cannot be taken, whose sender waits for an answer. */
  refuse(id: MessageId, why: 'request' | 'arguments', message: string): void;
  /** What has no id that could be answered. */
  tell(sentence: string): void;
}

/** Of one message; the SDK's reader ends the connection at more. */
const mostBytes = 10 * 1024 * 1024;
const newline = 10;

/** The SDK drops an argument of this name silently, and the call would go on without it. */
const neverKept = '__proto__';

/** Puts out lines that are messages, as Buffers. Those of a batch (revision 2025-03-26) are messages of their own. */
export function readMessages(reader: MessageReader, most = mostBytes): Transform {
  let parts: Buffer[] = [];
  let size = 0;

  function add(part: Buffer): void {
    size += part.length;
    if (size <= most) parts.push(part);
    else parts = [];
  }

  function endLine(): readonly string[] {
    const line = size > most ? undefined : Buffer.concat(parts).toString('utf8');
    const length = size;
    parts = [];
    size = 0;
    if (line !== undefined) return messagesIn(line, reader);
    reader.tell(`A message of ${length} bytes was left out: the most is ${most}.`);
    return [];
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        add(chunk.subarray(start, end));
        start = end + 1;
        for (const message of endLine()) this.push(`${message}\n`);
      }
      if (start < chunk.length) add(chunk.subarray(start));
      done();
    },
  });
}

function messagesIn(line: string, reader: MessageReader): readonly string[] {
  // Some shells begin what they write with a byte order mark.
  const text = line.replace(/^\ufeff/, '').trim();
  if (text === '') return [];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    reader.tell(`A line that is not JSON was left out: ${beginningOf(text)}`);
    return [];
  }
  if (!Array.isArray(read)) return isMessage(read, reader) ? [text] : [];
  return read.filter((message) => isMessage(message, reader)).map((message) => JSON.stringify(message));
}

function isMessage(message: unknown, reader: MessageReader): boolean {
  const problem = problemOf(message);
  // What answers is not answered.
  const id = isObject(message) && !isAnswer(message) ? message['id'] : undefined;
  if (problem !== undefined) {
    if (isAnswerable(id)) reader.refuse(id, 'request', `This is not a message of MCP: ${problem}.`);
    else reader.tell(`A line that is not a message of MCP was left out: ${problem}.`);
    return false;
  }
  if (!isAnswerable(id) || !hasLostArgument(message)) return true;
  reader.refuse(id, 'arguments', `No tool has an argument "${neverKept}".`);
  return false;
}

function problemOf(message: unknown): string | undefined {
  if (!isObject(message)) return 'it is not an object';
  const { jsonrpc, id, method, params } = message;
  if (jsonrpc !== '2.0') return 'it does not say "jsonrpc": "2.0"';
  if (isAnswer(message)) return 'it is an answer, and nothing was asked';
  if (typeof method !== 'string') return 'its method is not a text';
  if (id !== undefined && typeof id !== 'string' && !Number.isSafeInteger(id)) {
    return 'its id is neither a text nor a whole number up to 2^53';
  }
  if (params !== undefined && !isObject(params)) return 'its params are not an object';
  return undefined;
}

function isAnswer(message: Readonly<Record<string, unknown>>): boolean {
  return !('method' in message) && ('result' in message || 'error' in message);
}

/** A number that was rounded as it was read would answer another request. */
function isAnswerable(id: unknown): id is MessageId {
  return typeof id === 'string' || (typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER);
}

function hasLostArgument(message: unknown): boolean {
  const given = (message as { params?: { arguments?: unknown } }).params?.arguments;
  return isObject(given) && Object.hasOwn(given, neverKept);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
