/** What the word under the cursor may be, after the words before it. */
import { fieldsOfCommand, positionalFields, type Field } from '../../contract/fields.js';
import { splitFlag, takesAsValue, type TypedLine } from '../typed-line.js';

export type Wanted =
  | { readonly kind: 'command' }
  | { readonly kind: 'flag' }
  /** `prefix` is before the value in the same word: `--output=`. */
  | { readonly kind: 'value'; readonly field: Field; readonly prefix: string; readonly part: string }
  | { readonly kind: 'nothing' };

export function wantedAfter(line: TypedLine, current: string): Wanted {
  const { pending, spec } = line;
  if (line.stray !== undefined) return { kind: 'nothing' };
  if (pending && takesAsValue(pending, current)) {
    return { kind: 'value', field: pending, prefix: '', part: current };
  }
  if (!line.onlyWords && current.startsWith('-')) {
    const [flag, part] = splitFlag(current.slice(2));
    if (part === undefined) return { kind: 'flag' };
    const field = line.fields.find((each) => each.flag === flag);
    return field ? { kind: 'value', field, prefix: `--${flag}=`, part } : { kind: 'nothing' };
  }
  if (!spec) return { kind: 'command' };
  const slots = positionalFields(fieldsOfCommand(spec));
  const last = slots.at(-1);
  // A list at the end takes all words that are left.
  const field = slots[line.positionals.length] ?? (last?.type === 'list' ? last : undefined);
  return field ? { kind: 'value', field, prefix: '', part: current } : { kind: 'nothing' };
}
