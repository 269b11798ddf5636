/** Keys and values that are a text, or bytes written as one. */
import { DecodeError, EncodeError, type Decoder, type Encoder } from '../codec.js';
import { writeJsonAsWritten, writeJsonString } from '../json-text.js';

export const text: Decoder & Encoder = {
  decode: writeJsonString,
  encode: (source) => Buffer.from(textOf(source)),
};

/** As Kafka's UUIDSerializer has it: 36 characters. */
const uuidLength = 36;
const uuidText = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export const uuid: Decoder & Encoder = {
  decode(bytes, start, end, out) {
    const isUuid = end - start === uuidLength && uuidText.test(bytes.toString('latin1', start, end));
    if (!isUuid) {
      const hint = end - start === 16 ? '; 16 bytes can be shown by hex' : '';
      throw new DecodeError(
        `it is not a UUID of ${uuidLength} characters, as Kafka's serializer writes it${hint}`,
        start,
      );
    }
    writeJsonString(bytes, start, end, out);
  },
  encode(source) {
    const typed = textOf(source);
    if (!uuidText.test(typed)) throw new EncodeError('', 'is not a UUID');
    return Buffer.from(typed);
  },
};

export const hex: Decoder & Encoder = {
  decode: (bytes, start, end, out) => out.text(`"${bytes.toString('hex', start, end)}"`),
  encode(source) {
    const typed = textOf(source);
    if (!/^(?:[\da-f]{2})*$/i.test(typed)) throw new EncodeError('', 'is not hexadecimal, two digits a byte');
    return Buffer.from(typed, 'hex');
  },
};

export const base64: Decoder & Encoder = {
  decode: (bytes, start, end, out) => out.text(`"${bytes.toString('base64', start, end)}"`),
  encode(source) {
    const typed = textOf(source);
    const bytes = Buffer.from(typed, 'base64');
    // What Node passes over, and bits that nothing stands for, would be lost.
    if (bytes.toString('base64') !== typed) throw new EncodeError('', 'is not base64');
    return bytes;
  },
};

export const json: Decoder & Encoder = {
  decode: writeJsonAsWritten,
  encode: (source) => Buffer.from(source),
};

/** Throws EncodeError for anything but a JSON string, and for halves of characters. */
function textOf(source: string): string {
  const value: unknown = source.startsWith('"') ? JSON.parse(source) : undefined;
  if (typeof value !== 'string') throw new EncodeError('', 'is not a text');
  if (/\p{Surrogate}/u.test(value)) {
    throw new EncodeError('', 'has half of a surrogate pair, which UTF-8 cannot express');
  }
  return value;
}
