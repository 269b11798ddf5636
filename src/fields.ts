/** What a schema's options look like to someone who types or picks them: the one source of flags, prompts and reference. */
import { z } from 'zod';
import type { CommandSpec, Schema } from './command.js';

export type FieldType = 'string' | 'number' | 'integer' | 'boolean' | 'list';

export interface Field {
  /** The name in the schema: `replicationFactor`. */
  readonly name: string;
  /** What is typed: `replication-factor`. */
  readonly flag: string;
  /** One letter, typed with one dash. */
  readonly short: string | undefined;
  readonly type: FieldType;
  readonly required: boolean;
  readonly default: unknown;
  readonly choices: readonly string[] | undefined;
  readonly description: string;
  /** What stands for the value in help: `K=V`. */
  readonly placeholder: string;
  /** What it means without a value: `--watch` is `--watch 2s`. */
  readonly implied: string | undefined;
  /** Where it stands among the words without a flag, if it does. */
  readonly position: number | undefined;
}

interface Property {
  type?: string;
  enum?: string[];
  default?: unknown;
  description?: string;
  short?: string;
  placeholder?: string;
  implied?: string;
}

export function fieldsOf(schema: Schema, positionals: readonly string[] = []): readonly Field[] {
  const json = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  return Object.entries(json.properties ?? {}).map(([name, property]) => {
    const type = fieldType(property.type);
    const position = positionals.indexOf(name);
    return {
      name,
      flag: kebab(name),
      short: property.short,
      type,
      required: json.required?.includes(name) ?? false,
      default: property.default,
      choices: property.enum,
      description: property.description ?? '',
      placeholder:
        property.placeholder ?? (type === 'integer' || type === 'number' ? 'N' : kebab(name).toUpperCase()),
      implied: property.implied,
      position: position === -1 ? undefined : position,
    };
  });
}

export function fieldsOfCommand(spec: CommandSpec): readonly Field[] {
  return fieldsOf(spec.options, spec.positionals);
}

/**
 * Words as typed → the types the schema checks. A word that is no number stays a word, so that the
 * schema's own message names it. Absent options are left out, so that defaults apply.
 */
export function typed(
  fields: readonly Field[],
  raw: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    const value = raw[field.name];
    if (value === undefined) continue;
    const isNumber = field.type === 'integer' || field.type === 'number';
    result[field.name] =
      isNumber && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
        ? Number(value)
        : value;
  }
  return result;
}

/** What is wrong with an option, for someone who has never heard of schemas. */
export function complaint(issue: z.core.$ZodIssue, { type, choices }: Field): string {
  const given = `"${String(issue.input)}"`;
  if (choices) return `${given} is none of ${choices.join(', ')}.`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'It is missing.';
  if (issue.code === 'invalid_type' && (type === 'integer' || type === 'number')) {
    return `${given} is no ${type === 'integer' ? 'whole number' : 'number'}.`;
  }
  if (issue.code === 'too_small' && type === 'list') return 'It is missing.';
  if (issue.code === 'too_small') return `${given} is too small; the least is ${issue.minimum}.`;
  if (issue.code === 'too_big') return `${given} is too large; the most is ${issue.maximum}.`;
  return issue.message;
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function fieldType(type: string | undefined): FieldType {
  if (type === 'integer' || type === 'number' || type === 'boolean') return type;
  return type === 'array' ? 'list' : 'string';
}
