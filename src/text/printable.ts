/**
 * Text from elsewhere without power over a terminal. Whoever can write a record, name a group or answer a connection
 * could otherwise move the cursor, set the clipboard or turn the direction of writing round.
 */

/** C0, DEL, C1, the bidirectional controls, and halves of characters. */
const controls =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu;
/** The same without the two that text in several lines is made of. */
const controlsInLines =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu;
/** Those that JSON may hold as they are. */
const controlsInJson = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const short: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text that stays in its line or cell: each control character is shown as what it is, `\x1b`, `\n`, `\u202e`. */
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

/** Bytes on their way to a terminal. Those that are all text come back as they are. */
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
