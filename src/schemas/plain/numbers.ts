/** The numbers of Kafka's own serializers: IntegerSerializer, LongSerializer, DoubleSerializer, the highest byte first. */
import { counted } from '../../view/counted.js';
import { DecodeError, EncodeError, type Decoder, type Encoder } from '../codec.js';

/** NaN and the infinities, which JSON has no numbers for. */
const notInJson = ['NaN', 'Infinity', '-Infinity'];

export const int = wholeNumber(
  4,
  'an int',
  (bytes, at) => bytes.readInt32BE(at),
  -(2n ** 31n),
  2n ** 31n - 1n,
);
export const long = wholeNumber(
  8,
  'a long',
  (bytes, at) => bytes.readBigInt64BE(at),
  -(2n ** 63n),
  2n ** 63n - 1n,
);

export const double: Decoder & Encoder = {
  decode(bytes, start, end, out) {
    checkLength(start, end, 8, 'a double');
    const value = bytes.readDoubleBE(start);
    // String(-0) is 0.
    if (Number.isFinite(value)) out.text(Object.is(value, -0) ? '-0.0' : String(value));
    else out.text(`"${value}"`);
  },
  encode(source) {
    const text = source.startsWith('"') ? (JSON.parse(source) as string) : source;
    const isNumber = text === source ? /^[-\d]/.test(source) : notInJson.includes(text);
    const value = Number(text);
    if (!isNumber) throw new EncodeError('', 'is not a number');
    if (text === source && !Number.isFinite(value)) throw new EncodeError('', 'is too large for a double');
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return bytes;
  },
};

function wholeNumber(
  size: 4 | 8,
  what: string,
  read: (bytes: Buffer, at: number) => number | bigint,
  lowest: bigint,
  highest: bigint,
): Decoder & Encoder {
  return {
    decode(bytes, start, end, out) {
      checkLength(start, end, size, what);
      const value = read(bytes, start);
      if (typeof value === 'number' && value >= 0) out.number(value);
      else out.text(String(value));
    },
    encode(source) {
      if (!/^-?\d{1,20}$/.test(source)) throw new EncodeError('', 'is not a whole number');
      const value = BigInt(source);
      if (value < lowest || value > highest) {
        throw new EncodeError('', `is not from ${lowest} to ${highest}, as ${what} must be`);
      }
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(value);
      return bytes.subarray(8 - size);
    },
  };
}

function checkLength(start: number, end: number, size: number, what: string): void {
  if (end - start === size) return;
  throw new DecodeError(`it has ${counted(end - start, 'byte')}, and ${what} has ${size}`, start);
}
