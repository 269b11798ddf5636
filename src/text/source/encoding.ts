/** Text from files and pipes is UTF-8; bytes that are not are refused and shown, never replaced. */
import { isUtf8 } from 'node:buffer';
import { LabError } from '../errors.js';

/** U+FEFF as UTF-8. */
export const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * What editors and PowerShell write before a text: `utf-8` is a mark of three bytes that is not part of it. UTF-16 is also
 * recognised without a mark, by its zero bytes, if nothing but text can be meant.
 */
export function encodingAtStart(bytes: Buffer, isSurelyText: boolean): 'utf-8' | 'utf-16' | undefined {
  if (bytes.subarray(0, 3).equals(utf8Mark)) return 'utf-8';
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'utf-16';
  const start = bytes.toString('latin1', 0, 4);
  return isSurelyText && /^(?:[^\0]\0|\0[^\0]){2}/.test(start) ? 'utf-16' : undefined;
}

export function utf16Refused(name: string): LabError {
  return new LabError('usage', `${name} is UTF-16, not UTF-8.`, {
    hint: 'Convert it: iconv -f UTF-16 -t UTF-8; in PowerShell: Get-Content FILE | Set-Content -Encoding utf8 NEW.',
  });
}

/** The text of a whole file, without a byte order mark. `name` is for messages. Throws LabError 'usage'. */
export function decodeText(bytes: Buffer, name: string): string {
  const encoding = encodingAtStart(bytes, true);
  if (encoding === 'utf-16') throw utf16Refused(name);
  const text = encoding === 'utf-8' ? bytes.subarray(utf8Mark.length) : bytes;
  const at = firstNotUtf8(text);
  if (at === undefined) return text.toString('utf8');
  const lineStart = text.lastIndexOf(10, at - 1) + 1;
  const line = text.toString('latin1', 0, lineStart).split('\n').length;
  throw new LabError(
    'usage',
    `${name}, line ${line}, byte ${at - lineStart + 1}: ${hexOf(text[at])} is not UTF-8.`,
    {
      hint: 'Save it as UTF-8, or convert it: iconv -f LATIN1 -t UTF-8',
    },
  );
}

/** Where the first sequence begins that is not UTF-8. */
export function firstNotUtf8(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  let at = 0;
  for (;;) {
    const lead = bytes[at] as number;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
}

/** 255 → 0xff */
export function hexOf(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).padStart(2, '0')}`;
}
