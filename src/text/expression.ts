/** A short expression in an option → its tokens, one after the other; a caret shows where it is wrong. */
import { LabError } from './errors.js';

type TokenKind = 'word' | 'sign' | 'string' | 'number' | 'regex' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** For strings and regular expressions, what is between the quotes or slashes. */
  readonly text: string;
  /** Of a regular expression. */
  readonly flags: string;
  /** Where it begins in the source. */
  readonly at: number;
}

export interface Language {
  /** `--filter` */
  readonly option: string;
  readonly hint: string;
  /** Sticky, tried in this order after strings. A group holds the text if it is not all of the match. */
  readonly patterns: Readonly<Partial<Record<TokenKind, RegExp>>>;
  /** Other spellings of words and signs: `&&` → `and`. */
  readonly synonyms?: Readonly<Record<string, string>>;
}

const blanks = /\s*/y;
const string = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Throws LabError 'usage' for anything that is not a token of the language. */
export class Expression {
  readonly #source: string;
  readonly #language: Language;
  #next = 0;
  token: Token;

  constructor(source: string, language: Language) {
    this.#source = source;
    this.#language = language;
    this.token = this.#read();
  }

  /** The word or sign that is next, in its first spelling; undefined for strings, numbers and the end. */
  get word(): string | undefined {
    const { kind, text } = this.token;
    return kind === 'word' || kind === 'sign' ? (this.#language.synonyms?.[text] ?? text) : undefined;
  }

  take(): Token {
    const { token } = this;
    this.token = this.#read();
    return token;
  }

  accept(expected: string): boolean {
    if (this.word !== expected) return false;
    this.take();
    return true;
  }

  wrong(reason: string, at = this.token.at): LabError {
    const { option, hint } = this.#language;
    // Tabs and line ends would misplace the caret.
    const line = this.#source.replaceAll(/\s/g, ' ');
    return new LabError('usage', `${option}: ${reason}\n  ${line}\n  ${' '.repeat(at)}^`, { hint });
  }

  #read(): Token {
    const at = this.#next + (this.#match(blanks, this.#next)?.[0].length ?? 0);
    if (at === this.#source.length) return { kind: 'end', text: '', flags: '', at };
    const kinds = Object.entries({ string, ...this.#language.patterns }) as [TokenKind, RegExp][];
    for (const [kind, pattern] of kinds) {
      const found = this.#match(pattern, at);
      if (!found) continue;
      this.#next = at + found[0].length;
      const isPresent = (group: string | undefined) => group !== undefined;
      const text = found.slice(1).find(isPresent) ?? found[0];
      const flags = found.groups?.['flags'] ?? '';
      return { kind, text: kind === 'string' ? unescaped(text) : text, flags, at };
    }
    const character = this.#source.charAt(at);
    throw this.wrong(
      /["']/.test(character) ? 'this quote is never closed' : `${character} has no meaning here`,
      at,
    );
  }

  #match(sticky: RegExp, at: number): RegExpExecArray | null {
    sticky.lastIndex = at;
    return sticky.exec(this.#source);
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}
