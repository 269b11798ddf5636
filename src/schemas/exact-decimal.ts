/** Decimal text of any length, exact: `12.50`, `-1e3` → unscaled digits and how many of them stand behind the point. */

export interface Decimal {
  readonly unscaled: bigint;
  /** Negative: so many zeros follow. */
  readonly scale: number;
}

const pattern = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/;
/** What is longer takes long to convert, and nobody means it. */
const mostDigits = 20_000;

/** Undefined for anything else, and for what is too long. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > mostDigits) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = pattern.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const magnitude = BigInt(whole + fraction);
  return {
    unscaled: sign === '-' ? -magnitude : magnitude,
    scale: fraction.length - Number(exponent),
  };
}

/** The same value with so many digits behind the point; undefined if it has more of them, or too many altogether. */
export function rescaled({ unscaled, scale }: Decimal, wanted: number): bigint | undefined {
  if (unscaled === 0n) return 0n;
  const more = wanted - scale;
  if (Math.abs(more) > mostDigits) return undefined;
  if (more >= 0) return unscaled * 10n ** BigInt(more);
  const divisor = 10n ** BigInt(-more);
  return unscaled % divisor === 0n ? unscaled / divisor : undefined;
}

/** `scale` digits stand behind the point; below zero it is `12E+3`. */
export function decimalText({ unscaled, scale }: Decimal): string {
  if (scale < 0) return `${unscaled}E+${-scale}`;
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Two's complement, the highest byte first. */
export function bigintFromBytes(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** In as few bytes as hold it, or in `size`; undefined if it needs more. */
export function bytesFromBigint(value: bigint, size?: number): Buffer | undefined {
  const bits = (value < 0n ? ~value : value).toString(2);
  const needed = bits === '0' ? 1 : Math.floor(bits.length / 8) + 1;
  if (size !== undefined && needed > size) return undefined;
  const length = size ?? needed;
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}
