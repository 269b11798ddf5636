/** A registry over its client: Confluent's API, as Confluent, Apicurio (`ccompat`) and Karapace serve it. */
import type { RegistryAccess } from '../net/http/registry-access.js';
import { answers } from './answers.js';
import { createClient, type ClientSettings } from './client.js';
import { createLookups, withNearNames } from './lookups.js';
import type { Registry } from './registry.js';
import { bodyOf, createRules, pathTo, whose } from './rules.js';
import type { SchemaCache } from './schema-cache.js';

export interface RegistrySettings extends ClientSettings {
  readonly origin: string;
  readonly longIds: boolean;
  readonly cache: SchemaCache;
  /** Awaited before each change; throws LabError if none may be made. */
  readonly beforeChange: () => Promise<void>;
}

export function createRegistry(access: RegistryAccess, settings: RegistrySettings): Registry {
  const { cache, beforeChange, origin, longIds } = settings;
  const { url, loginAs } = access;
  const client = createClient(access, settings);
  const lookups = createLookups(client, cache);
  const asPermanent = (permanent: boolean) => ({ permanent: permanent ? 'true' : undefined });
  return {
    url,
    origin,
    longIds,
    loginAs,
    ...lookups,
    ...createRules(client, url),
    mayChange: beforeChange,
    greet: () => client.raw(['subjects'], 'subjects'),
    async register(subject, schema) {
      await beforeChange();
      const path = ['subjects', subject, 'versions'];
      const about = `subject ${subject}`;
      return (await client.ask({ method: 'POST', path, body: bodyOf(schema), about, answer: answers().id }))
        .id;
    },
    async setCompatibility(level, subject) {
      await beforeChange();
      return client.ask({
        method: 'PUT',
        path: pathTo('config', subject),
        body: { compatibility: level },
        about: whose(subject),
        answer: answers().level,
      });
    },
    async deleteSubject(subject, permanent) {
      await beforeChange();
      const asked = client.ask({
        method: 'DELETE',
        path: ['subjects', subject],
        query: asPermanent(permanent),
        about: `subject ${subject}`,
        answer: answers().versions,
      });
      return withNearNames(subject, lookups.subjects, asked);
    },
    async deleteVersion(subject, version, permanent) {
      await beforeChange();
      const asked = client.ask({
        method: 'DELETE',
        path: ['subjects', subject, 'versions', String(version)],
        query: asPermanent(permanent),
        about: `version ${version} of ${subject}`,
        answer: answers().version,
      });
      await withNearNames(subject, lookups.subjects, asked);
    },
    close: () => client.close(),
  };
}
