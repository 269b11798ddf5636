/** The filter of records: exactly what `consume --grep` finds. */
import { complaintOf } from '../../text/errors.js';
import { parseGrep, type Grep } from '../../finding/grep.js';
import type { Ui } from '../ui/ui.js';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';

/** Undefined: all of them. */
export function grepOf(text: string): Grep['test'] | undefined {
  return text === '' ? undefined : parseGrep(text).test;
}

/** The same test on a copied record. */
export function matches(test: Grep['test'] | undefined, record: CopiedRecord): boolean {
  const key = record.decoded?.key?.text ?? record.key;
  const value = record.decoded?.value?.text ?? record.value;
  const keyBytes = key ?? Buffer.alloc(0);
  const buffer = Buffer.concat([keyBytes, value ?? Buffer.alloc(0)]);
  return (
    test?.({
      buffer,
      keyStart: 0,
      keyEnd: key === null ? -1 : keyBytes.length,
      valueStart: keyBytes.length,
      valueEnd: value === null ? -1 : buffer.length,
    }) ?? true
  );
}

/** Not filled in with the present one: a new one is typed far more often than the old one is changed. */
export function askFilter(ui: Ui, present: string): Promise<string | undefined> {
  return ui.text({
    message: `Only records with this text, or matching this /regex/${present === '' ? '' : ` instead of "${present}"`}`,
    empty: 'empty: all',
    validate: (text) => (text === '' ? undefined : complaintOf(() => parseGrep(text))),
  });
}
