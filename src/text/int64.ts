/** Whole numbers of 64 bits that clients or file systems choose: anything may come, and none of it is rounded. */

/** A number as long as that is exact, a bigint beyond 2^53 − 1. */
export type Int64 = number | bigint;

const [lowest, highest] = [-(2n ** 63n), 2n ** 63n - 1n];

export function toInt64(value: bigint): Int64 {
  const rounded = Number(value);
  return Number.isSafeInteger(rounded) ? rounded : value;
}

/** Undefined for anything but the digits of a whole number of 64 bits. */
export function parseInt64(text: string): Int64 | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < lowest || value > highest ? undefined : toInt64(value);
}

export function addInt64(one: Int64, other: Int64): Int64 {
  return toInt64(BigInt(one) + BigInt(other));
}

/** For JSON.stringify: text beyond 2^53, where a reader of JSON would round. */
export function exactInJson(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const exact = toInt64(value);
  return typeof exact === 'number' ? exact : String(exact);
}
