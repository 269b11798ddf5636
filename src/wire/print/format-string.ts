/** `--format '%k\\t%s\\n'`: kcat's verbs and escapes, and %d, parsed once into what writes each part of a record. */
import { LabError } from '../../text/errors.js';
import { escapeAt } from '../../text/source/escapes.js';
import type { OutputBuffer } from './output-buffer.js';
import {
  writeHeaders,
  writeText,
  type Bytes,
  type PrintableRecord,
  type RecordFormat,
} from './record-format.js';

type Part = (record: PrintableRecord, out: OutputBuffer) => void;

/**
 * As with kcat a null is empty (raw headers: `NULL`), its length -1, and lines end only at an explicit newline. `bytes` applies to the data of
 * records: a `\e` in the format itself is written as it is. `ofGroup`: whether records are delivered by a share group, which counts how often.
 * Throws LabError 'usage' that points at an unknown verb.
 */
export function stringFormat(format: string, bytes: Bytes, ofGroup = false): RecordFormat {
  const parts = parse(format, bytes, ofGroup);
  return {
    begin: '',
    end: '',
    write(record, out) {
      for (const part of parts) part(record, out);
    },
  };
}

function parse(format: string, bytes: Bytes, ofGroup: boolean): readonly Part[] {
  const verbs: Readonly<Record<string, Part>> = {
    t: ({ topic }, out) => out.text(topic),
    p: ({ partition }, out) => out.number(partition),
    o: ({ offset }, out) => out.number(offset),
    T: ({ exactTimestamp: time }, out) =>
      typeof time === 'number' ? out.number(time) : out.text(String(time)),
    k: ({ buffer, keyStart, keyEnd }, out) => spanOrNothing(buffer, keyStart, keyEnd, bytes, out),
    s: ({ buffer, valueStart, valueEnd }, out) => spanOrNothing(buffer, valueStart, valueEnd, bytes, out),
    h: (record, out) => writeHeaders(record, bytes, out),
    K: ({ keyStart, keyEnd }, out) => out.number(lengthOf(keyStart, keyEnd)),
    S: ({ valueStart, valueEnd }, out) => out.number(lengthOf(valueStart, valueEnd)),
    d: ({ deliveryCount = 0 }, out) => out.number(deliveryCount),
  };
  const parts: Part[] = [];
  let literal: Buffer[] = [];
  let text = '';
  const endText = () => {
    const written = Buffer.concat([...literal, Buffer.from(text)]);
    if (written.length > 0) parts.push((_record, out) => out.copy(written, 0, written.length));
    literal = [];
    text = '';
  };
  for (let at = 0; at < format.length; at += 1) {
    const character = format.charAt(at);
    const next = format.charAt(at + 1);
    if (character === '\\') {
      const escape = escapeAt(format, at);
      if (!escape) throw unknownAt(format, at, `\\${next}`);
      // A byte, which need not be a character.
      literal.push(Buffer.from(text), Buffer.from([escape.byte]));
      text = '';
      at += escape.length - 1;
    } else if (character !== '%') {
      text += character;
    } else if (next === '%') {
      text += '%';
      at += 1;
    } else {
      const part = verbs[next === 'v' ? 's' : next];
      if (!part) throw unknownAt(format, at, `%${next}`);
      if (next === 'd' && !ofGroup) {
        throw refusedAt(format, at, '%d, how often a record was delivered, goes with --share-group.');
      }
      endText();
      parts.push(part);
      at += 1;
    }
  }
  endText();
  return parts;
}

function lengthOf(start: number, end: number): number {
  return end < 0 ? -1 : end - start;
}

function spanOrNothing(buffer: Buffer, start: number, end: number, bytes: Bytes, out: OutputBuffer): void {
  if (end >= 0) writeText(buffer, start, end, bytes, out);
}

function unknownAt(format: string, at: number, what: string): LabError {
  return refusedAt(
    format,
    at,
    `${what} is unknown.`,
    'It can have %t topic, %p partition, %o offset, %T timestamp, %k key, %s or %v value, %h headers, %K and %S the ' +
      'lengths of key and value, %d how often a share group delivered it, %% and \\n \\r \\t \\0 \\e \\xNN \\\\.',
  );
}

function refusedAt(format: string, at: number, why: string, hint?: string): LabError {
  const message = `--format: ${why}\n  ${visible(format)}\n  ${' '.repeat(at)}^`;
  return new LabError('usage', message, hint === undefined ? {} : { hint });
}

/** On one line, so that the mark below it is in its place. */
function visible(format: string): string {
  return format.replace(/[\n\r\t]/g, ' ');
}
