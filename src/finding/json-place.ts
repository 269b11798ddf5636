/** Where a path leads in the bytes of a JSON text: read once, nothing decoded but what may be the name that is meant. */

/** The text is not JSON, or there is nothing at the path. */
const nowhere = -1;
/** JSON.parse has to be asked: deeper than any text that people write. */
export const inDoubt = -2;

const deepest = 200;

type Step = number | { readonly name: string; readonly bytes: Buffer };

/** One for each path of at least one step, used again for each text. `start` and `end` are where `find` found something. */
export class JsonPlace {
  readonly #steps: readonly Step[];
  start = 0;
  end = 0;

  constructor(steps: readonly (string | number)[]) {
    this.#steps = steps.map((step) =>
      typeof step === 'number' ? step : { name: step, bytes: Buffer.from(step) },
    );
  }

  /**
   * Names are compared as bytes, which cannot tell what is not UTF-8 from the character that stands for it in a text, nor
   * lone surrogates from one another.
   */
  static canFind(steps: readonly (string | number)[]): boolean {
    return steps.every((step) => typeof step === 'number' || !/[\ufffd\p{Surrogate}]/u.test(step));
  }

  /** True if the whole of `[start, end)` is JSON and the path leads somewhere in it; `inDoubt` if that cannot be told here. */
  find(bytes: Buffer, start: number, end: number): boolean | typeof inDoubt {
    let from = afterBlanks(bytes, start, end);
    let until = end;
    for (let depth = 0; depth < this.#steps.length; depth += 1) {
      const step = this.#steps[depth] as Step;
      const behind =
        typeof step === 'number'
          ? this.#element(bytes, from, until, step)
          : this.#member(bytes, from, until, step.name, step.bytes);
      if (behind < 0) return behind === inDoubt ? inDoubt : false;
      if (afterBlanks(bytes, behind, until) !== until || this.end < 0) return false;
      from = this.start;
      until = this.end;
    }
    return true;
  }

  /** Of repeated names the last counts, as for JSON.parse. Returns the end of the value at `start`. */
  #member(bytes: Buffer, start: number, end: number, name: string, nameBytes: Buffer): number {
    this.end = nowhere;
    if (start >= end || bytes[start] !== openBrace) return endOfValue(bytes, start, end);
    let at = afterBlanks(bytes, start + 1, end);
    if (at < end && bytes[at] === closeBrace) return at + 1;
    for (;;) {
      const nameStart = at;
      if (at >= end || bytes[at] !== quote) return nowhere;
      const nameEnd = endOfString(bytes, at, end);
      const valueStart = afterColon(bytes, nameEnd, end);
      if (valueStart < 0) return nowhere;
      const valueEnd = endOfValue(bytes, valueStart, end);
      if (valueEnd < 0) return valueEnd;
      if (isNamed(bytes, nameStart, nameEnd, name, nameBytes)) {
        this.start = valueStart;
        this.end = valueEnd;
      }
      at = afterBlanks(bytes, valueEnd, end);
      if (at >= end) return nowhere;
      if (bytes[at] === closeBrace) return at + 1;
      if (bytes[at] !== comma) return nowhere;
      at = afterBlanks(bytes, at + 1, end);
    }
  }

  #element(bytes: Buffer, start: number, end: number, index: number): number {
    this.end = nowhere;
    if (start >= end || bytes[start] !== openBracket) return endOfValue(bytes, start, end);
    let at = afterBlanks(bytes, start + 1, end);
    if (at < end && bytes[at] === closeBracket) return at + 1;
    for (let count = 0; ; count += 1) {
      const valueEnd = endOfValue(bytes, at, end);
      if (valueEnd < 0) return valueEnd;
      if (count === index) {
        this.start = at;
        this.end = valueEnd;
      }
      at = afterBlanks(bytes, valueEnd, end);
      if (at >= end) return nowhere;
      if (bytes[at] === closeBracket) return at + 1;
      if (bytes[at] !== comma) return nowhere;
      at = afterBlanks(bytes, at + 1, end);
    }
  }
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const [minus, plus, dot, zero, nine] = [0x2d, 0x2b, 0x2e, 0x30, 0x39];
/** What stands in a string as it is; bytes that are not UTF-8 stand for a character, as in a text. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== quote && byte !== backslash ? 1 : 0,
);
const isBlank = Uint8Array.from({ length: 256 }, (_, byte) =>
  ' \t\n\r'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const literals = ['true', 'false', 'null'].map((text) => Buffer.from(text));
const containers = new Uint8Array(deepest);

function afterBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank[bytes[at] as number] === 1) at += 1;
  return at;
}

/** From behind a name to its value. */
function afterColon(bytes: Buffer, nameEnd: number, end: number): number {
  if (nameEnd < 0) return nowhere;
  const at = afterBlanks(bytes, nameEnd, end);
  return at < end && bytes[at] === 0x3a ? afterBlanks(bytes, at + 1, end) : nowhere;
}

