/** A place in JSON text as a path, for errors: `items[2].price`. The text must be valid JSON. */
import { afterBlanks, endOfString, endOfValue, stringOf } from '../text/source/json-source.js';

const plainName = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Of the innermost value that holds the place; a member's name belongs to its object. '' for the whole. */
export function jsonPathAt(text: string, wanted: number): string {
  let path = '';
  let at = afterBlanks(text, 0);
  for (;;) {
    const inner = text[at] === '{' ? memberAt(text, at, wanted) : elementAt(text, at, wanted);
    if (inner === undefined) return path;
    path += typeof inner.step === 'number' ? `[${inner.step}]` : stepOf(inner.step, path === '');
    at = inner.start;
  }
}

function stepOf(name: string, isFirst: boolean): string {
  if (!plainName.test(name)) return `[${JSON.stringify(name)}]`;
  return isFirst ? name : `.${name}`;
}

interface Inner {
  readonly step: string | number;
  readonly start: number;
}

function memberAt(text: string, open: number, wanted: number): Inner | undefined {
  for (let at = afterBlanks(text, open + 1); text[at] === '"';) {
    const nameEnd = endOfString(text, at);
    const start = afterBlanks(text, afterBlanks(text, nameEnd) + 1);
    if (wanted < start) return undefined;
    const end = endOfValue(text, start);
    if (wanted < end) return { step: stringOf(text.slice(at, nameEnd)), start };
    at = afterBlanks(text, afterBlanks(text, end) + 1);
  }
  return undefined;
}

function elementAt(text: string, open: number, wanted: number): Inner | undefined {
  if (text[open] !== '[') return undefined;
  let at = afterBlanks(text, open + 1);
  for (let step = 0; at <= wanted && text[at] !== ']'; step += 1) {
    const end = endOfValue(text, at);
    // A schema may have comments, which are not looked into.
    if (end === at) return undefined;
    if (wanted < end) return { step, start: at };
    at = afterBlanks(text, end);
    if (text[at] === ',') at = afterBlanks(text, at + 1);
  }
  return undefined;
}
