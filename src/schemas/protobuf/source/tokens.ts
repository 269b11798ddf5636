/** The words of a .proto text (protobuf.com/docs/language-spec, "Lexical elements"). */
import { complaint } from './complaint.js';
import type { ProtoFile } from './model.js';

export type TokenKind = 'name' | 'number' | 'text' | 'sign' | 'end';

const slash = 0x2f;
const name = /[A-Za-z_]\w*/y;
const number = /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const text = /"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|'[^'\\\n]*(?:\\[^\n][^'\\\n]*)*'/y;
const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** One token ahead. */
export class Tokens {
  kind: TokenKind = 'end';
  /** As it is written; of a text, what stands between its quotes. */
  word = '';
  /** Where it begins. */
  at = 0;
  #behind = 0;

  constructor(readonly file: ProtoFile) {
    this.next();
  }

  next(): void {
    const source = this.file.text;
    this.#skip();
    const first = source.charAt(this.at);
    if (first === '') this.#take('end', '');
    else if (this.#matches(name)) this.#take('name', source.slice(this.at, name.lastIndex));
    else if (this.#matches(number)) this.#take('number', source.slice(this.at, number.lastIndex));
    else if (first === '"' || first === "'") {
      if (!this.#matches(text)) throw this.complaint('this text has no end in its line.');
      this.#behind = text.lastIndex;
      this.kind = 'text';
      this.word = source.slice(this.at + 1, this.#behind - 1);
    } else this.#take('sign', first);
  }

  /** Blanks and comments. */
  #skip(): void {
    const source = this.file.text;
    this.at = this.#behind;
    for (;;) {
      const code = source.charCodeAt(this.at);
      // NaN at the end.
      if (code <= 0x20 || code === 0xfeff) this.at += 1;
      else if (code !== slash) return;
      else if (source.startsWith('//', this.at)) {
        const end = source.indexOf('\n', this.at);
        this.at = end === -1 ? source.length : end;
      } else if (source.startsWith('/*', this.at)) {
        const end = source.indexOf('*/', this.at + 2);
        if (end === -1) throw this.complaint('this comment has no end.');
        this.at = end + 2;
      } else return;
    }
  }

  is(word: string): boolean {
    return this.word === word && this.kind !== 'text' && this.kind !== 'end';
  }

  /** Moves on if that word is next. */
  has(word: string): boolean {
    if (!this.is(word)) return false;
    this.next();
    return true;
  }

  expect(word: string): void {
    if (!this.has(word)) throw this.unexpected(`"${word}"`);
  }

  /** A word of letters. */
  name(what: string): string {
    if (this.kind !== 'name') throw this.unexpected(what);
    return this.#taken();
  }

  /** `a.b.c`, `.a.b` */
  dottedName(what: string): string {
    let found = this.has('.') ? '.' : '';
    found += this.name(what);
    while (this.has('.')) found += `.${this.name(what)}`;
    return found;
  }

  /** Texts that follow each other are one. */
  text(what: string): string {
    if (this.kind !== 'text') throw this.unexpected(what);
    let found = '';
    // `kind` changes with each call.
    while ((this.kind as TokenKind) === 'text') found += unescaped(this.#taken());
    return found;
  }

  /** A whole number within the limits, decimal, hexadecimal or octal. */
  whole(what: string, least: number, most: number): number {
    const at = this.at;
    const sign = this.has('-') ? -1 : 1;
    const digits = this.kind === 'number' ? this.word : '';
    if (!/^(?:0|[1-9]\d*|0[xX][0-9a-fA-F]+|0[0-7]+)$/.test(digits)) throw this.unexpected(what);
    const value = sign * (/^0[0-7]/.test(digits) ? parseInt(digits, 8) : Number(digits));
    if (value < least || value > most)
      throw complaint({ file: this.file, at }, `${value} is not ${what}: from ${least} to ${most}.`);
    this.next();
    return value + 0;
  }

  unexpected(wanted: string): ReturnType<typeof complaint> {
    const found = this.kind === 'end' ? 'the end of the file' : `"${this.word.slice(0, 40)}"`;
    return this.complaint(`${wanted} was expected here, not ${found}.`);
  }

  complaint(what: string): ReturnType<typeof complaint> {
    return complaint({ file: this.file, at: this.at }, what);
  }

  #taken(): string {
    const { word } = this;
    this.next();
    return word;
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.file.text);
  }

  #take(kind: TokenKind, word: string): void {
    this.kind = kind;
    this.word = word;
    this.#behind = this.at + word.length;
  }
}

/** Only names and paths are read, so that bytes beyond ASCII are of no matter. */
function unescaped(source: string): string {
  return source.replace(
    /\\(?:[xX]([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|([^]))/g,
    (_, hex?: string, octal?: string, unit?: string, letter: string = '') =>
      hex !== undefined || unit !== undefined
        ? String.fromCharCode(parseInt(hex ?? unit ?? '', 16))
        : octal !== undefined
          ? String.fromCharCode(parseInt(octal, 8))
          : (simpleEscapes[letter] ?? letter),
  );
}
