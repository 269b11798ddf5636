/**
 * Text from elsewhere, made safe for a terminal. Anyone who can write a record, name a group or answer a connection
 * could otherwise move the cursor, set the clipboard, reverse the writing direction, or give two names the same looks.
 */
import { once } from './once.js';

/**
 * DEL, C1, and what Unicode says is not seen: default ignorable code points (zero-width and bidirectional controls, soft
 * hyphens, byte order marks, Hangul fillers, tags), line and paragraph separators, interlinear annotations. Not all of
 * \p{Cf}: some Arabic signs of that category are drawn.
 */
const unseen = String.raw`\u007f-\u009f\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffb`;

/** Scripts whose letters and marks are joined or kept apart by U+200C and U+200D, as in Persian, Hindi or Sinhala. */
const joining = `[${'Arab Syrc Mong Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr'
  .split(' ')
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('')}]`;

/**
 * What stays as it is, since the characters around it are drawn otherwise because of it: joiners inside an emoji and
 * between letters of those scripts, and one variation selector after an emoji, a keycap's digit, an ideograph or a
 * Mongolian letter. Nowhere else do they change what is seen. Flags made of tags (England's) are shown as escapes:
 * tags can spell any hidden text.
 */
const needed = [
  String.raw`(?:\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic})`,
  String.raw`\p{Extended_Pictographic}[\ufe0e\ufe0f]`,
  String.raw`[0-9#*]\ufe0f(?=\u20e3)`,
  String.raw`\p{Ideographic}[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
  String.raw`\p{Script=Mongolian}[\u180b-\u180d\u180f]`,
  String.raw`${joining}[\u200c\u200d](?=${joining})`,
].join('|');

/** What is looked for, and what can only be in a text where `maybe` finds something. */
interface Sought {
  readonly maybe: RegExp;
  readonly all: () => RegExp;
}

/**
 * `more`: what else is meant, in the syntax of a character class. Most text is ASCII, and making the whole expression of
 * Unicode's tables takes milliseconds at the start of each command.
 */
function anyOf(more: string, maybe: RegExp): Sought {
  return { maybe, all: once(() => new RegExp(`[${more}${unseen}](?<!${needed})`, 'gu')) };
}

/** With C0 and lone surrogates. */
const controls = anyOf(String.raw`\u0000-\u001f\p{Surrogate}`, /[^ -~]/);
/** The same without newline and tab, for text in several lines. */
const controlsInLines = anyOf(String.raw`\u0000-\u0008\u000b-\u001f\p{Surrogate}`, /[^\t\n -~]/);
/** Those that JSON may contain unescaped. */
const controlsInJson = anyOf('', /[^\0-~]/);

function replaced(text: string, { maybe, all }: Sought, by: (found: string) => string): string {
  return maybe.test(text) ? text.replace(all(), by) : text;
}

const short: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text that stays in its line or cell: each control character is shown escaped: `\x1b`, `\n`, `\u202e`, `\u{e0041}`. */
export function printable(text: string): string {
  return replaced(text, controls, visible);
}

/** As `printable`, but newlines and tabs are kept. */
export function printableLines(text: string): string {
  return replaced(text, controlsInLines, visible);
}

export function isPrintable(text: string): boolean {
  return !controls.maybe.test(text) || text.search(controls.all()) === -1;
}

/** JSON, or YAML that has them in double quotes only, meaning the same: `\u009b`. */
export function printableJson(json: string): string {
  return replaced(json, controlsInJson, (char) =>
    Array.from({ length: char.length }, (_, at) => unicodeEscape(char.charAt(at))).join(''),
  );
}

/** Of each code point, once it was asked for. */
const unknown = 0;
const seen = 1;
const maybeUnseen = 2;
let sight: Uint8Array | undefined;
const anyUnseen = once(() => new RegExp(`[${unseen}]`, 'u'));

/** Whether `printableJson` could escape this character: what stands around it may decide. */
export function mayBeUnseen(codePoint: number): boolean {
  sight ??= new Uint8Array(0x11_0000);
  if (sight[codePoint] === unknown) {
    sight[codePoint] = anyUnseen().test(String.fromCodePoint(codePoint)) ? maybeUnseen : seen;
  }
  return sight[codePoint] === maybeUnseen;
}

/** Bytes for a terminal. Plain text comes back unchanged. */
export function printableBytes(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const shown = printableLines(text);
  return shown === text ? bytes : Buffer.from(shown);
}

function visible(char: string): string {
  if (short[char] !== undefined) return short[char];
  if (char.length > 1) return `\\u{${char.codePointAt(0)?.toString(16)}}`;
  return char < '\u0100' ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}` : unicodeEscape(char);
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
