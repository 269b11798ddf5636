/** The doctor's step before all others of a login by token: is there one, from where, until when, and what does it claim? */
import type { BearerLogin } from '../../net/access.js';
import { claimsOf } from '../../logins/jwt-claims.js';
import { printable } from '../../text/printable.js';

const mostLetters = 100;

/** Never the token itself. Throws LabError if there is none. */
export async function describeToken(login: BearerLogin): Promise<string> {
  const text = await login.token();
  const { from = 'somewhere', expiresAtMs } = login.about?.() ?? {};
  const claims = claimsOf(text);
  const claimed = ['iss', 'sub', 'aud', 'scope'].flatMap((name) => {
    const value = claims?.[name] ?? (name === 'scope' ? claims?.['scp'] : undefined);
    return value === undefined ? [] : [`${name} ${shown(value)}`];
  });
  const parts = [
    `from ${from}`,
    expiresAtMs === undefined ? 'until nobody says when' : untilWhen(expiresAtMs),
    ...(claims ? claimed : ['it says nothing of itself (no JWT)']),
  ];
  return parts.join('; ');
}

function untilWhen(expiresAtMs: number): string {
  // A date beyond the year 275760 is none.
  const date = new Date(expiresAtMs);
  if (Number.isNaN(date.getTime())) return 'until a time that is no date';
  const text = date.toISOString().replace(/\.\d+Z$/, 'Z');
  return expiresAtMs <= Date.now() ? `over since ${text}` : `until ${text}`;
}

/** Anybody can have written it. */
function shown(value: unknown): string {
  const text = printable(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
}
