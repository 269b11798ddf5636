/** Bytes of a key or a value in one of Kafka's own topics → JSON text, by the message that its first two bytes name. */
import { printableJson } from '../../text/printable.js';
import { MalformedError } from '../../wire/protocol/codec-error.js';
import { ByteReader } from '../../wire/protocol/codec-reader.js';
import { compileStruct } from '../../wire/protocol/codec.js';
import type { ValueCodec } from '../../wire/protocol/codec-scalars.js';
import { ByteWriter } from '../../wire/protocol/codec-writer.js';
import type { Fields } from '../../wire/protocol/schema.js';
import { DecodeError } from '../codec.js';
import { messageJson } from './message-json.js';
import type { StoredMessage, StoredMessages } from './stored-message.js';

export interface ReadMessage {
  /** Kafka's name of it: `OffsetCommitValue`. */
  readonly message: string;
  /** Of a key, the number of its kind, as Kafka's own tools call its version. */
  readonly version: number;
  readonly json: string;
}

/** Of the number in front of keys and values. */
const numberBytes = 2;

/** `bytes`: the key alone. Its JSON begins with its kind, `{"type":"OffsetCommit", …}`. Throws DecodeError. */
export function readKey(messages: StoredMessages, bytes: Buffer): ReadMessage {
  const [type, stored] = kindOf(messages, bytes);
  const message = `${stored.name}Key`;
  const json = readMessage(
    stored.key,
    bytes,
    { message, version: 0, isFlexible: false, shown: {}, start: numberBytes },
    [`"type":"${stored.name}"`],
  );
  return { message, version: type, json };
}

/** `key`, `bytes`: both alone; a value does not say itself what it is of. Throws DecodeError. */
export function readValue(messages: StoredMessages, key: Buffer | undefined, bytes: Buffer): ReadMessage {
  if (!key) throw new DecodeError('its record has no key, which says what it is', 0);
  const [, { name, value, newestValue, flexibleSince, shown = {} }] = kindOf(messages, key);
  const version = firstNumber(bytes, 'which version it is');
  const message = `${name}Value`;
  if (version < 0 || version > newestValue) {
    throw new DecodeError(`it is version ${version} of ${message}, and known are 0 to ${newestValue}`, 0);
  }
  const isFlexible = version >= flexibleSince;
  return {
    message,
    version,
    json: readMessage(value, bytes, { message, version, isFlexible, shown, start: numberBytes }),
  };
}

function kindOf(messages: StoredMessages, key: Buffer): readonly [type: number, StoredMessage] {
  const type = firstNumber(key, 'what it is');
  const stored = messages.get(type);
  if (!stored) throw new DecodeError(`its key is of type ${type}, which is not known here`, 0);
  return [type, stored];
}

function firstNumber(bytes: Buffer, what: string): number {
  if (bytes.length < numberBytes) throw new DecodeError(`it is too short to say ${what}`, 0);
  return bytes.readInt16BE(0);
}

interface Reading extends Pick<Required<StoredMessage>, 'shown'> {
  readonly message: string;
  readonly version: number;
  readonly isFlexible: boolean;
  /** Where the message begins, behind what says what it is. */
  readonly start: number;
}

/** `first`: members in front of its own, as JSON. Throws DecodeError. */
export function readMessage(
  fields: Fields,
  bytes: Buffer,
  { message, version, isFlexible, shown, start }: Reading,
  first: readonly string[] = [],
): string {
  const reader = new ByteReader(bytes, message);
  reader.skip(start);
  try {
    const codec = codecOf(fields, version, isFlexible);
    const body = codec.read(reader) as Readonly<Record<string, unknown>>;
    reader.finish();
    const json = messageJson(fields, body, { version, shown, message: body }, first);
    // Bytes that are not UTF-8 have become U+FFFD, which is hardly ever meant.
    if (json.includes('\ufffd') && !writesBack(codec, body, bytes.subarray(start))) {
      throw new DecodeError('a text is not UTF-8', 0);
    }
    return printableJson(json);
  } catch (error) {
    if (error instanceof MalformedError) throw new DecodeError(error.message, 0);
    throw error;
  }
}

function writesBack(codec: ValueCodec, body: unknown, bytes: Buffer): boolean {
  const writer = new ByteWriter('a message');
  codec.write(writer, body);
  return writer.written().equals(bytes);
}

const compiled = new WeakMap<Fields, Map<number, ValueCodec>>();

function codecOf(fields: Fields, version: number, isFlexible: boolean): ValueCodec {
  let versions = compiled.get(fields);
  if (!versions) compiled.set(fields, (versions = new Map<number, ValueCodec>()));
  let codec = versions.get(version);
  if (!codec) versions.set(version, (codec = compileStruct(fields, version, isFlexible)));
  return codec;
}
