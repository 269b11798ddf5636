/** What a registry allows: compatibility levels, modes, and whether a schema would be taken. */
import { answers, asRegistered } from './answers.js';
import type { RegistryClient } from './client.js';
import { lacksRequest, quoted, unless } from './refusal.js';
import type { Registry, SchemaText } from './registry.js';

export function createRules(
  client: RegistryClient,
  url: string,
): Pick<Registry, 'find' | 'compatibility' | 'mode' | 'check'> {
  return {
    async find(subject, schema) {
      const found = await unless(
        [40401, 40402, 40403],
        client.ask({
          method: 'POST',
          path: ['subjects', subject],
          body: bodyOf(schema),
          about: `subject ${subject}`,
          answer: answers().schema,
        }),
      );
      return found && asRegistered(found);
    },
    async compatibility(subject) {
      const ask = (query: Record<string, string>) =>
        client.ask({
          path: pathTo('config', subject),
          query,
          about: whose(subject),
          answer: answers().level,
        });
      if (subject === undefined) return { level: await ask({}), isOwn: true };
      const own = await unless([40401, 40408], ask({}));
      if (own === undefined) return { level: await ask({ defaultToGlobal: 'true' }), isOwn: false };
      // Apicurio answers with the registry's level where a subject has none.
      return { level: own, isOwn: url.includes('/apis/ccompat') ? null : true };
    },
    async mode(subject) {
      const query = subject === undefined ? {} : { defaultToGlobal: 'true' };
      try {
        const path = pathTo('mode', subject);
        return (await client.ask({ path, query, about: whose(subject), answer: answers().mode })).mode;
      } catch (error) {
        if (lacksRequest(error)) return undefined;
        throw error;
      }
    },
    async check(subject, schema) {
      const compare = (...version: readonly string[]) =>
        client.ask({
          method: 'POST',
          path: ['compatibility', 'subjects', subject, 'versions', ...version],
          query: { verbose: 'true' },
          body: bodyOf(schema),
          about: `subject ${subject}`,
          answer: answers().verdict,
        });
      const compareWithAll = () =>
        compare().catch((error: unknown) => {
          // Older ones compare with one version at a time.
          if (lacksRequest(error)) return compare('latest');
          throw error;
        });
      const answer = await unless([40401, 40402], compareWithAll());
      if (answer === undefined) return { isCompatible: true, reasons: [], isNew: true };
      const reasons = [...(answer.messages ?? []), ...(answer.reason == null ? [] : [answer.reason])];
      return { isCompatible: answer.is_compatible, reasons: reasons.map(quoted), isNew: false };
    },
  };
}

/** `config`, `config/orders-value` */
export function pathTo(what: string, subject: string | undefined): readonly string[] {
  return subject === undefined ? [what] : [what, subject];
}

export function whose(subject: string | undefined): string {
  return subject === undefined ? 'the registry' : `subject ${subject}`;
}

/** Registries from before there were other types know no type. */
export function bodyOf({ type, text, references }: SchemaText): object {
  return {
    schema: text,
    ...(type === 'AVRO' ? {} : { schemaType: type }),
    ...(references.length === 0 ? {} : { references }),
  };
}
