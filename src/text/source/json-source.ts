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

function afterBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function afterComma(text: string, end: number): number {
  const at = afterBlanks(text, end);
  return text[at] === ',' ? afterBlanks(text, at + 1) : at;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  let at = start;
  if (first !== '{' && first !== '[') {
    while (at < text.length && !/[\s,}\]]/.test(text.charAt(at))) at += 1;
    return at;
  }
  for (let depth = 0; at < text.length;) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    at += 1;
    if (character === '{' || character === '[') depth += 1;
    else if ((character === '}' || character === ']') && --depth === 0) break;
  }
  return at;
}

/** After the closing quote: the first that no odd number of backslashes precedes. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = at;
    while (text[slashes - 1] === '\\') slashes -= 1;
    if ((at - slashes) % 2 === 0) return at + 1;
  }
}
