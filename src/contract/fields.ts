/** What a schema's options look like when typed or picked: the one source of flags, prompts and reference. */
import { z } from 'zod';
import type { CommandSpec, Schema } from './command.js';
import { kebab } from '../text/letter-case.js';

export type FieldType = 'string' | 'number' | 'integer' | 'boolean' | 'list';

/** What a shell may offer for a value; `completion/names.ts` knows where each comes from. */
export type Completable =
  | 'topic'
  | 'group'
  | 'broker'
  | 'subject'
  | 'connection'
  | 'cluster'
  | 'service'
  | 'file'
  | 'lesson'
  | 'term'
  /** Names of configs; `set` and `unset` and what they take; `NAME=`. */
  | 'config'
  | 'config-change'
  | 'config-value'
  /** `value=long`: what `--decode` and `--encode` take. */
  | 'decode-format'
  | 'encode-format';

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
  /** The placeholder of the value in help: `K=V`. */
  readonly placeholder: string;
  /** What it means without a value: `--watch` is `--watch 2s`. */
  readonly implied: string | undefined;
  /** Its position among the words without a flag, if it does. */
  readonly position: number | undefined;
  /** Whose names a shell offers for it. */
  readonly completes: Completable | undefined;
  /** It names a file to read or write, or opens a port: not for other programs that run the command. */
  readonly opensMachine: boolean;
  /** It says how a text for people looks; other programs get the same data with and without it. */
  readonly isLook: boolean;
  /** How many items the result has at most. */
  readonly isLimit: boolean;
  /** Optional by itself, but the command is seldom any use without it: the menu asks for it. */
  readonly foremost: boolean;
  /**
   * A secret, or where one is: `env:NAME`. Of `pairs`, words such as `ssl.key.password=env:NAME`, the values are; those of
   * other configs are none, but may be taken from such a place as well.
   */
  readonly secret: 'value' | 'pairs' | undefined;
  /** Each of its values has a meaning by its place: one that is named twice is meant twice. */
  readonly ordered: boolean;
}

const known = new WeakMap<Schema, Map<string, readonly Field[]>>();

/** Computed once: it is needed several times per command and never changes. */
export function fieldsOf(schema: Schema, positionals: readonly string[] = []): readonly Field[] {
  const answers = known.get(schema) ?? new Map<string, readonly Field[]>();
  known.set(schema, answers);
  const key = positionals.join(' ');
  const fields = answers.get(key) ?? readFields(schema, positionals);
  answers.set(key, fields);
  return fields;
}

function readFields(schema: Schema, positionals: readonly string[]): readonly Field[] {
  return Object.entries(schema.shape as Record<string, z.core.$ZodType>).map(([name, optionSchema]) => {
    const property = propertyOf(optionSchema);
    const position = positionals.indexOf(name);
    return {
      name,
      flag: kebab(name),
      short: property.short,
      type: property.type,
      required: property.required !== false,
      default: property.default,
      choices: property.choices,
      description: property.description ?? '',
      placeholder:
        property.placeholder ??
        (property.type === 'integer' || property.type === 'number' ? 'N' : kebab(name).toUpperCase()),
      implied: property.implied,
      position: position === -1 ? undefined : position,
      completes: property.completes,
      opensMachine: property.opensMachine === true || property.completes === 'file',
      isLook: property.isLook === true,
      isLimit: property.isLimit === true,
      foremost: property.foremost === true,
      secret: property.secret,
      ordered: property.ordered === true,
    };
  });
}

interface Property {
  type: FieldType;
  required?: false;
  choices?: string[];
  default?: unknown;
  description?: string;
  short?: string;
  placeholder?: string;
  implied?: string;
  completes?: Completable;
  opensMachine?: true;
  isLook?: true;
  isLimit?: true;
  foremost?: true;
  ordered?: true;
  secret?: 'value' | 'pairs';
}

/** What z.toJSONSchema says too (a test compares them), which takes a fifth of the time of a short command. */
function propertyOf(schema: z.core.$ZodType): Property {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const meta = z.globalRegistry.get(schema) as Partial<Property> | undefined;
  switch (def.type) {
    case 'nullable':
    case 'readonly':
      return { ...propertyOf(def.innerType), ...meta };
    case 'optional':
      return { ...propertyOf(def.innerType), required: false, ...meta };
    case 'default':
    case 'prefault':
      return { ...propertyOf(def.innerType), required: false, default: def.defaultValue, ...meta };
    case 'pipe':
      return { ...propertyOf(def.in), ...meta };
    case 'enum':
      return { type: 'string', choices: Object.values(def.entries).map(String), ...meta };
    case 'literal': {
      const isNumber = def.values.every((value) => typeof value === 'number');
      return { type: isNumber ? 'number' : 'string', choices: def.values.map(String), ...meta };
    }
    case 'array':
      return { type: 'list', ...meta };
    case 'boolean':
      return { type: 'boolean', ...meta };
    case 'number':
      return { type: (schema as z.ZodNumber).format === 'safeint' ? 'integer' : 'number', ...meta };
    default:
      return { type: 'string', ...meta };
  }
}

export function fieldsOfCommand(spec: CommandSpec): readonly Field[] {
  return fieldsOf(spec.options, spec.positionals);
}

/** Those that are typed with a flag. */
export function flagFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ position }) => position === undefined);
}

/** Those that are typed without a flag, in their order. */
export function positionalFields(fields: readonly Field[]): readonly Field[] {
  return fields
    .filter(({ position }) => position !== undefined)
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0));
}

/**
 * Words as typed → the types the schema checks. A word that is not a number stays a word, so that the
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
    if (isOfNames(field) && Array.isArray(value)) {
      result[field.name] = [...new Set<unknown>(value)];
      continue;
    }
    const isNumber = field.type === 'integer' || field.type === 'number';
    result[field.name] =
      isNumber && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
        ? Number(value)
        : value;
  }
  return result;
}

/** A topic, group or broker that is named twice is meant once, unless its place says what it is for. */
function isOfNames({ type, completes, ordered }: Field): boolean {
  return (
    !ordered && type === 'list' && (completes === 'topic' || completes === 'group' || completes === 'broker')
  );
}

/** Of several complaints about one value the last: a number beyond 2^53 breaks the limit of all numbers before its own. */
export function narrowest(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  return [...new Map(issues.map((issue) => [issue.path.join('\0'), issue])).values()];
}

/** What is wrong with an option, without the terms of schemas. `raw`: as it was typed, which a number may have rounded. */
export function complaint(issue: z.core.$ZodIssue, { type, choices }: Field, raw: unknown): string {
  const given = `"${typeof raw === 'string' ? raw : String(issue.input)}"`;
  if (choices) return `${given} is not one of ${choices.join(', ')}.`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'It is missing.';
  if (issue.code === 'invalid_type' && (type === 'integer' || type === 'number')) {
    return `${given} is not a ${type === 'integer' ? 'whole number' : 'number'}.`;
  }
  if (issue.code === 'too_small' && type === 'list') return 'It is missing.';
  if (issue.code === 'too_small' && type === 'string') return 'It is empty.';
  if (issue.code === 'too_small' && issue.inclusive === false)
    return `${given} is too small; it must be more than ${issue.minimum}.`;
  if (issue.code === 'too_small') return `${given} is too small; the least is ${issue.minimum}.`;
  if (issue.code === 'too_big') return `${given} is too large; the most is ${issue.maximum}.`;
  return issue.message;
}
