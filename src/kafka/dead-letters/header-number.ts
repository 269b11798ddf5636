/** Partitions and counts in headers: Spring writes them big-endian in four bytes, all others as digits. */

/**
 * Not negative; undefined for anything else. Four bytes that are all digits are digits: as a big-endian number they would be beyond
 * 800 million, which no partition is.
 */
export function headerNumber(value: Buffer): number | undefined {
  const digits = headerDigits(value);
  if (digits !== undefined || value.length !== 4) return digits;
  const number = value.readInt32BE();
  return number < 0 ? undefined : number;
}

/** At most 15 of them, which is exact. */
export function headerDigits(value: Buffer): number | undefined {
  const isNumber =
    value.length > 0 && value.length <= 15 && value.every((byte) => byte >= 0x30 && byte <= 0x39);
  return isNumber ? Number(value.toString('latin1')) : undefined;
}
