/** What the configuration says of keys and values, or of the schema registry: who reads a topic may not know of it. */
import { LabError } from '../../../text/errors.js';
import { capitalised } from '../../../text/letter-case.js';

/** `error`, with how to read without what it is about. `origin`: the place in a file where that is said. */
export function unusable(error: unknown, origin?: string): unknown {
  if (!(error instanceof LabError) || error.code === 'interrupted') return error;
  const { code, message, hint } = error;
  const without = 'to read without it: --no-decode';
  const next = origin === undefined ? capitalised(without) : `Correct it there; ${without}`;
  return new LabError(code, origin === undefined ? message : `${origin}: ${message}`, {
    hint: hint === undefined ? next : `${hint}\n${next}`,
    cause: error,
  });
}
