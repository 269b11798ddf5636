/**
 * Text from elsewhere, made safe for a terminal. Anyone who can write a record, name a group or answer a connection
 * could otherwise move the cursor, set the clipboard or reverse the writing direction.
 */

/** C0, DEL, C1, bidirectional controls and lone surrogates. */
const controls =
  // eslint-disable-next-line no-control-regex -- they are what it matches
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu;
/** The same without newline and tab, for text in several lines. */
const controlsInLines =
  // eslint-disable-next-line no-control-regex -- they are what it matches
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu;
/** Those that JSON may contain unescaped. */
const controlsInJson = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const short: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text that stays in its line or cell: each control character is shown escaped: `\x1b`, `\n`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(controls, visible);
}

/** As `printable`, but newlines and tabs are kept. */
export function printableLines(text: string): string {
  return text.replace(controlsInLines, visible);
}

export function isPrintable(text: string): boolean {
  return text.search(controls) === -1;
}

/** JSON, or YAML that has them in double quotes only, meaning the same: `\u009b`. */
export function printableJson(json: string): string {
  return json.replace(controlsInJson, unicodeEscape);
}

/** Bytes for a terminal. Plain text comes back unchanged. */
export function printableBytes(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const shown = printableLines(text);
  return shown === text ? bytes : Buffer.from(shown);
}

function visible(char: string): string {
  if (short[char] !== undefined) return short[char];
  return char < '\u0100' ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}` : unicodeEscape(char);
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
