/** JSON texts → values whose numbers are exact and whose names are no properties of objects. */

export type Json = null | boolean | string | ExactNumber | readonly Json[] | JsonObject;
/** Of repeated names the last counts, as for JSON.parse. */
export type JsonObject = ReadonlyMap<string, Json>;

/** `digits` times ten to the `power`; no digit at the end is 0. */
export class ExactNumber {
  constructor(
    readonly digits: bigint,
    readonly power: number,
  ) {}

  get isWhole(): boolean {
    return this.power >= 0;
  }

  /** Rounded. */
  get value(): number {
    return Number(`${this.digits}e${this.power}`);
  }
}

export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const deepest = 500;
/** Arithmetic with exponents stays exact. */
const largestExponent = 1e15;
const blanks = /[ \t\n\r]*/y;
const numberText = /-?(?:0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/y;
/** Without what must be escaped: quotes, backslashes and what is below a blank. */
const plainString = /"[ !#-[\]-\uffff]*"/y;
const stringText = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const words: ReadonlyMap<string, Json> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Throws JsonSyntaxError. */
export function readJson(text: string): Json {
  return new JsonReader(text).whole();
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Json {
    const value = this.#value(0);
    if (this.#at < this.#text.length) throw this.#wrong('something follows the end');
    return value;
  }

  #value(depth: number): Json {
    this.#skip();
    const first = this.#text.charAt(this.#at);
    if (depth > deepest) throw this.#wrong(`it is nested more than ${deepest} deep`);
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    for (const [word, value] of words) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      this.#skip();
      return value;
    }
    return this.#number();
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    this.#take('{');
    if (this.#has('}')) return members;
    do {
      if (this.#text.charAt(this.#at) !== '"') throw this.#wrong('a name in quotes is missing');
      const name = this.#string();
      this.#take(':');
      members.set(name, this.#value(depth + 1));
    } while (this.#has(','));
    this.#take('}');
    return members;
  }

  #array(depth: number): Json {
    const elements: Json[] = [];
    this.#take('[');
    if (this.#has(']')) return elements;
    do elements.push(this.#value(depth + 1));
    while (this.#has(','));
    this.#take(']');
    return elements;
  }

  #string(): string {
    const start = this.#at;
    // The other expression keeps a note of each character, of which there may be too many.
    const simple = this.#match(plainString);
    const found = simple ?? this.#match(stringText);
    if (!found) throw this.#wrong('a text has no end, or a character in it must be escaped');
    const source = this.#text.slice(start, this.#at);
    this.#skip();
    return simple ? source.slice(1, -1) : (JSON.parse(source) as string);
  }

  #number(): Json {
    const found = this.#match(numberText);
    if (!found) throw this.#wrong(this.#at < this.#text.length ? 'this is not JSON' : 'it ends too early');
    const [source, fraction = '', power = '0'] = found;
    this.#skip();
    const exponent = Number(power);
    if (Math.abs(exponent) > largestExponent) throw this.#wrong('the exponent of a number is too large');
    return exact(source.replace(/[eE].*/, '').replace('.', ''), exponent - fraction.length);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #has(sign: string): boolean {
    if (this.#text.charAt(this.#at) !== sign) return false;
    this.#at += 1;
    this.#skip();
    return true;
  }

  #take(sign: string): void {
    if (!this.#has(sign)) throw this.#wrong(`${sign} is missing`);
  }

  #skip(): void {
    blanks.lastIndex = this.#at;
    blanks.test(this.#text);
    this.#at = blanks.lastIndex;
  }

  #wrong(what: string): JsonSyntaxError {
    return new JsonSyntaxError(what, this.#at);
  }
}

function exact(digits: string, power: number): ExactNumber {
  const short = digits.replace(/0+$/, '');
  if (short === '' || short === '-') return new ExactNumber(0n, 0);
  return new ExactNumber(BigInt(short), power + digits.length - short.length);
}

/** `digits` may end with zeros. */
export function exactNumber(digits: bigint, power: number): ExactNumber {
  return exact(String(digits), power);
}

/** The same text for values that are equal: 1.0 and 1, and objects whatever their order. */
export function canonical(value: Json): string {
  if (value instanceof ExactNumber) return `${value.digits}e${value.power}`;
  if (value instanceof Map) {
    const members = [...(value as JsonObject)].map(
      ([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`,
    );
    return `{${members.sort().join(',')}}`;
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  return JSON.stringify(value);
}

/** As it may be shown. */
export function jsonText(value: Json): string {
  if (value instanceof ExactNumber) {
    return value.power >= 0 && value.power < 30
      ? String(value.digits * 10n ** BigInt(value.power))
      : String(value.value);
  }
  if (value instanceof Map) {
    return `{${[...(value as JsonObject)].map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`).join(',')}}`;
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(jsonText).join(',')}]`;
  return JSON.stringify(value);
}

/** Negative, 0 or positive, exactly. */
export function compareNumbers(one: ExactNumber, other: ExactNumber): number {
  const sign = signOf(one);
  if (sign !== signOf(other)) return sign - signOf(other);
  if (sign === 0) return 0;
  const [a, b] = [magnitude(one), magnitude(other)];
  if (a !== b) return (a - b) * sign;
  // As many digits before the point: so near that both can be written out.
  const power = Math.min(one.power, other.power);
  const [x, y] = [scaled(one, power), scaled(other, power)];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function isMultiple(value: ExactNumber, of: ExactNumber): boolean {
  if (value.digits === 0n) return true;
  if (of.digits === 0n) return false;
  const shift = value.power - of.power;
  const divisor = of.digits < 0n ? -of.digits : of.digits;
  if (shift >= 0) return (value.digits * powerOfTen(shift, divisor)) % divisor === 0n;
  // So many zeros at the end has no number whose last digit is none.
  if (-shift > String(value.digits).length) return false;
  return value.digits % (divisor * 10n ** BigInt(-shift)) === 0n;
}

function powerOfTen(power: number, modulus: bigint): bigint {
  let result = 1n;
  let base = 10n % modulus;
  for (let rest = power; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

function signOf({ digits }: ExactNumber): number {
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

/** Digits before the point. */
function magnitude({ digits, power }: ExactNumber): number {
  return String(digits < 0n ? -digits : digits).length + power;
}

function scaled({ digits, power }: ExactNumber, to: number): bigint {
  return digits * 10n ** BigInt(power - to);
}
