/** The data of a znode in readable form: indented JSON, text, or hex and base64 for binary data. */

type DataFormat = 'empty' | 'json' | 'text' | 'hex' | 'base64';

export interface ZnodeData {
  readonly format: DataFormat;
  /** JSON is indented if that loses nothing; never null, empty if there is no data. */
  readonly text: string;
  /** The parsed JSON; null for other data. */
  readonly value: unknown;
}

/** Longer binary data is shown as base64, which takes two thirds of the space. */
const longestHexBytes = 128;

const longestListLine = 60;

export function readZnodeData(data: Buffer): ZnodeData {
  if (data.length === 0) return { format: 'empty', text: '', value: null };
  const text = asText(data);
  if (text === undefined) {
    const format = data.length > longestHexBytes ? 'base64' : 'hex';
    return { format, text: data.toString(format), value: null };
  }
  const json = asJson(text);
  return json ?? { format: 'text', text, value: null };
}

/** On one line, for a list of changes. */
export function oneLine(data: Buffer, longest: number): string {
  const text = asText(data);
  const line = text === undefined ? `${data.length} bytes, not text` : text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function asText(data: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(data);
    return /[^\P{Cc}\t\n\r]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Only objects and lists: a bare `4` or `true` is shown as text. */
function asJson(text: string): ZnodeData | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isExact = JSON.stringify(value) === withoutBlanks(text);
    return { format: 'json', text: isExact ? laidOut(value) : text, value };
  } catch {
    return undefined;
  }
}

/** Lists of plain values, such as replicas, on one line while they fit. */
function laidOut(value: unknown): string {
  // Strings in JSON contain no newline, so that what is matched is a list.
  return JSON.stringify(value, null, 2).replace(/\[\n[^[\]{}]+\n\s*\]/g, (list) => {
    const line = list.replace(/\n\s*/g, ' ').replace(/^\[ | \]$/g, (end) => end.trim());
    return line.length > longestListLine ? list : line;
  });
}

/** Removes spaces outside of strings. Numbers too long for JavaScript and duplicate names then differ from what was parsed. */
function withoutBlanks(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_blank, quoted: string | undefined) => quoted ?? '');
}
