/** `.env` and `env_file`, by Compose's rules, which are not those of Node's parseEnv. */
import type { Environment } from '../../../view/world.js';
import { interpolate } from './interpolate.js';

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[=:]\s*(.*))?$/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"' };

/**
 * `NAME=value` and `NAME: value`; quotes of both kinds, over several lines too; ` #` begins a comment, `a#b` does not.
 * Variables are filled in, unless the value is in single quotes: from `env`, then from the lines before. A name alone
 * takes the variable of `env`. `where` is for messages.
 */
export function parseEnvFile(text: string, env: Environment, where: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, first] = assignment.exec(line) ?? [];
    if (name === undefined) continue;
    if (first === undefined) {
      const own = env[name];
      if (own !== undefined) found[name] = own;
      continue;
    }
    let value = first;
    const quote = /^['"]/.exec(value)?.[0];
    while (quote !== undefined && endOfQuoted(value, quote) < 0 && index + 1 < lines.length)
      value += `\n${lines[++index] ?? ''}`;
    found[name] = read(value, quote, { ...found, ...env }, where);
  }
  return found;
}

function read(value: string, quote: string | undefined, env: Environment, where: string): string {
  const end = quote === undefined ? -1 : endOfQuoted(value, quote);
  if (end < 0) return interpolate(value.replace(/(^|\s+)#.*$/s, '').trimEnd(), env, where);
  const inside = value.slice(1, end);
  if (quote === "'") return inside;
  const filledIn = interpolate(inside, env, where);
  return filledIn.replace(/\\([nrt\\"])/g, (_, letter: string) => escapes[letter] ?? letter);
}

/** The place of the closing quote; -1 if there is none. */
function endOfQuoted(value: string, quote: string): number {
  for (let at = 1; at < value.length; at++) {
    if (value[at] === '\\' && quote === '"') at++;
    else if (value[at] === quote) return at;
  }
  return -1;
}
