/** The parts of a JSON text as they are written, so that numbers, order and repeated names survive. The text must be valid JSON. */

export interface JsonMember {
  readonly name: string;
  /** The value's own text. */
  readonly source: string;
}

/** Of an object. */
export function jsonMembers(text: string): JsonMember[] {
  const members: JsonMember[] = [];
  let at = afterBlanks(text, afterBlanks(text, 0) + 1);
  while (text[at] !== '}') {
    const nameEnd = endOfString(text, at);
    const start = afterBlanks(text, afterBlanks(text, nameEnd) + 1);
    const end = endOfValue(text, start);
    members.push({ name: stringOf(text.slice(at, nameEnd)), source: text.slice(start, end) });
    at = afterComma(text, end);
  }
  return members;
}

/** Of an array. */
export function jsonElements(text: string): string[] {
  const elements: string[] = [];
  let at = afterBlanks(text, afterBlanks(text, 0) + 1);
  while (text[at] !== ']') {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = afterComma(text, end);
  }
  return elements;
}

/** What a string in quotes says. */
export function stringOf(source: string): string {
  return source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1);
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const space = 0x20;

/** Where the next that is not white space stands; the text's length if nothing does. */
export function afterBlanks(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) <= space) at += 1;
  return at;
}

function afterComma(text: string, end: number): number {
  const at = afterBlanks(text, end);
  return text.charCodeAt(at) === comma ? afterBlanks(text, at + 1) : at;
}

/** Behind the value that begins at `start`. */
export function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return endOfString(text, start);
  return first === openBrace || first === openBracket ? endOfNest(text, start) : endOfScalar(text, start);
}

function endOfNest(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      continue;
    }
    at += 1;
    if (code === openBrace || code === openBracket) depth += 1;
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at;
  }
  return text.length;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= space || code === comma || code === closeBrace || code === closeBracket) break;
  }
  return at;
}

/** Behind the string whose opening quote is at `start`. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at + 1;
  }
  return text.length;
}
