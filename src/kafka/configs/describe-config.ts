/** The configs of one topic, group or broker: each value, its source, and the value that applies without it. */
import { configSource, configTypes, describeConfigs } from '../../wire/requests/describe-configs.js';
import { send } from '../../wire/protocol/send.js';
import { connectionFor, nameOf, wireResource, type ConfigResource } from '../session/config-resource.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';

/** `dynamic-default` is set for all brokers, `static` in server.properties, `default` is Kafka's own. */
export type ConfigSourceName =
  | 'topic'
  | 'dynamic-broker'
  | 'dynamic-default'
  | 'static'
  | 'default'
  | 'logger'
  | 'client-metrics'
  | 'group'
  | 'unknown';

/** The next synonym: after log.retention.ms comes log.retention.hours, so its name matters. */
interface ConfigFallback {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSourceName;
}

export interface ConfigEntry {
  readonly name: string;
  /** Null if there is none, and always if it is sensitive: brokers never return secrets. */
  readonly value: string | null;
  readonly source: ConfigSourceName;
  /** The value that would apply without this one; null if none would, or if it is sensitive. */
  readonly fallback: ConfigFallback | null;
  readonly isSensitive: boolean;
  /** True when only server.properties and a restart can change it. */
  readonly isReadOnly: boolean;
  /** Kafka's type: boolean, int, list …; null from brokers before 2.6. */
  readonly type: string | null;
  readonly documentation: string | null;
}

const sourceNames: Readonly<Record<number, ConfigSourceName>> = {
  [configSource.dynamicTopic]: 'topic',
  [configSource.dynamicBroker]: 'dynamic-broker',
  [configSource.dynamicDefaultBroker]: 'dynamic-default',
  [configSource.staticBroker]: 'static',
  [configSource.default]: 'default',
  [configSource.dynamicBrokerLogger]: 'logger',
  [configSource.clientMetrics]: 'client-metrics',
  [configSource.group]: 'group',
};

/** All of them, sorted by name, with the broker's documentation. Throws LabError 'refused'. */
export async function describeConfig(
  session: KafkaSession,
  resource: ConfigResource,
): Promise<readonly ConfigEntry[]> {
  const connection = await connectionFor(session, resource);
  const { max = 0 } = connection.apiVersions.get(describeConfigs.apiKey) ?? {};
  const { results } = await send(connection, describeConfigs, {
    resources: [{ ...wireResource(resource), configurationKeys: null }],
    includeSynonyms: true,
    includeDocumentation: max >= 3,
  });
  const [result] = results;
  if (result && result.errorCode !== 0) {
    throw refusal(
      `${nameOf(resource)}: its configs could not be read`,
      result.errorCode,
      result.errorMessage,
    );
  }
  return (result?.configs ?? [])
    .map((config): ConfigEntry => {
      // The first synonym is the value itself; the next one applies once it is removed.
      const next = config.synonyms.find(({ source }) => source !== config.configSource);
      return {
        name: config.name,
        value: config.isSensitive ? null : config.value,
        source: sourceNames[config.configSource] ?? 'unknown',
        fallback: next
          ? {
              name: next.name,
              value: config.isSensitive ? null : next.value,
              source: sourceNames[next.source] ?? 'unknown',
            }
          : null,
        isSensitive: config.isSensitive,
        isReadOnly: config.readOnly,
        type: config.configType > 0 ? (configTypes[config.configType] ?? null) : null,
        documentation: config.documentation ? withoutMarkup(config.documentation) : null,
      };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Brokers document themselves in HTML. */
function withoutMarkup(documentation: string): string {
  return documentation
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Where a value set on this resource itself comes from. */
export function ownSource(resource: ConfigResource): ConfigSourceName {
  switch (resource.kind) {
    case 'topic':
    case 'group':
      return resource.kind;
    case 'broker':
      return 'dynamic-broker';
    case 'all-brokers':
      return 'dynamic-default';
  }
}
