/** Names of clusters become folders and compose projects. */
import { LabError } from '../../../text/errors.js';

export const isName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{0,40}$/.test(name);

/** Throws `usage`. */
export function requireName(name: string): void {
  if (isName(name)) return;
  throw new LabError('usage', `"${name}" cannot be the name of a cluster.`, {
    hint: 'Use lower case letters, digits, - and _, beginning with a letter or digit: --name lab2',
  });
}
