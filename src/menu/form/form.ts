/** The questions that a command's schema leads to, and what is wrong with an answer: pure. */
import { z } from 'zod';
import { effectOf, type CommandSpec, type Effect } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { complaint, fieldsOfCommand, narrowest, typed, type Field } from '../../contract/fields.js';
import { explanationOf } from '../../words/glossary.js';
import type { Chosen } from '../../contract/command-words.js';

/** Those asked one after the other; the others are behind "more options". */
export function askedFields(spec: CommandSpec): readonly Field[] {
  return fieldsOfCommand(spec)
    .filter(
      ({ required, position, type, foremost }) =>
        (required && type !== 'boolean') || position !== undefined || foremost,
    )
    .sort((one, other) => (one.position ?? 99) - (other.position ?? 99));
}

export function moreFields(spec: CommandSpec): readonly Field[] {
  const asked = new Set(askedFields(spec).map(({ name }) => name));
  return fieldsOfCommand(spec).filter(({ name }) => !asked.has(name));
}

/** What is wrong with one answer; undefined if it is valid. */
export function fieldProblem(
  spec: CommandSpec,
  field: Field,
  answer: string | readonly string[],
): string | undefined {
  const schema = (spec.options.shape as Readonly<Record<string, z.core.$ZodType | undefined>>)[field.name];
  if (!schema) return undefined;
  const value = field.type === 'list' && typeof answer === 'string' ? [answer] : answer;
  const parsed = z
    .object({ [field.name]: schema })
    .safeParse(typed([field], { [field.name]: value }), { reportInput: true });
  const [issue] = narrowest(parsed.error?.issues ?? []);
  return issue ? complaint(issue, field, answer) : undefined;
}

export function isComplete(spec: CommandSpec, chosen: Chosen): boolean {
  return spec.options.safeParse(typed(fieldsOfCommand(spec), chosen)).success;
}

/** The effect with these options; the command's own if they are not valid yet. */
export function chosenEffect(spec: CommandSpec, chosen: Chosen): Effect {
  const parsed = spec.options.safeParse(typed(fieldsOfCommand(spec), chosen));
  try {
    return parsed.success ? effectOf(spec, parsed.data) : spec.effect;
  } catch (error) {
    if (error instanceof LabError) return spec.effect;
    throw error;
  }
}

/** What an option is set to, or what happens without it. */
export function shownValue(field: Field, chosen: Chosen): string {
  const value = chosen[field.name];
  if (field.type === 'boolean') return (value ?? field.default ?? false) === true ? 'yes' : 'no';
  if (value !== undefined && typeof value !== 'boolean')
    return typeof value === 'string' ? value : value.join(', ');
  if (field.default === undefined || (Array.isArray(field.default) && field.default.length === 0)) return '-';
  return JSON.stringify(field.default).replaceAll('"', '');
}

export function withAnswer(chosen: Chosen, field: Field, answer: Chosen[string] | undefined): Chosen {
  const others = Object.entries(chosen).filter(([name]) => name !== field.name);
  return { ...Object.fromEntries(others), ...(answer === undefined ? {} : { [field.name]: answer }) };
}

export function withoutDefaults(spec: CommandSpec, raw: Readonly<Record<string, unknown>>): Chosen {
  const entries = fieldsOfCommand(spec).flatMap((field): [string, Chosen[string]][] => {
    const value = raw[field.name];
    if (value === undefined || value === field.default) return [];
    if (typeof value === 'string' || typeof value === 'boolean') return [[field.name, value]];
    return Array.isArray(value) && value.length > 0 ? [[field.name, value.map(String)]] : [];
  });
  return Object.fromEntries(entries);
}

/** What `?` says of an option: the word behind it, and what the option itself is for. */
export function aboutField(field: Field): string {
  const entry = explanationOf(field.name) ?? explanationOf(field.flag);
  const own = `--${field.flag}: ${field.description}.`;
  return entry ? `${entry.term}: ${entry.en} (${own})` : own;
}
