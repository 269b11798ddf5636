/** Escapes in options: `\t`, `\x01` and their like, in `--format` and `--key-separator` alike. */
import { LabError } from '../errors.js';

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, '0': 0, '\\': 0x5c, e: 0x1b };

export interface Escape {
  readonly byte: number;
  /** Characters, with the backslash. */
  readonly length: number;
}

/** The escape whose backslash is at `at`; undefined if it is not one. */
export function escapeAt(text: string, at: number): Escape | undefined {
  const hex = /^x([0-9a-fA-F]{2})/.exec(text.slice(at + 1, at + 4))?.[1];
  if (hex !== undefined) return { byte: parseInt(hex, 16), length: 4 };
  const byte = escapes[text.charAt(at + 1)];
  return byte === undefined ? undefined : { byte, length: 2 };
}

/** Throws LabError 'usage'. `option` is for the message. */
export function unescaped(text: string, option: string): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
    const escape = escapeAt(text, at);
    if (!escape) {
      throw new LabError('usage', `${option}: \\${text.charAt(at + 1)} in "${text}" is unknown.`, {
        hint: String.raw`It can have \n \r \t \0 \e \xNN, and \\ for a backslash.`,
      });
    }
    parts.push(Buffer.from(text.slice(from, at)), Buffer.from([escape.byte]));
    from = at + escape.length;
  }
  parts.push(Buffer.from(text.slice(from)));
  return Buffer.concat(parts);
}
