/** A key or a value in the log of a cluster's metadata → JSON text. */
import { MalformedError } from '../../wire/protocol/codec-error.js';
import { ByteReader } from '../../wire/protocol/codec-reader.js';
import { DecodeError } from '../codec.js';
import type { MessageReader } from './message-reader.js';
import { metadataMessages, quorumMessages, type MetadataMessage } from './metadata-messages.js';
import { readMessage, type ReadMessage } from './read-message.js';

/** Of the frame around the metadata's own messages. */
const knownFrame = 1;

/** Only control records have a key: which kind they are of. The JSON of every value begins with its kind. */
export const metadataLogReader: MessageReader = {
  key(bytes) {
    const { name } = quorumMessage(bytes);
    const json = `{"type":"${name}"}`;
    return { message: 'ControlRecordType', version: bytes.readInt16BE(0), json };
  },
  value: (key, bytes) => (key ? controlValue(key, bytes) : metadataValue(bytes)),
};

/** A version and a type, 16 bits each. */
function quorumMessage(key: Buffer): MetadataMessage {
  if (key.length < 4) throw new DecodeError('its key is too short to say what it is', 0);
  const type = key.readInt16BE(2);
  const message = quorumMessages.get(type);
  if (!message) throw new DecodeError(`its key is of type ${type}, which is not known here`, 0);
  return message;
}

/** Its version is its first field. */
function controlValue(key: Buffer, bytes: Buffer): ReadMessage {
  const message = quorumMessage(key);
  if (bytes.length < 2) throw new DecodeError('it is too short to say which version it is', 0);
  return valueOf(message, bytes.readInt16BE(0), bytes, 0);
}

/** Three numbers in front: of the frame, of the message, of its version. */
function metadataValue(bytes: Buffer): ReadMessage {
  const { frame, type, version, length } = frameOf(bytes);
  if (frame !== knownFrame) {
    throw new DecodeError(`its frame is of version ${frame}, and known is ${knownFrame}`, 0);
  }
  const message = metadataMessages.get(type);
  if (!message) throw new DecodeError(`it is of type ${type}, which is not known here`, 0);
  return valueOf(message, version, bytes, length);
}

function frameOf(bytes: Buffer) {
  const reader = new ByteReader(bytes, 'its frame');
  try {
    const [frame, type, version] = [
      reader.unsignedVarint(),
      reader.unsignedVarint(),
      reader.unsignedVarint(),
    ];
    return { frame, type, version, length: bytes.length - reader.remaining };
  } catch (error) {
    if (error instanceof MalformedError) throw new DecodeError(error.message, 0);
    throw error;
  }
}

function valueOf(
  { name, value, newestValue, shown = {} }: MetadataMessage,
  version: number,
  bytes: Buffer,
  start: number,
): ReadMessage {
  if (version < 0 || version > newestValue) {
    throw new DecodeError(`it is version ${version} of ${name}, and known are 0 to ${newestValue}`, 0);
  }
  const reading = { message: name, version, isFlexible: true, shown, start };
  return { message: name, version, json: readMessage(value, bytes, reading, [`"type":"${name}"`]) };
}
