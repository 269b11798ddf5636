/** Schemas by id, by GUID and by subject and version, with what they refer to. */
import { nearestNames } from '../text/nearest-names.js';
import { byNaturalOrder } from '../view/natural-order.js';
import { answers, asRegistered, asStored } from './answers.js';
import type { RegistryClient } from './client.js';
import { createMemory } from './memory.js';
import { isRefusal, RegistryRefusal, unless } from './refusal.js';
import type { RegisteredSchema, Registry, StoredSchema } from './registry.js';
import { resolveReferences } from './resolve-references.js';
import type { SchemaCache } from './schema-cache.js';

type Lookups = Pick<
  Registry,
  'byId' | 'byGuid' | 'version' | 'versions' | 'sourceOf' | 'subjects' | 'usesOf' | 'refresh'
>;

/** What there is not may come. */
const unknownMs = 60_000;
/** What may change; commands ask for the same name several times in a moment. */
const momentMs = 3000;

export function createLookups(client: RegistryClient, cache: SchemaCache): Lookups {
  const byKey = createMemory<StoredSchema | undefined>((found) => (found ? Infinity : unknownMs));
  const byVersion = createMemory<StoredSchema>(() => Infinity);
  const latest = createMemory<RegisteredSchema>(() => momentMs);

  async function fetchByKey({ path, about, known }: Key): Promise<StoredSchema | undefined> {
    const answer = await unless([40403, 40401, 40402], client.ask({ path, about, answer: answers().schema }));
    return answer && asStored(answer, known);
  }

  const lookedUp = (key: Key) =>
    byKey(key.name, async () => {
      const kept = await cache.read(key.name);
      if (kept) return kept;
      const found = await fetchByKey(key);
      if (found) await cache.write(key.name, found);
      return found;
    });

  /** Of a version, which never becomes another schema. */
  function referred(subject: string, version: number): Promise<StoredSchema> {
    const key = `version ${version} of ${subject}`;
    return byVersion(key, async () => {
      const kept = await cache.read(key);
      if (kept) return kept;
      // What others refer to stays readable after it was deleted.
      const found = await fetchVersion(subject, version, true);
      await cache.write(key, found);
      return found;
    });
  }

  async function fetchVersion(
    subject: string,
    version: number | 'latest',
    deleted: boolean,
  ): Promise<RegisteredSchema> {
    const about = version === 'latest' ? `subject ${subject}` : `version ${version} of ${subject}`;
    const path = ['subjects', subject, 'versions', String(version)];
    const answer = await withNearNames(
      subject,
      subjects,
      client.ask({ path, query: asDeleted(deleted), about, answer: answers().schema }),
    );
    return asRegistered(answer, version === 'latest' ? undefined : version);
  }

  async function subjects({ prefix, deleted = false }: { prefix?: string; deleted?: boolean } = {}) {
    const query = { subjectPrefix: prefix, ...asDeleted(deleted) };
    const names = await client.ask({ path: ['subjects'], query, about: 'subjects', answer: answers().names });
    // Not every registry knows the prefix; that of the default context and of all is not what the names begin with.
    const isOurs = prefix !== undefined && !/^:(\.|\*):/.test(prefix);
    const wanted = isOurs ? names.filter((name) => name.startsWith(prefix)) : names;
    return [...new Set(wanted)].sort(byNaturalOrder);
  }

  return {
    subjects,
    byId: async (id) => withId(await lookedUp(keyOfId(id)), id),
    byGuid: (guid) =>
      lookedUp({
        name: `guid ${guid}`,
        path: ['schemas', 'guids', guid],
        about: `schema with the GUID ${guid}`,
        known: { guid },
      }),
    async refresh(id) {
      const key = keyOfId(id);
      const [kept, found] = await Promise.all([cache.read(key.name), fetchByKey(key)]);
      // An id that stands for something else: the registry was made anew, and nothing that is kept of it holds.
      if (kept && (kept.text !== found?.text || kept.type !== found.type)) await cache.clear();
      if (found) await cache.write(key.name, found);
      return withId(found, id);
    },
    version: (subject, version, { deleted = false } = {}) =>
      latest(`${version} ${deleted} ${subject}`, () => fetchVersion(subject, version, deleted)),
    async versions(subject, { deleted = false } = {}) {
      const path = ['subjects', subject, 'versions'];
      const about = `subject ${subject}`;
      const asked = client.ask({ path, query: asDeleted(deleted), about, answer: answers().versions });
      return [...(await withNearNames(subject, subjects, asked))].sort((one, other) => one - other);
    },
    sourceOf: (schema) => resolveReferences(schema, referred),
    usesOf: (id) =>
      unless(
        [40403],
        client.ask({
          path: ['schemas', 'ids', String(id), 'versions'],
          about: `schema with the id ${id}`,
          answer: answers().uses,
        }),
      ),
  };
}

interface Key {
  /** In the cache. */
  readonly name: string;
  readonly path: readonly string[];
  readonly about: string;
  readonly known: Pick<StoredSchema, 'id' | 'guid'>;
}

function keyOfId(id: number): Key {
  return {
    name: `id ${id}`,
    path: ['schemas', 'ids', String(id)],
    about: `schema with the id ${id}`,
    known: { id },
  };
}

/** `id`: by which it was found. */
function withId(found: StoredSchema | undefined, id: number): RegisteredSchema | undefined {
  return found && { ...found, id };
}

/** A subject that is not there is told with those that are near. */
export async function withNearNames<T>(
  subject: string,
  subjects: () => Promise<readonly string[]>,
  asked: Promise<T>,
): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!isRefusal(error, [40401])) throw error;
    const near = nearestNames(subject, await subjects().catch(() => []));
    if (near.length === 0) throw error;
    const { message, status, errorCode } = error;
    throw new RegistryRefusal('not-found', message, {
      hint: `Did you mean ${near.join(', ')}? See them all: kafka-lab schemas list`,
      status,
      errorCode,
    });
  }
}

function asDeleted(deleted: boolean): { deleted: string | undefined } {
  return { deleted: deleted ? 'true' : undefined };
}
