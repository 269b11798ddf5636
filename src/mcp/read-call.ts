/** The arguments of a call, by the fields of its tool. */
import type { RawOptions } from '../contract/command.js';
import type { Field } from '../contract/fields.js';
import { LabError } from '../text/errors.js';
import { nearestNames } from '../text/nearest-names.js';
import { beginningOf } from './as-data.js';
import type { PlannedCall } from './plans.js';
import type { Tool } from './tool.js';

export interface Call extends Omit<PlannedCall, 'where'> {
  readonly execute: boolean;
}

/** Throws LabError 'usage' for arguments that the tool does not have. An argument that is null was not given. */
export function readCall(
  { name, fields, inputField, planning, takesConnection }: Tool,
  given: RawOptions,
): Call {
  const own = new Set(fields.map((field) => field.name));
  const extra = [
    ...(inputField ? ['input'] : []),
    ...(takesConnection ? ['connection'] : []),
    ...(planning === 'none' ? [] : ['execute']),
  ];
  const present = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  for (const [argument] of present) {
    if (own.has(argument) || extra.includes(argument)) continue;
    const named = beginningOf(argument);
    const near = nearestNames(named, [...own, ...extra]);
    throw new LabError('usage', `${name} has no argument "${named}".`, {
      hint:
        near.length > 0
          ? `Did you mean ${near.join(', ')}?`
          : `It has: ${[...own, ...extra].join(', ') || 'none'}.`,
    });
  }
  const { input, connection, execute } = given;
  return {
    tool: name,
    options: Object.fromEntries(
      fields.flatMap((field) => {
        const value = given[field.name] ?? undefined;
        return value === undefined ? [] : [[field.name, valueOf(field, value)]];
      }),
    ),
    input: extra.includes('input') ? textOf('input', input) : undefined,
    connection: extra.includes('connection') ? textOf('connection', connection) : undefined,
    execute: extra.includes('execute') && isYes('execute', execute),
  };
}

/** One word for a list of one, and digits for a text, are what was meant. Throws LabError 'usage' for another type. */
function valueOf(field: Field, value: unknown): unknown {
  const { name, type } = field;
  refuseRounded(name, value);
  const isWord = (each: unknown): each is string | number =>
    typeof each === 'string' || typeof each === 'number';
  switch (type) {
    case 'list':
      if (isWord(value)) return [String(value)];
      if (Array.isArray(value) && value.every(isWord)) return value.map((each) => String(each));
      throw new LabError('usage', `${name} is not a list of texts.`);
    case 'boolean':
      return isYes(name, value);
    case 'string':
      if (isWord(value)) return String(value);
      throw new LabError('usage', `${name} is not a text.`);
    default:
      if (isWord(value)) return value;
      throw new LabError('usage', `${name} is not a number.`);
  }
}

function textOf(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new LabError('usage', `${name} is not a text.`);
}

function isYes(name: string, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return value === true;
  throw new LabError('usage', `${name} is neither true nor false.`);
}

/** A number is read as JSON has it, before anybody can tell what was meant. */
function refuseRounded(name: string, value: unknown): void {
  for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (typeof each !== 'number' || Math.abs(each) <= Number.MAX_SAFE_INTEGER) continue;
    throw new LabError('usage', `${name}: a number beyond 2^53 is rounded on its way.`, {
      hint: 'Give it as a text, in quotation marks.',
    });
  }
}
