/** JSON written for those who read it on a terminal too: from bytes, without an object between. */
import { isUtf8 } from 'node:buffer';
import { printableJson } from '../text/printable.js';
import { endOfString } from '../text/source/json-source.js';
import type { OutputBuffer } from '../wire/print/output-buffer.js';
import { DecodeError } from './codec.js';

const quote = 0x22;

/** `bytes[start, end)`, which must be UTF-8, as a JSON string. Throws DecodeError. */
export function writeJsonString(bytes: Buffer, start: number, end: number, out: OutputBuffer): void {
  out.byte(quote);
  if (out.jsonText(bytes, start, end)) {
    out.byte(quote);
    return;
  }
  if (!isUtf8(bytes.subarray(start, end))) throw new DecodeError('a text is not UTF-8', start);
  out.text(printableJson(JSON.stringify(bytes.toString('utf8', start, end))).slice(1));
}

/**
 * JSON as it is written, its digits and repeated names too, without the blanks between. Throws DecodeError for anything that is
 * not JSON in UTF-8.
 */
export function writeJsonAsWritten(bytes: Buffer, start: number, end: number, out: OutputBuffer): void {
  const text = bytes.toString('utf8', start, end);
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end)))
    throw new DecodeError('it is not JSON: it is not UTF-8', start);
  try {
    JSON.parse(text);
  } catch (error) {
    throw new DecodeError(`it is not JSON: ${reasonOf(error)}`, start);
  }
  out.text(printableJson(/[\t\n\r ]/.test(text) ? withoutBlanks(text) : text));
}

/** The rest of what V8 says quotes the text, which may be long. */
function reasonOf(error: unknown): string {
  return /end of JSON input|Unterminated/.test((error as Error).message)
    ? 'it ends too early'
    : 'the text is something else';
}

/** `text` is valid JSON. */
function withoutBlanks(text: string): string {
  let compact = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (code <= 0x20) {
      compact += text.slice(from, at);
      from = at + 1;
    }
  }
  return compact + text.slice(from);
}
