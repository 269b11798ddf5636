/** The JSON of a schema as a tree that knows where everything stands. Comments are skipped, as Java's Avro does. */
import { endOfString } from '../text/source/json-source.js';

interface Placed {
  /** Where it begins and ends in the text. */
  readonly at: number;
  readonly end: number;
}

interface JsonMemberNode {
  readonly name: string;
  readonly nameAt: number;
  readonly value: JsonNode;
}

export type JsonNode = Placed &
  (
    | { readonly kind: 'object'; readonly members: readonly JsonMemberNode[] }
    | { readonly kind: 'array'; readonly elements: readonly JsonNode[] }
    | { readonly kind: 'string'; readonly text: string }
    | { readonly kind: 'number' | 'boolean' | 'null' }
  );

/** The parser calls itself for what is nested. */
const deepest = 500;

const blank = /[ \t\n\r\ufeff]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

/** `wrong` makes the error of a text that is not JSON: where, and why. */
export function readJsonTree(text: string, wrong: (at: number, reason: string) => Error): JsonNode {
  const parser = new Parser(text, wrong);
  const node = parser.value(0);
  parser.blanks();
  if (parser.at < text.length) throw wrong(parser.at, 'something follows after the end of the JSON');
  return node;
}

/** Of an object; the last of a name, as elsewhere. */
export function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  if (node.kind !== 'object') return undefined;
  return node.members.findLast((member) => member.name === name)?.value;
}

/** `line 3, column 12` */
export function placeInText(text: string, at: number): string {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `line ${before.split('\n').length}, column ${at - lineStart + 1}`;
}

class Parser {
  at = 0;
  readonly #text: string;
  readonly #wrong: (at: number, reason: string) => Error;

  constructor(text: string, wrong: (at: number, reason: string) => Error) {
    this.#text = text;
    this.#wrong = wrong;
  }

  blanks(): void {
    while (this.#match(blank) !== undefined);
  }

  value(depth: number): JsonNode {
    this.blanks();
    const { at } = this;
    if (depth > deepest) throw this.#wrong(at, `it is nested more than ${deepest} deep`);
    switch (this.#text[at]) {
      case '{':
        return this.#object(at, depth);
      case '[':
        return this.#array(at, depth);
      case '"':
        return { kind: 'string', text: this.#string(), at, end: this.at };
    }
    const found = this.#match(word);
    if (found !== undefined) return { kind: found === 'null' ? 'null' : 'boolean', at, end: this.at };
    if (this.#match(number) !== undefined) return { kind: 'number', at, end: this.at };
    throw this.#unexpected('a value');
  }

  #object(at: number, depth: number): JsonNode {
    const members: JsonMemberNode[] = [];
    this.at += 1;
    this.blanks();
    while (!this.#accept('}')) {
      if (members.length > 0) this.#expect(',', 'a comma or }');
      this.blanks();
      const nameAt = this.at;
      if (this.#text[nameAt] !== '"') throw this.#unexpected('a name in double quotes');
      const name = this.#string();
      this.blanks();
      this.#expect(':', 'a colon');
      members.push({ name, nameAt, value: this.value(depth + 1) });
      this.blanks();
    }
    return { kind: 'object', members, at, end: this.at };
  }

  #array(at: number, depth: number): JsonNode {
    const elements: JsonNode[] = [];
    this.at += 1;
    this.blanks();
    while (!this.#accept(']')) {
      if (elements.length > 0) this.#expect(',', 'a comma or ]');
      elements.push(this.value(depth + 1));
      this.blanks();
    }
    return { kind: 'array', elements, at, end: this.at };
  }

  #string(): string {
    const { at } = this;
    this.at = endOfString(this.#text, at);
    try {
      return JSON.parse(this.#text.slice(at, this.at)) as string;
    } catch {
      throw this.#wrong(at, 'this string is not closed, or not valid JSON');
    }
  }

  #accept(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  #expect(character: string, what: string): void {
    if (!this.#accept(character)) throw this.#unexpected(what);
  }

  #unexpected(expected: string): Error {
    const found = this.#text.codePointAt(this.at);
    const what = found === undefined ? 'it ends' : `there is ${String.fromCodePoint(found)}`;
    return this.#wrong(this.at, `${what} where ${expected} is expected`);
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.#text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
