/** Options of a command → the words to type for them. */
import type { CommandSpec, Schema } from './command.js';
import { fieldsOf, fieldsOfCommand, flagFields, positionalFields, type Field } from './fields.js';
import { parseSecret } from '../config/secrets.js';
import { quotedWords, type TypedOption } from '../text/command-line.js';
import { isSecretConfig } from '../schemas/internal/secret-configs.js';

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

/** With `prompt` for each secret, so that the line can still be typed: no printed line has one. */
export function withoutSecretWords(fields: readonly Field[], chosen: Chosen): Chosen {
  const shown = (field: Field, value: Chosen[string]) => {
    if (field.secret === undefined || typeof value === 'boolean') return value;
    const hide = (word: string) => (field.secret === 'pairs' ? hiddenPair(word) : hidden(word));
    return typeof value === 'string' ? hide(value) : value.map(hide);
  };
  const ofName = new Map(fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(chosen).map(([name, value]) => {
      const field = ofName.get(name);
      return [name, field ? shown(field, value) : value];
    }),
  );
}

function hidden(word: string): string {
  return parseSecret(word).kind === 'plain' ? 'prompt' : word;
}

function hiddenPair(word: string): string {
  const [name = '', ...rest] = word.split('=');
  return rest.length > 0 && isSecretConfig(name) ? `${name}=${hidden(rest.join('='))}` : word;
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

/** Checked options as flags of another line: all that was chosen and is not what is done anyway, but for those that are `left`. */
export function typedOptions(
  schema: Schema,
  chosen: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
  left: readonly string[],
): TypedOption[] {
  return fieldsOf(schema).flatMap(({ name, flag: word, default: usual }) => {
    const value = chosen[name];
    if (left.includes(name) || value === undefined || value === usual) return [];
    const flag = `--${word}`;
    if (typeof value === 'boolean') return [{ flag }];
    return [value].flat().map((each) => ({ flag, value: String(each) }));
  });
}

function asList(value: Chosen[string] | undefined): readonly string[] {
  if (value === undefined || typeof value === 'boolean') return [];
  return typeof value === 'string' ? [value] : value;
}

/** `kafka-lab …` as a POSIX shell takes it. */
export function shellLine(argv: readonly string[]): string {
  return `kafka-lab ${quotedWords(argv)}`;
}
