/** The configs of topics that differ from the broker's defaults. */
import { parseDurationMs } from '../../text/duration.js';
import { LabError } from '../../text/errors.js';
import { configTypes, describeConfigs } from '../../wire/requests/describe-configs.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { send } from '../../wire/protocol/send.js';
import type { KafkaSession } from './session.js';

const topicResource = 2;
/** DescribeConfigs names where a value comes from; 1 is the topic's own. */
const topicSource = 1;

export interface TopicConfigs {
  /** Set for this topic. */
  readonly overrides: Readonly<Record<string, string>>;
  /** What applies, set for it or not. */
  readonly effective: ReadonlyMap<string, string>;
  /** Kafka's name of the type of each; none from brokers before 2.6. */
  readonly types: ReadonlyMap<string, string>;
  /** What it does not set itself, as brokers set it for all topics; without what they keep secret. */
  readonly inherited: ReadonlyMap<string, string>;
  readonly isCompacted: boolean;
  /** False if records are deleted only by compaction. */
  readonly isDeleted: boolean;
}

/** By topic name. A topic whose configs may not be read is left out. */
export async function topicConfigs(
  session: KafkaSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, TopicConfigs>> {
  const found = new Map<string, TopicConfigs>();
  if (names.length === 0) return found;
  const { results } = await send(await session.anyBroker(), describeConfigs, {
    resources: names.map((resourceName) => ({
      resourceType: topicResource,
      resourceName,
      configurationKeys: null,
    })),
  });
  for (const result of results) {
    if (result.errorCode !== 0) continue;
    const own = result.configs.filter(({ configSource }) => configSource === topicSource);
    const policy = result.configs.find(({ name }) => name === 'cleanup.policy')?.value ?? '';
    const policies = policiesOf(policy);
    found.set(result.resourceName, {
      overrides: Object.fromEntries(own.map(({ name, value }) => [name, value ?? ''])),
      // Made when asked for: there may be thousands of topics, of some forty configs each.
      get effective() {
        return new Map(result.configs.map(({ name, value }) => [name, value ?? '']));
      },
      get inherited() {
        return new Map(
          result.configs.flatMap(({ name, value, configSource, isSensitive }) =>
            configSource === topicSource || isSensitive || value === null ? [] : [[name, value] as const],
          ),
        );
      },
      get types() {
        return typesOf(result.configs);
      },
      isCompacted: policies.includes('compact'),
      isDeleted: policies.includes('delete'),
    });
  }
  return found;
}

const topicsPerRequest = 500;

/** What applies of one config, by topic name. A topic whose configs may not be read is left out. */
export async function effectiveConfig(
  connection: WireConnection,
  names: readonly string[],
  config: string,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < names.length; at += topicsPerRequest) {
    const { results } = await send(connection, describeConfigs, {
      resources: names.slice(at, at + topicsPerRequest).map((resourceName) => ({
        resourceType: topicResource,
        resourceName,
        configurationKeys: [config],
      })),
    });
    for (const { resourceName, errorCode, configs } of results) {
      const value = configs.find(({ name }) => name === config)?.value ?? null;
      if (errorCode === 0 && value !== null) found.set(resourceName, value);
    }
  }
  return found;
}

/** `cleanup.policy`, which is a list. */
export function policiesOf(value: string): readonly string[] {
  return value.split(',').map((word) => word.trim());
}

function typesOf(configs: readonly { name: string; configType: number }[]): ReadonlyMap<string, string> {
  return new Map(
    configs.flatMap(({ name, configType }) => {
      const type = configType > 0 ? configTypes[configType] : undefined;
      return type === undefined ? [] : [[name, type] as const];
    }),
  );
}

/** Sorted, without the throttles, which belong to a reassignment and not to the topic. */
export function lastingConfigs(configs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configs)
      .filter(([name]) => !name.endsWith('.replication.throttled.replicas'))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** `k=v` as typed, after `word` → a map. Throws LabError 'usage'. */
export function parseConfigs(pairs: readonly string[], word = '--config'): ReadonlyMap<string, string> {
  const configs = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at < 1 || name === '') {
      throw new LabError('usage', `${word} ${pair}: not NAME=VALUE.`, {
        hint: `It looks like: ${word} retention.ms=86400000`,
      });
    }
    if (configs.has(name)) throw new LabError('usage', `${word} ${name} is given twice.`);
    const value = pair.slice(at + 1).trim();
    const number = bareNumber(name, value);
    if (number !== undefined) {
      throw new LabError('usage', `${word} ${pair}: ${name} takes a number alone.`, {
        hint: `It looks like: ${word} ${name}=${number}`,
      });
    }
    configs.set(name, value);
  }
  return configs;
}

const sizes: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** `1h` → 3600000, `1GiB` → 1073741824: Kafka takes them without units. Undefined if the value has no unit. */
function bareNumber(name: string, value: string): number | undefined {
  if (name.endsWith('.ms') && /^\d+\s*[a-z]+$/i.test(value)) return durationOf(value);
  const [, amount, unit = ''] = /^(\d+)\s*([kmgt])i?b?$/i.exec(value) ?? [];
  if (!name.endsWith('.bytes') || amount === undefined) return undefined;
  return Number(amount) * (sizes[unit.toLowerCase()] ?? 1);
}

function durationOf(text: string): number | undefined {
  try {
    return parseDurationMs(text);
  } catch {
    // The broker says what is wrong with it.
    return undefined;
  }
}
