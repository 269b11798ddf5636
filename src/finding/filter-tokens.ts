/** `--filter` as typed → words, signs, strings, numbers and regular expressions. */
import { filterError } from './filter-error.js';

export interface Token {
  readonly kind: 'word' | 'sign' | 'string' | 'number' | 'regex' | 'end';
  /** Of strings and regular expressions what stands between the quotes or slashes. */
  readonly text: string;
  readonly flags: string;
  /** Where it begins in the source. */
  readonly at: number;
}

const blank = /\s+/y;
const word = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const sign = /==|!=|<=|>=|&&|\|\||[=<>!()[\].]/y;
const regex = /\/((?:[^\\/\n]|\\.)+)\/([a-z]*)/y;
const string = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The last one is the end. Throws LabError 'usage' for what is none of them. */
export function filterTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  const add = (kind: Token['kind'], text: string, length: number, flags = '') => {
    tokens.push({ kind, text, flags, at });
    at += length;
  };
  while (at < source.length) {
    const space = take(blank);
    if (space) {
      at += space[0].length;
      continue;
    }
    const text = take(string);
    const pattern = take(regex);
    const found = take(number);
    const name = take(word);
    const mark = take(sign);
    if (text) add('string', unescaped(text[1] ?? text[2] ?? ''), text[0].length);
    else if (pattern) add('regex', pattern[1] ?? '', pattern[0].length, pattern[2]);
    else if (found) add('number', found[0], found[0].length);
    else if (name) add('word', name[0], name[0].length);
    else if (mark) add('sign', mark[0], mark[0].length);
    else if (/["']/.test(source.charAt(at))) throw filterError(source, at, 'this quote is never closed');
    else throw filterError(source, at, `${source.charAt(at)} has no meaning here`);
  }
  add('end', '', 0);
  return tokens;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}
