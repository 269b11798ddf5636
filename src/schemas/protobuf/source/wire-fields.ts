/** The fields of a Protobuf message, as they stand in its bytes, for what is read once. */

export interface WireField {
  readonly number: number;
  /** Of a varint or eight or four bytes; 0n of others. */
  readonly number64: bigint;
  /** Of what has a length; empty of others. */
  readonly bytes: Buffer;
  /** Where it ends. */
  readonly end: number;
}

const none = Buffer.alloc(0);

/** Throws RangeError if they are no message. Groups, which descriptors have none of, are refused. */
export function wireFields(bytes: Buffer): readonly WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const need = (count: number): void => {
    if (count > bytes.length - at) throw new RangeError('longer than what is there');
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      need(1);
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('a varint of more than ten bytes');
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    if (number === 0) throw new RangeError('field 0');
    const wire = tag % 8;
    let number64 = 0n;
    let own: Buffer = none;
    if (wire === 0) number64 = varint();
    else if (wire === 2) {
      const length = Number(varint());
      need(length);
      own = bytes.subarray(at, at + length);
      at += length;
    } else if (wire === 1) {
      need(8);
      number64 = bytes.readBigUInt64LE(at);
      at += 8;
    } else if (wire === 5) {
      need(4);
      number64 = BigInt(bytes.readUInt32LE(at));
      at += 4;
    } else throw new RangeError(`wire type ${wire}`);
    fields.push({ number, number64, bytes: own, end: at });
  }
  return fields;
}
