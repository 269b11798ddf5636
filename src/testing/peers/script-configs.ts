/** Configs as kafka-configs prints them, and ours in the same form. */
import type { ConfigEntry, ConfigSourceName } from '../../kafka/configs/describe-config.js';

/** Name, value, whether it is sensitive, and its source. */
export type ConfigRow = readonly [name: string, value: string, isSensitive: string, source: string];

/** Defaults that brokers give topics have no name there. */
const theirSources: Readonly<Partial<Record<ConfigSourceName, string>>> = {
  topic: 'DYNAMIC_TOPIC_CONFIG',
  'dynamic-broker': 'DYNAMIC_BROKER_CONFIG',
  'dynamic-default': 'DYNAMIC_DEFAULT_BROKER_CONFIG',
  static: 'STATIC_BROKER_CONFIG',
  group: 'DYNAMIC_GROUP_CONFIG',
};

export function configsPrinted(text: string): readonly ConfigRow[] {
  // A value may go over several lines.
  const lines = text.matchAll(/^ {2}(\S+?)=(.*?) sensitive=(\w+) synonyms=\{(?:([A-Z_]+):)?[^\n]*\}$/gms);
  return [...lines]
    .map(([, name = '', value = '', isSensitive = '', source = '']): ConfigRow => [
      ...([name, value, isSensitive] as const),
      source === 'DEFAULT_CONFIG' ? '' : source,
    ])
    .sort(byName);
}

export function configsShown(entries: readonly ConfigEntry[]): readonly ConfigRow[] {
  return entries
    .map(({ name, value, isSensitive, source }): ConfigRow => [
      ...([name, value ?? 'null', String(isSensitive)] as const),
      theirSources[source] ?? '',
    ])
    .sort(byName);
}

function byName([one]: ConfigRow, [other]: ConfigRow): number {
  return one < other ? -1 : 1;
}
