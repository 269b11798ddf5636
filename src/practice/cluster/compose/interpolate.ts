/** Variables in a compose file: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?message}`, `$$`. */
import { LabError } from '../../../text/errors.js';
import type { Environment } from '../../../view/world.js';

const pattern = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])((?:[^{}]|\{[^{}]*\})*))?\})/g;

/** `where` names the place for a message. Throws `environment` if a required variable is not set. */
export function interpolate(text: string, env: Environment, where: string): string {
  return text.replace(
    pattern,
    (whole, plain?: string, braced?: string, operator?: string, argument: string = '') => {
      if (whole === '$$') return '$';
      const name = plain ?? braced ?? '';
      const value = env[name];
      const missing = operator?.startsWith(':') ? !value : value === undefined;
      switch (operator?.slice(-1)) {
        case '-':
          return missing ? interpolate(argument, env, where) : (value ?? '');
        case '+':
          return missing ? '' : interpolate(argument, env, where);
        case '?':
          if (missing) {
            throw new LabError(
              'environment',
              `${where} needs the variable ${name}: ${argument || 'it is not set'}.`,
              {
                hint: `Set it and try again: export ${name}=…`,
              },
            );
          }
      }
      return value ?? '';
    },
  );
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
