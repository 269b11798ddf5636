/** Options of a command → the words to type for them. */
import type { CommandSpec } from './command.js';
import { fieldsOfCommand, flagFields, positionalFields, type Field } from './fields.js';
import { quotedWords } from '../text/command-line.js';

/** What was chosen: texts, lists of texts, and booleans. Absent: not chosen. */
export type Chosen = Readonly<Record<string, string | readonly string[] | boolean>>;

export function argvOf(spec: CommandSpec, chosen: Chosen): string[] {
  const fields = fieldsOfCommand(spec);
  const flags = flagFields(fields).flatMap((field) => flagWords(field, chosen[field.name]));
  const positionals = positionalFields(fields).flatMap(({ name }) => asList(chosen[name]));
  // A value such as -5 would be taken for a flag.
  if (positionals.some((word) => word.startsWith('-'))) return [...spec.path, ...flags, '--', ...positionals];
  return [...spec.path, ...positionals, ...flags];
}

function flagWords(field: Field, value: Chosen[string] | undefined): string[] {
  if (value === undefined) return [];
  if (field.type === 'boolean') {
    const isOn = value === true;
    if (isOn === (field.default === true)) return [];
    return [isOn ? `--${field.flag}` : `--no-${field.flag}`];
  }
  // Of a flag that may stand alone, the next word is not always its value.
  if (field.implied !== undefined) return asList(value).map((text) => `--${field.flag}=${text}`);
  return asList(value).flatMap((text) => [`--${field.flag}`, text]);
}

function asList(value: Chosen[string] | undefined): readonly string[] {
  if (value === undefined || typeof value === 'boolean') return [];
  return typeof value === 'string' ? [value] : value;
}

/** `kafka-lab …` as a POSIX shell takes it. */
export function shellLine(argv: readonly string[]): string {
  return `kafka-lab ${quotedWords(argv)}`;
}
