/** `orders-value@3` as typed. */
import { LabError } from '../../text/errors.js';

export interface TypedSubject {
  readonly subject: string;
  /** Undefined if none is named. */
  readonly version: number | 'latest' | undefined;
}

/** The largest that registries give out: they are 32-bit numbers. */
const mostVersion = 2 ** 31 - 1;

/** A name may have an @ of its own: only what a version looks like is one. Throws LabError 'usage'. */
export function parseSubjectVersion(text: string): TypedSubject {
  const [, subject = '', version = ''] = /^(.+)@(\d+|latest)$/s.exec(text) ?? [];
  if (subject === '') {
    if (text === '') throw new LabError('usage', 'The name of a subject is empty.');
    return { subject: text, version: undefined };
  }
  return { subject, version: version === 'latest' ? 'latest' : parseVersion(version) };
}

/** A whole number from 1. Throws LabError 'usage'. */
export function parseVersion(text: string): number {
  const version = /^\d+$/.test(text) ? Number(text) : NaN;
  if (version >= 1 && version <= mostVersion) return version;
  throw new LabError(
    'usage',
    `"${text}" is not a version of a subject: a whole number from 1 to ${mostVersion}.`,
  );
}
