/** The texts of all that a schema refers to, directly or through others. */
import type { SchemaSource } from '../schemas/codec.js';
import { LabError } from '../text/errors.js';
import { printable } from '../text/printable.js';
import type { StoredSchema, SchemaReference } from './registry.js';

const mostReferences = 1000;
const mostLetters = 32_000_000;

type Referring = Pick<StoredSchema, 'text' | 'references' | 'subject' | 'version' | 'id'>;

/**
 * As Confluent's clients resolve them: depth first, and of two with the same name the first holds. `load` fetches a version
 * of a subject, and is asked for those beside each other at once. Throws LabError 'refused' for a circle and for far too
 * many, and what `load` throws.
 */
export async function resolveReferences(
  schema: Referring,
  load: (subject: string, version: number) => Promise<Referring>,
): Promise<SchemaSource> {
  const texts = new Map<string, string>();
  const followed = new Set<string>();
  let count = 0;
  let letters = schema.text.length;

  async function follow({ references }: Referring, path: readonly string[]): Promise<void> {
    count += references.length;
    if (count > mostReferences) throw tooMuch(path, `more than ${mostReferences} schemas`);
    // Asked for before they are awaited; a failure is thrown where it is awaited.
    const loading = references.map((reference) => {
      const loaded = load(reference.subject, reference.version);
      loaded.catch(() => undefined);
      return { reference, loaded };
    });
    for (const { reference, loaded } of loading) {
      const place = placeOf(reference);
      if (path.includes(place)) throw circle([...path, place]);
      const found = await loaded;
      letters += found.text.length;
      if (letters > mostLetters) throw tooMuch(path, `more than ${mostLetters / 1_000_000} megabytes`);
      if (!texts.has(reference.name)) texts.set(reference.name, found.text);
      if (followed.has(place)) continue;
      await follow(found, [...path, place]);
      followed.add(place);
    }
  }

  const { subject, version } = schema;
  await follow(schema, subject === undefined || version === undefined ? [] : [placeOf({ subject, version })]);
  return { text: schema.text, references: texts, ...nameOf(schema) };
}

function nameOf({ subject, version, id }: Referring): Pick<SchemaSource, 'name'> {
  if (subject !== undefined && version !== undefined)
    return { name: printable(placeOf({ subject, version })) };
  return id === undefined ? {} : { name: `id ${id}` };
}

function placeOf({ subject, version }: Pick<SchemaReference, 'subject' | 'version'>): string {
  return `${subject}@${version}`;
}

function circle(path: readonly string[]): LabError {
  const first = path.indexOf(path.at(-1) ?? '');
  return new LabError(
    'refused',
    `A schema refers to itself by others: ${path.slice(first).map(printable).join(' → ')}.`,
    { hint: 'No registry takes such a circle: is it the answer of a registry?' },
  );
}

function tooMuch(path: readonly string[], what: string): LabError {
  return new LabError(
    'refused',
    `${printable(path[0] ?? 'A schema')} refers to ${what}, which is not followed.`,
    {
      hint: 'Look at what it refers to: kafka-lab schemas get SUBJECT',
    },
  );
}
