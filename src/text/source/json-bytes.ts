/** JSON as UTF-8 bytes, read where it stands and without making text of it: four bytes at a time, where that can be. */

const [quote, backslash, lowerU] = [0x22, 0x5c, 0x75];
const [zero, nine] = [0x30, 0x39];
/** Whole numbers of so many digits are exact. */
const mostDigits = 15;

const [inside, notAscii, other] = [0, 1, 2];
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return notAscii;
  return byte < 0x20 || byte === quote || byte === backslash ? other : inside;
});

/** What the letter after a backslash stands for; 0 for none. */
const meanings = new Uint8Array(256);
for (const letter of '"\\/bfnrt') {
  meanings[letter.charCodeAt(0)] = (JSON.parse(`"\\${letter}"`) as string).charCodeAt(0);
}

/** What may come next, of four bytes or more. */
export class Word {
  readonly length: number;
  /** Four bytes each; the last may overlap the one before. */
  readonly ints: Int32Array;

  constructor(text: string) {
    const bytes = Buffer.from(text);
    this.length = bytes.length;
    this.ints = Int32Array.from({ length: Math.ceil(bytes.length / 4) }, (_, index) =>
      bytes.readInt32LE(Math.min(index * 4, bytes.length - 4)),
    );
  }
}

/** A string as it is written. */
export class JsonString {
  /** Of what stands between the quotes. */
  start = 0;
  end = 0;
  isEscaped = false;
  isAscii = true;
}

/** Each `read…` and `has…` that succeeds moves behind what it found. */
export class JsonCursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  #view = new DataView(this.bytes.buffer, 0, 0);

  begin(bytes: Buffer, at: number): void {
    if (bytes !== this.bytes) this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.bytes = bytes;
    this.at = at;
  }

  hasByte(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  hasWord({ length, ints }: Word): boolean {
    const start = this.at;
    const end = start + length;
    if (end > this.bytes.length) return false;
    const view = this.#view;
    const last = ints.length - 1;
    if (view.getInt32(end - 4, true) !== ints[last]) return false;
    for (let index = 0; index < last; index += 1) {
      if (view.getInt32(start + index * 4, true) !== ints[index]) return false;
    }
    this.at = end;
    return true;
  }

  /** Whether the `length` bytes that begin at `from`, before this place, come here once more. */
  repeats(from: number, length: number): boolean {
    const start = this.at;
    if (length < 4 || start + length > this.bytes.length) return false;
    const view = this.#view;
    for (let index = 0; index < length - 4; index += 4) {
      if (view.getInt32(start + index, true) !== view.getInt32(from + index, true)) return false;
    }
    if (view.getInt32(start + length - 4, true) !== view.getInt32(from + length - 4, true)) return false;
    this.at = start + length;
    return true;
  }

  /** A whole number; -1 if there is none, it is negative, or it may be too large to be exact. */
  readNumber(): number {
    const { bytes, at: start } = this;
    let at = start;
    let number = 0;
    for (let byte = bytes[at] as number; byte >= zero && byte <= nine; byte = bytes[++at] as number) {
      number = number * 10 + (byte - zero);
    }
    const digits = at - start;
    if (digits === 0 || digits > mostDigits || (digits > 1 && bytes[start] === zero)) return -1;
    this.at = at;
    return number;
  }

  /**
   * False if there is no string, or it has no end or a control character, which JSON forbids. Whether its bytes are UTF-8
   * and its escapes right is not looked at.
   */
  readString(string: JsonString): boolean {
    const { bytes } = this;
    let { at } = this;
    if (bytes[at] !== quote) return false;
    string.start = at += 1;
    string.isEscaped = false;
    string.isAscii = true;
    const view = this.#view;
    const lastPair = bytes.length - 8;
    for (;;) {
      while (at <= lastPair && areInside(view.getInt32(at, true), view.getInt32(at + 4, true))) at += 8;
      const byte = bytes[at] as number;
      const kind = kinds[byte];
      if (kind === inside) at += 1;
      else if (kind === notAscii) {
        string.isAscii = false;
        at += 1;
      } else if (byte === backslash && (bytes[at + 1] as number) >= 0x20) {
        string.isEscaped = true;
        at += 2;
      } else {
        string.end = at;
        this.at = at + 1;
        return byte === quote;
      }
    }
  }
}

const eachByte = 0x01010101;
const highBits = 0x80808080 | 0;

/** Whether all bytes of both are `inside`: below, the high bit of a byte is set if it is not ASCII, below 0x20, or one of the two. */
function areInside(one: number, other: number): boolean {
  return ((oddBits(one) | oddBits(other)) & highBits) === 0;
}

function oddBits(four: number): number {
  return (
    four |
    (four - 0x20202020) |
    ((four ^ (quote * eachByte)) - eachByte) |
    ((four ^ (backslash * eachByte)) - eachByte)
  );
}

/**
 * Writes what `bytes[start, end)`, the inside of a string, says to `target` from `at` on, which takes no more room; returns
 * where it ends. -1 if an escape is wrong, or names half of a character, which UTF-8 cannot express.
 */
export function unescapeJson(
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  for (let from = start; from < end;) {
    const byte = bytes[from++] as number;
    if (byte !== backslash) {
      target[at++] = byte;
      continue;
    }
    const letter = bytes[from++] as number;
    if (letter !== lowerU) {
      const meant = meanings[letter] as number;
      if (meant === 0) return -1;
      target[at++] = meant;
      continue;
    }
    let code = codeUnit(bytes, from, end);
    from += 4;
    if (code >= 0xd800 && code < 0xe000) {
      const low =
        bytes[from] === backslash && bytes[from + 1] === lowerU ? codeUnit(bytes, from + 2, end) : -1;
      if (code >= 0xdc00 || low < 0xdc00 || low >= 0xe000) return -1;
      from += 6;
      code = 0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00);
    }
    if (code < 0) return -1;
    at = writeUtf8(target, at, code);
  }
  return at;
}

/** Four hexadecimal digits; -1 if they are not. */
function codeUnit(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 > end) return -1;
  let code = 0;
  for (let at = start; at < start + 4; at += 1) {
    const digit = hexDigit(bytes[at] as number);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

function writeUtf8(target: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    target[at++] = code;
    return at;
  }
  if (code < 0x800) target[at++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) target[at++] = 0xe0 | (code >> 12);
    else {
      target[at++] = 0xf0 | (code >> 18);
      target[at++] = 0x80 | ((code >> 12) & 0x3f);
    }
    target[at++] = 0x80 | ((code >> 6) & 0x3f);
  }
  target[at++] = 0x80 | (code & 0x3f);
  return at;
}
