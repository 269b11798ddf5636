/** Names of clusters become folders and compose projects. */
import { LabError } from '../../../text/errors.js';

/** Throws `usage`. */
export function requireName(name: string): void {
  if (/^[a-z0-9][a-z0-9_-]{0,40}$/.test(name)) return;
  throw new LabError('usage', `"${name}" cannot be the name of a cluster.`, {
    hint: 'Use lower case letters, digits, - and _, beginning with a letter or digit: --name lab2',
  });
}
