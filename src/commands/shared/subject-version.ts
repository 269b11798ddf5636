/** `orders-value@3` as typed. */
import type { Registry } from '../../registry/registry.js';
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

/**
 * `asked`, unless there is no such version, but a subject whose name is all that was typed: `odd@3`. The error then says what
 * to type for it; `lineFor`: with one of its versions.
 */
export async function orNamedLikeAVersion<T>(
  asked: Promise<T>,
  registry: Pick<Registry, 'versions'>,
  { typed, deleted }: { readonly typed: string; readonly deleted: boolean },
  lineFor: (version: number) => string,
): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'not-found') throw error;
    if (parseSubjectVersion(typed).version === undefined) throw error;
    const [first] = await registry.versions(typed, { deleted }).catch(() => []);
    if (first === undefined) throw error;
    throw new LabError('not-found', error.message, {
      hint: `There is a subject "${typed}": its versions are named behind it: ${lineFor(first)}`,
      cause: error,
    });
  }
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
