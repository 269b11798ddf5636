/** Valid JSON text read value by value, by those who know what comes next; digits as typed. */
import { afterBlanks, endOfString, endOfValue, stringOf } from '../text/source/json-source.js';

export type JsonKind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

const [comma, colon] = [0x2c, 0x3a];
const kinds: Readonly<Record<string, JsonKind>> = {
  n: 'null',
  t: 'boolean',
  f: 'boolean',
  '"': 'string',
  '[': 'array',
  '{': 'object',
};

export class JsonReader {
  readonly text: string;
  /** Each of the methods below moves behind what it has read. */
  at: number;

  constructor(text: string) {
    this.text = text;
    this.at = afterBlanks(text, 0);
  }

  get isAtEnd(): boolean {
    return afterBlanks(this.text, this.at) >= this.text.length;
  }

  /** Of the value that begins here. */
  kind(): JsonKind {
    return kinds[this.text.charAt(this.at)] ?? 'number';
  }

  /** Passes the value over. */
  skip(): void {
    this.at = endOfValue(this.text, this.at);
  }

  /** What the string here says. */
  string(): string {
    const start = this.at;
    this.at = endOfString(this.text, start);
    return stringOf(this.text.slice(start, this.at));
  }

  /** The value here as it is written. */
  source(): string {
    const start = this.at;
    this.skip();
    return this.text.slice(start, this.at);
  }

  /** Into the object or array that begins here: false if it is empty, and then behind it. */
  enter(): boolean {
    this.at = afterBlanks(this.text, this.at + 1);
    return !this.#hasEnded();
  }

  /** To the next member or element: false if there is none, and then behind the object or array. */
  next(): boolean {
    this.at = afterBlanks(this.text, this.at);
    if (this.#hasEnded()) return false;
    if (this.text.charCodeAt(this.at) === comma) this.at = afterBlanks(this.text, this.at + 1);
    return true;
  }

  /** Whether the member here is called so, whose name is given as JSON; if so, to its value. */
  isMember(quotedName: string): boolean {
    if (!this.text.startsWith(quotedName, this.at)) return false;
    this.at += quotedName.length;
    this.toValue();
    return true;
  }

  /** The name of the member here; to its value. */
  member(): string {
    const name = this.string();
    this.toValue();
    return name;
  }

  /** From behind the name of a member. */
  toValue(): void {
    this.at = afterBlanks(this.text, this.at);
    if (this.text.charCodeAt(this.at) === colon) this.at = afterBlanks(this.text, this.at + 1);
  }

  #hasEnded(): boolean {
    const character = this.text.charAt(this.at);
    if (character !== '}' && character !== ']' && character !== '') return false;
    this.at += 1;
    return true;
  }
}
