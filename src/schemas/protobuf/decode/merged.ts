/** Messages of which there are several where one is expected: their bytes behind each other are what merging them gives. */

export interface Part {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** `parts`: starts and ends in `bytes`. Of none, an empty message. */
export function merged(bytes: Buffer, parts: readonly number[]): Part {
  const [start = 0, end = 0] = parts;
  if (parts.length <= 2) return { bytes, start, end };
  const whole = Buffer.concat(
    Array.from({ length: parts.length / 2 }, (_, index) =>
      bytes.subarray(parts[index * 2] as number, parts[index * 2 + 1] as number),
    ),
  );
  return { bytes: whole, start: 0, end: whole.length };
}
