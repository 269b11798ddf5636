/** A half-typed command line → what the word under the cursor may be, and what was typed before it. */
import type { CommandEntry } from '../../contract/command.js';
import { fieldsOf, fieldsOfCommand, type Field } from '../../contract/fields.js';
import { globalOptions } from '../../text/global-options.js';

export type Wanted =
  | { readonly kind: 'command' }
  | { readonly kind: 'flag' }
  /** `prefix` stands before the value in the same word: `--output=`. */
  | { readonly kind: 'value'; readonly field: Field; readonly prefix: string; readonly part: string }
  | { readonly kind: 'nothing' };

export interface TypedLine {
  readonly wanted: Wanted;
  /** The words that lead to a command or a group of them. */
  readonly path: readonly string[];
  readonly isCommand: boolean;
  /** The command's own and the global ones. */
  readonly fields: readonly Field[];
  readonly globals: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Words without a flag, in order. */
  readonly positionals: readonly string[];
}

/** Loads no other command than the one that was typed. */
export async function understandLine(
  before: readonly string[],
  current: string,
  entries: readonly CommandEntry[],
): Promise<TypedLine> {
  const globalFields = fieldsOf(globalOptions);
  let own: readonly Field[] = [];
  let isCommand = false;
  let isStray = false;
  let onlyWords = false;
  let pending: Field | undefined;
  const path: string[] = [];
  const positionals: string[] = [];
  const globals: Record<string, unknown> = {};
  const options: Record<string, unknown> = {};

  const flags = () => [...globalFields, ...own.filter(({ position }) => position === undefined)];
  const set = (field: Field, value: unknown) => {
    const target = globalFields.includes(field) ? globals : options;
    const earlier = target[field.name];
    target[field.name] =
      field.type === 'list' ? [...(Array.isArray(earlier) ? (earlier as unknown[]) : []), value] : value;
  };
  const long = (word: string) => {
    const [flag, value] = splitFlag(word);
    const field = flags().find((each) => each.flag === flag || `no-${each.flag}` === flag);
    if (!field) return;
    if (field.type === 'boolean') set(field, field.flag === flag);
    else if (value === undefined) pending = field;
    else set(field, value);
  };
  const short = (letters: string) => {
    const field = flags().find((each) => each.short === letters.charAt(0));
    if (!field) return;
    const rest = letters.slice(1);
    if (field.type !== 'boolean') {
      if (rest === '') pending = field;
      else set(field, rest);
      return;
    }
    set(field, field.default !== true);
    if (rest !== '') short(rest);
  };

  for (const word of before) {
    if (pending) {
      set(pending, word);
      pending = undefined;
    } else if (onlyWords) positionals.push(word);
    else if (word === '--') onlyWords = true;
    else if (word.startsWith('--')) long(word.slice(2));
    else if (word.startsWith('-') && word.length > 1) short(word.slice(1));
    else if (isCommand) positionals.push(word);
    else if (word === 'help' && path.length === 0) continue;
    else {
      path.push(word);
      const typedPath = path.join(' ');
      const entry = entries.find((each) => each.path === typedPath);
      if (entry) {
        own = fieldsOfCommand(await entry.load());
        isCommand = true;
      } else if (!entries.some((each) => each.path.startsWith(`${typedPath} `))) isStray = true;
    }
  }

  const wanted = (): Wanted => {
    if (isStray) return { kind: 'nothing' };
    if (pending) return { kind: 'value', field: pending, prefix: '', part: current };
    if (!onlyWords && current.startsWith('-')) {
      const [flag, part] = splitFlag(current.slice(2));
      if (part === undefined) return { kind: 'flag' };
      const field = flags().find((each) => each.flag === flag);
      return field ? { kind: 'value', field, prefix: `--${flag}=`, part } : { kind: 'nothing' };
    }
    if (!isCommand) return { kind: 'command' };
    const field = positionalAt(own, positionals.length);
    return field ? { kind: 'value', field, prefix: '', part: current } : { kind: 'nothing' };
  };
  return { wanted: wanted(), path, isCommand, fields: flags(), globals, options, positionals };
}

/** A list at the end takes all words that are left. */
function positionalAt(fields: readonly Field[], index: number): Field | undefined {
  const inOrder = fields
    .filter((field) => field.position !== undefined)
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0));
  const last = inOrder.at(-1);
  return inOrder[index] ?? (last?.type === 'list' ? last : undefined);
}

function splitFlag(word: string): [flag: string, value?: string] {
  const at = word.indexOf('=');
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}
