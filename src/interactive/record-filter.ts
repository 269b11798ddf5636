/** A text to look for in records: in the key, the value or a header, whatever its letters' case. */
import type { PrintableRecord } from '../wire/record-format.js';

export function recordFilter(text: string): ((record: PrintableRecord) => boolean) | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  const isIn = (part: string) => part.toLowerCase().includes(wanted);
  return (record) => {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record;
    if (valueEnd > valueStart && isIn(buffer.toString('utf8', valueStart, valueEnd))) return true;
    if (keyEnd > keyStart && isIn(buffer.toString('utf8', keyStart, keyEnd))) return true;
    return (
      record.headerCount > 0 &&
      record.headers().some(([name, value]) => isIn(name) || (value !== null && isIn(value.toString('utf8'))))
    );
  };
}
