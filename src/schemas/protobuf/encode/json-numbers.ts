/** Numbers in JSON texts, and in the strings that ProtoJSON also takes for them, read to the digit. */
import { EncodeError } from '../../codec.js';
import { stringOf } from '../../../text/source/json-source.js';

/** More digits than that are no number that fits. */
const mostDigits = 400;
const number = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/;

/** What a number or a string says. */
export function wordOf(source: string): string {
  return source.startsWith('"') ? stringOf(source) : source;
}

/** `5`, `"5"`, `5.0`, `5e0`. Throws EncodeError. */
export function wholeNumber(source: string, path: string, least: bigint, most: bigint, type: string): bigint {
  const value = exactWhole(wordOf(source));
  if (value === undefined) throw new EncodeError(path, `is not a whole number (${type})`);
  if (value < least || value > most) {
    throw new EncodeError(path, `is beyond ${type}: ${least} to ${most}`);
  }
  return value;
}

function exactWhole(word: string): bigint | undefined {
  const [, sign = '', whole, fraction = '', power = '0'] = number.exec(word) ?? [];
  if (whole === undefined) return undefined;
  const digits = whole + fraction;
  const zeros = Number(power) - fraction.length;
  if (/^0*$/.test(digits)) return 0n;
  if (zeros > mostDigits || digits.length > mostDigits * 2) return undefined;
  if (zeros >= 0) return BigInt(sign + digits + '0'.repeat(zeros));
  const cut = digits.length + zeros;
  if (!/^0*$/.test(digits.slice(Math.max(0, cut)))) return undefined;
  return cut <= 0 ? undefined : BigInt(sign + digits.slice(0, cut));
}

/** Also `"NaN"`, `"Infinity"`, `"-Infinity"` and numbers in quotes. Throws EncodeError. */
export function realNumber(source: string, path: string, type: 'double' | 'float'): number {
  const word = wordOf(source);
  const isText = source.startsWith('"');
  if (isText && (word === 'NaN' || word === 'Infinity' || word === '-Infinity')) return Number(word);
  if (!number.test(word)) throw new EncodeError(path, `is not a number (${type})`);
  const value = Number(word);
  const fits = type === 'double' ? value : Math.fround(value);
  if (!Number.isFinite(fits)) throw new EncodeError(path, `is beyond ${type}`);
  return value;
}
