/** The last safeguard: an error that holds a secret, in its words, its stack or its causes, is shown without it. */
import { LabError } from '../text/errors.js';

const hidden = '(hidden)';
/** Shorter ones are found everywhere, and hiding them would only tell that. */
const shortest = 4;

/** The error itself if none of the secrets is in it. */
export function withoutSecrets(error: unknown, secrets: Iterable<string>): unknown {
  const known = [...secrets].filter((secret) => secret.length >= shortest);
  const holds = (text: string) => known.some((secret) => text.includes(secret));
  if (!(error instanceof Error) || !chainOf(error).some((each) => holds(textOf(each)))) return error;
  const clean = (text: string) => known.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
  return cleaned(error, clean);
}

function cleaned(error: Error, clean: (text: string) => string): LabError {
  const hint = error instanceof LabError ? error.hint : undefined;
  const copy = new LabError(error instanceof LabError ? error.code : 'failed', clean(error.message), {
    ...(hint === undefined ? {} : { hint: clean(hint) }),
    ...(error.cause instanceof Error ? { cause: cleaned(error.cause, clean) } : {}),
  });
  if (error.stack !== undefined) copy.stack = clean(error.stack);
  return copy;
}

function textOf(error: Error): string {
  return [error.message, error.stack, error instanceof LabError ? error.hint : ''].join('\n');
}

function chainOf(error: Error): Error[] {
  return error.cause instanceof Error ? [error, ...chainOf(error.cause)] : [error];
}
