/** `--grep` and `--key` as typed → bytes that a record must have, or a question about its key and value. */
import { LabError } from '../text/errors.js';
import { Pattern } from '../text/pattern/pattern.js';
import type { PrintableRecord } from '../wire/print/record-format.js';

export interface Grep {
  /** Where these bytes are not, no record matches. */
  readonly needle: Buffer | undefined;
  readonly test: (record: RecordBytes) => boolean;
}

/** A record as far as a grep looks at it; an end before 0 is null. */
type RecordBytes = Pick<PrintableRecord, 'buffer' | 'keyStart' | 'keyEnd' | 'valueStart' | 'valueEnd'>;

/**
 * `TEXT`, or `/regex/` with flags, in key or value. One or two letters after the last slash are flags, right or wrong;
 * more that are not flags make it text, as `/var/log` is. Throws LabError 'usage'.
 */
export function parseGrep(text: string): Grep {
  if (text === '') throw new LabError('usage', '--grep: there is nothing to look for.');
  const regex = /^\/(.+)\/([dgimsuvy]*|[A-Za-z]{1,2})$/s.exec(text);
  if (!regex) return grepBytes(Buffer.from(text, 'utf8'));
  const pattern = new Pattern(regex[1] ?? '', { flags: regex[2] ?? '', option: '--grep' });
  return {
    needle: undefined,
    test: ({ buffer, keyStart, keyEnd, valueStart, valueEnd }) =>
      (valueEnd >= 0 && pattern.test(buffer.toString('utf8', valueStart, valueEnd))) ||
      (keyEnd >= 0 && pattern.test(buffer.toString('utf8', keyStart, keyEnd))),
  };
}

function grepBytes(needle: Buffer): Grep {
  return {
    needle,
    test: ({ buffer, keyStart, keyEnd, valueStart, valueEnd }) =>
      (valueEnd >= 0 && buffer.subarray(valueStart, valueEnd).includes(needle)) ||
      (keyEnd >= 0 && buffer.subarray(keyStart, keyEnd).includes(needle)),
  };
}

/** The records with exactly this key. */
export function grepKey(key: Buffer): Grep {
  return {
    needle: key.length === 0 ? undefined : key,
    test: ({ buffer, keyStart, keyEnd }) =>
      keyEnd - keyStart === key.length &&
      keyEnd >= 0 &&
      buffer.compare(key, 0, key.length, keyStart, keyEnd) === 0,
  };
}