/** Behind the value that must begin at `start`; `nowhere` if none does, `inDoubt` if it is nested too deeply. */
function endOfValue(bytes: Buffer, start: number, end: number): number {
  let at = start;
  let depth = 0;
  for (;;) {
    if (at >= end) return nowhere;
    const first = bytes[at] as number;
    if (first === openBrace || first === openBracket) {
      if (depth === deepest) return inDoubt;
      const isObject = first === openBrace;
      at = afterBlanks(bytes, at + 1, end);
      if (at >= end) return nowhere;
      if (bytes[at] === first + 2) {
        at += 1;
      } else {
        containers[depth++] = first;
        if (isObject && (at = behindName(bytes, at, end)) < 0) return nowhere;
        continue;
      }
    } else {
      at = first === quote ? endOfString(bytes, at, end) : endOfScalar(bytes, at, end);
      if (at < 0) return nowhere;
    }
    // Behind a value: what comes next, or what ends here.
    for (;;) {
      if (depth === 0) return at;
      at = afterBlanks(bytes, at, end);
      if (at >= end) return nowhere;
      const container = containers[depth - 1] as number;
      if (bytes[at] === comma) {
        at = afterBlanks(bytes, at + 1, end);
        if (container === openBrace && (at = behindName(bytes, at, end)) < 0) return nowhere;
        break;
      }
      // Braces and brackets close two codes after they open.
      if (bytes[at] !== container + 2) return nowhere;
      at += 1;
      depth -= 1;
    }
  }
}

function behindName(bytes: Buffer, at: number, end: number): number {
  if (at >= end || bytes[at] !== quote) return nowhere;
  return afterColon(bytes, endOfString(bytes, at, end), end);
}

function endOfString(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; ;) {
    // Four at a time have one branch.
    while (at + 4 <= end && arePlain(bytes, at)) at += 4;
    while (at < end && isPlain[bytes[at] as number] === 1) at += 1;
    if (at >= end) return nowhere;
    const byte = bytes[at] as number;
    if (byte === quote) return at + 1;
    if (byte !== backslash || at + 1 >= end) return nowhere;
    const escaped = bytes[at + 1] as number;
    if (escaped === 0x75) {
      if (at + 6 > end) return nowhere;
      for (let digit = at + 2; digit < at + 6; digit += 1) {
        if (!isHexDigit(bytes[digit] as number)) return nowhere;
      }
      at += 6;
    } else if ('"\\/bfnrt'.includes(String.fromCharCode(escaped))) {
      at += 2;
    } else return nowhere;
  }
}

function arePlain(bytes: Buffer, at: number): boolean {
  const first = isPlain[bytes[at] as number] as number;
  const second = isPlain[bytes[at + 1] as number] as number;
  const third = isPlain[bytes[at + 2] as number] as number;
  const fourth = isPlain[bytes[at + 3] as number] as number;
  return (first & second & third & fourth) === 1;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function endOfScalar(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] as number;
  if (first === minus || isDigit(first)) return endOfNumber(bytes, start, end);
  const literal = literals.find((each) => each[0] === first);
  if (!literal || start + literal.length > end) return nowhere;
  return literal.every((byte, index) => bytes[start + index] === byte) ? start + literal.length : nowhere;
}

function endOfNumber(bytes: Buffer, start: number, end: number): number {
  let at = bytes[start] === minus ? start + 1 : start;
  const whole = at;
  at = afterDigits(bytes, at, end);
  if (at === whole || (bytes[whole] === zero && at > whole + 1)) return nowhere;
  if (at < end && bytes[at] === dot) {
    const fraction = at + 1;
    at = afterDigits(bytes, fraction, end);
    if (at === fraction) return nowhere;
  }
  if (at < end && ((bytes[at] as number) | 0x20) === 0x65) {
    const power = bytes[at + 1] === minus || bytes[at + 1] === plus ? at + 2 : at + 1;
    at = afterDigits(bytes, power, end);
    if (at === power) return nowhere;
  }
  return at;
}

function afterDigits(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at])) at += 1;
  return at;
}

/** `[start, end)` with its quotes. */
function isNamed(bytes: Buffer, start: number, end: number, name: string, nameBytes: Buffer): boolean {
  let at = start + 1;
  for (let index = 0; at < end - 1; at += 1, index += 1) {
    const byte = bytes[at] as number;
    if (byte === backslash) return JSON.parse(bytes.toString('utf8', start, end)) === name;
    // What stands before an escape stands for itself.
    if (byte !== nameBytes[index]) return false;
  }
  return end - start - 2 === nameBytes.length;
}
