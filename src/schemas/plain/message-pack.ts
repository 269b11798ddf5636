/**
 * MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) → JSON text and back. What JSON has no word for is an
 * object of one member: `{"base64": …}` bytes, `{"timestamp": …}`, `{"float": "NaN"}`, and `{"ext": 5, "base64": …}`. A map with
 * a key that is not a text is `{"map": [[KEY, VALUE], …]}`, and so is one that would be taken for one of these. A float always
 * has a point or an exponent, so that it comes back as one.
 */
import type { Decoder, Encoder } from '../codec.js';
import { encodeMessagePack } from './message-pack-encoder.js';
import { MessagePackReader } from './message-pack-reader.js';

export const msgpack: Decoder & Encoder = {
  decode: (bytes, start, end, out) => new MessagePackReader(bytes, start, end, out).readWhole(),
  encode: encodeMessagePack,
};
