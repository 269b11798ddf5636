/** A broker's host as a proxy may be asked for it: some come from the cluster, which may say anything. */
import { domainToASCII } from 'node:url';
import { LabError } from '../../text/errors.js';
import { printable } from '../../text/printable.js';

const longestName = 253;

/** An address stays what it is, without a zone, which means something on this machine alone. Throws LabError 'usage'. */
export function namedHost(host: string): string {
  if (/^[0-9a-fA-F:.]+(%|$)/.test(host) && host.includes(':')) return host.replace(/%.*$/, '');
  const name = domainToASCII(host);
  if (name !== '' && name.length <= longestName) return name;
  throw new LabError(
    'usage',
    `No proxy can be asked for "${printable(host)}": it is not the name of a host.`,
  );
}
