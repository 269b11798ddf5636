/** Texts that match a regular expression, as far as it is made of what most patterns in schemas are made of. */
import { below, type Random } from '../random.js';

type Sample = (random: Random) => string;

/** Of what may be repeated without end. */
const mostMore = 4;
const longestRepeat = 10_000;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const classes: Readonly<Record<string, string>> = { d: digits, w: letters + digits, s: ' ' };
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', f: '\f', v: '\v' };
const visible = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');

class Unsupported extends Error {}

/** Undefined for an expression with parts that are not known here: lookarounds, back references, properties of characters. */
export function patternSampler(source: string): Sample | undefined {
  try {
    return new PatternParser(source).whole();
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

class PatternParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): Sample {
    const sample = this.#alternatives();
    if (this.#at < this.#source.length) throw new Unsupported();
    return sample;
  }

  #alternatives(): Sample {
    this.#depth += 1;
    if (this.#depth > 100) throw new Unsupported();
    const all = [this.#sequence()];
    while (this.#has('|')) all.push(this.#sequence());
    this.#depth -= 1;
    return (random) => (all[below(all.length, random)] as Sample)(random);
  }

  #sequence(): Sample {
    const parts: Sample[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) {
      const atom = this.#atom();
      if (atom) parts.push(this.#repeated(atom));
    }
    return (random) => parts.map((part) => part(random)).join('');
  }

  /** Undefined for what has no text: `^` and `$`. */
  #atom(): Sample | undefined {
    const sign = this.#next();
    if (sign === '^' || sign === '$') return undefined;
    if (sign === '.') return oneOf(letters + digits);
    if (sign === '[') return this.#class();
    if (sign === '\\') return oneOf(this.#escaped());
    if ('*+?{'.includes(sign)) throw new Unsupported();
    if (sign !== '(') return () => sign;
    if (this.#has('?') && !this.#has(':')) throw new Unsupported();
    const inner = this.#alternatives();
    if (!this.#has(')')) throw new Unsupported();
    return inner;
  }

  #repeated(atom: Sample): Sample {
    const [least, most] = this.#count();
    if (least === 1 && most === 1) return atom;
    this.#has('?');
    if (least > longestRepeat || most < least) throw new Unsupported();
    return (random) => {
      const times = least + below(Math.min(most - least, mostMore) + 1, random);
      return Array.from({ length: times }, () => atom(random)).join('');
    };
  }

  #count(): [least: number, most: number] {
    if (this.#has('*')) return [0, Infinity];
    if (this.#has('+')) return [1, Infinity];
    if (this.#has('?')) return [0, 1];
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at, this.#at + 20));
    if (!found) return [1, 1];
    this.#at += found[0].length;
    const least = Number(found[1]);
    if (found[2] === undefined) return [least, least];
    return [least, found[3] === '' ? Infinity : Number(found[3])];
  }

  #class(): Sample {
    const isNegated = this.#has('^');
    let signs = '';
    while (!this.#has(']')) {
      const first = this.#classSign();
      const isRange = first.length === 1 && /^-[^\]]/.test(this.#source.slice(this.#at, this.#at + 2));
      if (!isRange) {
        signs += first;
        continue;
      }
      this.#at += 1;
      const last = this.#classSign();
      const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
      if (last.length !== 1 || to < from) throw new Unsupported();
      // The first of a range as long as that will do.
      for (let code = from; code <= Math.min(to, from + 256); code += 1) signs += String.fromCharCode(code);
    }
    const chosen = isNegated
      ? Array.from(visible)
          .filter((each) => !signs.includes(each))
          .join('')
      : signs;
    if (chosen === '') throw new Unsupported();
    return oneOf(chosen);
  }

  #classSign(): string {
    const sign = this.#next();
    return sign === '\\' ? this.#escaped() : sign;
  }

  #escaped(): string {
    const sign = this.#next();
    const known = Object.hasOwn(classes, sign) ? classes[sign] : undefined;
    if (known !== undefined) return known;
    if (sign === 'D') return letters;
    if (sign === 'W') return '-';
    if (sign === 'S') return letters + digits;
    const named = Object.hasOwn(escapes, sign) ? escapes[sign] : undefined;
    if (named !== undefined) return named;
    if (/[A-Za-z0-9]/.test(sign)) throw new Unsupported();
    return sign;
  }

  #next(): string {
    if (this.#at >= this.#source.length) throw new Unsupported();
    return this.#source.charAt(this.#at++);
  }

  #has(sign: string): boolean {
    if (this.#source.charAt(this.#at) !== sign) return false;
    this.#at += 1;
    return true;
  }
}

function oneOf(signs: string): Sample {
  return (random) => signs.charAt(below(signs.length, random));
}
