/** Variables in a compose file: `$NAME`, `${NAME}`, with `:-`, `-`, `:+`, `+`, `:?`, `?` and a text that may hold others; `$$`. */
import { LabError } from '../../../text/errors.js';
import type { Environment } from '../../../view/world.js';

const plainName = /[A-Za-z_]\w*/y;
const braced = /\{([A-Za-z_]\w*)(?:(:?[-?+])|(?=\}))/y;

/** `where` names the place for a message. Throws `environment` if a required variable is not set. */
export function interpolate(text: string, env: Environment, where: string): string {
  let filledIn = '';
  let at = 0;
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
    filledIn += text.slice(at, dollar);
    at = dollar + 1;
    if (text[at] === '$') {
      filledIn += '$';
      at++;
      continue;
    }
    const name = matchAt(plainName, text, at)?.[0];
    if (name !== undefined) {
      filledIn += env[name] ?? '';
      at += name.length;
      continue;
    }
    const opened = matchAt(braced, text, at);
    const argumentAt = at + (opened?.[0].length ?? 0);
    const end = opened ? closingBrace(text, argumentAt) : -1;
    // Not a variable: a text of its own.
    if (!opened || end < 0) {
      filledIn += '$';
      continue;
    }
    const [, variable = '', operator] = opened;
    filledIn += valueOf(variable, operator, text.slice(argumentAt, end), env, where);
    at = end + 1;
  }
  return filledIn + text.slice(at);
}

function valueOf(
  name: string,
  operator: string | undefined,
  argument: string,
  env: Environment,
  where: string,
): string {
  const value = env[name];
  const missing = operator?.startsWith(':') ? !value : value === undefined;
  switch (operator?.slice(-1)) {
    case '-':
      return missing ? interpolate(argument, env, where) : (value ?? '');
    case '+':
      return missing ? '' : interpolate(argument, env, where);
    case '?':
      if (!missing) break;
      throw new LabError(
        'environment',
        `${where} needs the variable ${name}: ${interpolate(argument, env, where) || 'it is not set'}.`,
        { hint: `Set it and try again: export ${name}=…` },
      );
  }
  return value ?? '';
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Of a brace that was opened before `at`, with others inside; -1 if it is not closed. */
function closingBrace(text: string, at: number): number {
  let open = 1;
  for (let index = at; index < text.length; index++) {
    if (text[index] === '{') open++;
    else if (text[index] === '}' && --open === 0) return index;
  }
  return -1;
}

/** Every string of a parsed file, with its variables filled in. */
export function interpolateAll<T>(value: T, env: Environment, where: string): T {
  if (typeof value === 'string') return interpolate(value, env, where) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => interpolateAll(item, env, where)) as T;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, interpolateAll<unknown>(item, env, where)]),
    ) as T;
  }
  return value;
}
