/** The options of Kafka's scripts: those that docs/parity.md has a row for, and those that a script prints for --help. */
import { readFileSync } from 'node:fs';

/** By script; those of `every script` hold for all. */
export function optionsOnParityPage(): ReadonlyMap<string, ReadonlySet<string>> {
  const page = readFileSync(new URL('../../../docs/parity.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split("\n## Every option of Kafka's scripts\n");
  const rows = new Map<string, Set<string>>();
  for (const line of section.split('\n').filter((each) => each.startsWith('|'))) {
    const [, script = '', options = ''] = line.split('|').map((cell) => cell.trim());
    const name = script.replaceAll('`', '');
    if (name !== 'every script' && !name.startsWith('kafka-')) continue;
    const own = rows.get(name) ?? new Set();
    for (const [, option = ''] of options.matchAll(/`(--[^`]+)`/g)) own.add(option);
    rows.set(name, own);
  }
  return rows;
}

/** The words at the beginning of lines of help: `--topic <String: topic>`, `-c FILE, --config FILE` as of both parsers of options. */
export function optionsPrinted(help: string): readonly string[] {
  const beginnings = help
    .split('\n')
    .map((line) => /^ {0,2}--?[A-Za-z][\w.-]*(?:, --?[A-Za-z][\w.-]*)*/.exec(line)?.[0] ?? '');
  return beginnings.flatMap((words) => words.match(/--[A-Za-z][\w.-]*/g) ?? []);
}

const tools = 'org.apache.kafka.tools';

/** The class behind each script of Kafka 4.4, and the subcommands that have options of their own. */
export const scriptClasses: Readonly<Record<string, readonly [className: string, ...subcommands: string[]]>> =
  {
    'kafka-acls': [`${tools}.AclCommand`],
    'kafka-broker-api-versions': [`${tools}.BrokerApiVersionsCommand`],
    'kafka-client-metrics': [`${tools}.ClientMetricsCommand`],
    'kafka-cluster': [
      `${tools}.ClusterTool`,
      ...['cluster-id', 'unregister', 'unregister-controller', 'list-endpoints'],
    ],
    'kafka-configs': [`${tools}.ConfigCommand`],
    'kafka-console-consumer': [`${tools}.consumer.ConsoleConsumer`],
    'kafka-console-producer': [`${tools}.ConsoleProducer`],
    'kafka-console-share-consumer': [`${tools}.consumer.ConsoleShareConsumer`],
    'kafka-consumer-groups': [`${tools}.consumer.group.ConsumerGroupCommand`],
    'kafka-consumer-perf-test': [`${tools}.ConsumerPerformance`],
    'kafka-delegation-tokens': [`${tools}.DelegationTokenCommand`],
    'kafka-delete-records': [`${tools}.DeleteRecordsCommand`],
    'kafka-dump-log': [`${tools}.DumpLogSegments`],
    'kafka-features': [
      `${tools}.FeatureCommand`,
      ...['describe', 'upgrade', 'downgrade', 'disable', 'version-mapping', 'feature-dependencies'],
    ],
    'kafka-get-offsets': [`${tools}.GetOffsetShell`],
    'kafka-groups': [`${tools}.GroupsCommand`],
    'kafka-jmx': [`${tools}.JmxTool`],
    'kafka-leader-election': [`${tools}.LeaderElectionCommand`],
    'kafka-log-dirs': [`${tools}.LogDirsCommand`],
    'kafka-metadata-quorum': [
      `${tools}.MetadataQuorumCommand`,
      ...['describe', 'add-controller', 'remove-controller'],
    ],
    'kafka-producer-perf-test': [`${tools}.ProducerPerformance`],
    'kafka-reassign-partitions': [`${tools}.reassign.ReassignPartitionsCommand`],
    'kafka-replica-verification': [`${tools}.ReplicaVerificationTool`],
    'kafka-share-consumer-perf-test': [`${tools}.ShareConsumerPerformance`],
    'kafka-share-groups': [`${tools}.consumer.group.ShareGroupCommand`],
    'kafka-storage': [
      'kafka.tools.StorageTool',
      ...['info', 'format', 'random-uuid', 'version-mapping', 'feature-dependencies'],
    ],
    'kafka-streams-application-reset': [`${tools}.StreamsResetter`],
    'kafka-streams-groups': [`${tools}.streams.StreamsGroupCommand`],
    'kafka-topics': [`${tools}.TopicCommand`],
    'kafka-transactions': [
      `${tools}.TransactionsCommand`,
      ...['list', 'describe', 'describe-producers', 'abort', 'find-hanging', 'forceTerminateTransaction'],
    ],
    'kafka-verifiable-consumer': [`${tools}.VerifiableConsumer`],
    'kafka-verifiable-producer': [`${tools}.VerifiableProducer`],
    'kafka-verifiable-share-consumer': [`${tools}.VerifiableShareConsumer`],
  };
