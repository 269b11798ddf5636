/** The scripts in Kafka's `bin` folder, as the test cluster's Kafka has them, asked about a cluster. */
import type { ClusterMode } from '../../practice/cluster/state/cluster-plan.js';
import { runKafkaTool } from './kafka-tools.js';
import { testCluster } from '../clusters/test-cluster.js';

const tools = 'org.apache.kafka.tools';
const moved = (zookeeper: string, name: string) => ({ zookeeper, kraft: `${tools}.${name}` });

/** The class that each script runs; Kafka 4 has moved some. */
const classes = {
  'kafka-acls': moved('kafka.admin.AclCommand', 'AclCommand'),
  'kafka-broker-api-versions': moved('kafka.admin.BrokerApiVersionsCommand', 'BrokerApiVersionsCommand'),
  'kafka-configs': moved('kafka.admin.ConfigCommand', 'ConfigCommand'),
  'kafka-console-consumer': `${tools}.consumer.ConsoleConsumer`,
  'kafka-console-producer': moved('kafka.tools.ConsoleProducer', 'ConsoleProducer'),
  'kafka-console-share-consumer': `${tools}.consumer.ConsoleShareConsumer`,
  'kafka-consumer-groups': `${tools}.consumer.group.ConsumerGroupCommand`,
  'kafka-delete-records': `${tools}.DeleteRecordsCommand`,
  'kafka-features': `${tools}.FeatureCommand`,
  'kafka-get-offsets': `${tools}.GetOffsetShell`,
  'kafka-groups': `${tools}.GroupsCommand`,
  'kafka-leader-election': `${tools}.LeaderElectionCommand`,
  'kafka-log-dirs': `${tools}.LogDirsCommand`,
  'kafka-metadata-quorum': `${tools}.MetadataQuorumCommand`,
  'kafka-reassign-partitions': `${tools}.reassign.ReassignPartitionsCommand`,
  'kafka-share-groups': `${tools}.consumer.group.ShareGroupCommand`,
  'kafka-streams-groups': `${tools}.streams.StreamsGroupCommand`,
  'kafka-topics': `${tools}.TopicCommand`,
  'kafka-transactions': `${tools}.TransactionsCommand`,
} satisfies Readonly<Record<string, string | Readonly<Record<ClusterMode, string>>>>;

export type KafkaScript = keyof typeof classes;

export interface ScriptSettings {
  /** The test cluster by default. */
  readonly bootstrapServers?: string;
  readonly stdin?: string;
}

/** Its output. Rejects with its errors if the exit code is not 0. */
export async function kafkaScript(
  name: KafkaScript,
  argv: readonly string[],
  { bootstrapServers = testCluster().bootstrapServers, stdin = '' }: ScriptSettings = {},
): Promise<string> {
  const { mode } = testCluster();
  const given: string | Readonly<Record<ClusterMode, string>> = classes[name];
  const className = typeof given === 'string' ? given : given[mode];
  const printed = await runKafkaTool(
    className,
    ['--bootstrap-server', bootstrapServers, ...argv],
    stdin,
    mode,
  );
  return printed.toString();
}

/** kafka-dump-log reads the files of a broker, without asking it. */
export async function kafkaDumpLog(file: string, decoder: readonly string[] = []): Promise<string> {
  const { mode } = testCluster();
  const className = mode === 'kraft' ? `${tools}.DumpLogSegments` : 'kafka.tools.DumpLogSegments';
  const argv = ['--files', file, '--print-data-log', ...decoder];
  return (await runKafkaTool(className, argv, '', mode)).toString();
}

/** A table with one heading a column: the rows below the line that begins with `first`, by their headings. */
export function tableBelow(printed: string, first: string): Record<string, string>[] {
  const lines = printed.split('\n').map((line) => line.trim().split(/\s+/));
  const at = lines.findIndex(([heading]) => heading === first);
  if (at === -1) throw new Error(`There is no heading ${first} in:\n${printed}`);
  const headings = lines[at]!;
  return lines
    .slice(at + 1)
    .filter((cells) => cells.length === headings.length)
    .map((cells) => Object.fromEntries(headings.map((heading, index) => [heading, cells[index]!])));
}

/** Lines of `Name: value` with tabs between, as kafka-topics prints them. */
export function fieldsOf(line: string): Record<string, string> {
  const fields = line
    .trim()
    .split('\t')
    .map((field) => /^([^:]+):\s*(.*)$/.exec(field.trim()));
  return Object.fromEntries(fields.flatMap((field) => (field ? [[field[1]!, field[2]!]] : [])));
}
