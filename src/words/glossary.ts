/** Kafka's terms, each in two sentences for a newcomer. */
import { explainedError, type ExplainedError } from './error-advice.js';
import type { GlossaryEntry } from './glossary-entry.js';
import { schemaTerms } from './schema-terms.js';
import { nearestNames } from '../text/nearest-names.js';
import { errorCodes } from '../wire/protocol/error-codes.js';

export const glossary: readonly GlossaryEntry[] = [
  {
    term: 'cluster',
    aliases: ['clusters', 'cluster id'],
    en: 'Several brokers that work as one: each topic is spread over them and kept on more than one. A client needs the address of any one of them and learns of the others from it.',
  },
  {
    term: 'broker',
    aliases: ['brokers', 'node', 'server', 'service'],
    en: 'A Kafka server: it keeps partitions on its disk and answers producers and consumers. Each has a number, its id, and several of them make a cluster.',
  },
  {
    term: 'controller',
    aliases: ['controllers'],
    en: 'The one broker that looks after the cluster: it notices when others die and chooses new leaders for their partitions. When it dies itself, another takes over.',
  },
  {
    term: 'ZooKeeper',
    aliases: ['zk'],
    en: 'A small database beside the brokers, in which older Kafka keeps which brokers are alive, which one is the controller, and the topics. Its entries are called znodes and form a tree; Kafka 4 does without it (see KRaft).',
  },
  {
    term: 'znode',
    aliases: ['znodes', 'ephemeral'],
    en: 'An entry of ZooKeeper, named by a path such as /brokers/ids/1: it holds a little data and may have others below it. An ephemeral one goes when the session that made it ends, which is how a dead broker is noticed.',
  },
  {
    term: 'KRaft',
    aliases: ['quorum', 'raft'],
    en: 'How newer Kafka keeps its own metadata: in a log that a few controllers agree on. It takes the place of ZooKeeper, and is the only way from Kafka 4 on.',
  },
  {
    term: 'topic',
    aliases: ['topics', 'name'],
    en: 'A named log: producers append records to it and consumers read them in order. It is split into partitions, which is what lets many read and write it at once.',
  },
  {
    term: 'partition',
    aliases: ['partitions'],
    en: 'One of the pieces of a topic: a log of its own, in which records keep their order. Records with the same key always go to the same partition.',
  },
  {
    term: 'record',
    aliases: ['records', 'message', 'messages', 'value', 'values', 'event'],
    en: 'What is written to a topic: a value, usually with a key, headers and a timestamp. It never changes; its partition and offset identify it.',
  },
  {
    term: 'key',
    aliases: ['keys'],
    en: 'The part of a record that says what it is about, a customer or an order perhaps. It decides the partition, so that everything with one key stays in order.',
  },
  {
    term: 'header',
    aliases: ['headers'],
    en: 'A name and a value that travel beside a record, such as where it came from. Brokers do not look at them.',
  },
  {
    term: 'timestamp',
    aliases: ['timestamps', 'time'],
    en: 'When a record was created, according to its producer, or when the broker received it, if the topic is configured so. It lets you start reading at a time instead of an offset.',
  },
  {
    term: 'tombstone',
    aliases: ['null value', 'nullValue', 'null-value'],
    en: 'A record with a key and no value. In a compacted topic it means: forget what was there under this key.',
  },
  {
    term: 'offset',
    aliases: ['offsets', 'position', 'from', 'to', 'fromBeginning'],
    en: 'The number of a record within its partition: 0, 1, 2 and so on, never used twice. A consumer remembers how far it has read as an offset.',
  },
  {
    term: 'low offset',
    aliases: ['low', 'log start offset', 'earliest'],
    en: 'The first offset that is still in the partition. It moves up when old records are deleted, by retention or by hand.',
  },
  {
    term: 'high offset',
    aliases: ['high', 'log end offset', 'log-end-offset', 'latest'],
    en: 'The offset that the next record will get, one past the last record. High minus low is at most the number of records there.',
  },
  {
    term: 'high watermark',
    aliases: ['hw', 'hwm', 'watermark'],
    en: 'How far a partition has been copied to all replicas in sync. Consumers read only up to there, so that they never see what a broken leader could lose.',
  },
  {
    term: 'leader',
    aliases: ['leaders', 'leadership'],
    en: 'The one replica of a partition that producers write to and consumers read from. If its broker dies, one of the others in sync becomes the leader.',
  },
  {
    term: 'replica',
    aliases: ['replicas', 'replication', 'replication factor', 'replicationFactor', 'follower'],
    en: 'A copy of a partition on one broker. The replication factor says how many there are: with 3, two brokers can die and the records are still there.',
  },
  {
    term: 'ISR',
    aliases: ['in-sync replicas', 'in sync', 'insync', 'in-sync'],
    en: 'The in-sync replicas: those copies of a partition that have everything its leader has, or nearly. Only they may become leader without losing records.',
  },
  {
    term: 'under-replicated',
    aliases: ['under replicated', 'underreplicated', 'urp'],
    en: 'A partition with fewer replicas in sync than it should have. Nothing is lost yet, but it can survive fewer failures.',
  },
  {
    term: 'offline',
    aliases: ['leaderless', 'no leader'],
    en: 'A partition without a leader: it cannot be written or read now. It comes back when a broker with a replica in sync does.',
  },
  {
    term: 'min.insync.replicas',
    aliases: ['min isr', 'minisr', 'min insync'],
    en: 'How many replicas must have a record before a producer with acks=all is told that it is safe. When fewer are in sync, such writes are refused (NOT_ENOUGH_REPLICAS).',
  },
  {
    term: 'acks',
    aliases: ['acknowledgement', 'ack'],
    en: 'Who confirms a write to the producer: all replicas in sync, the leader alone, or nobody. The more confirm it, the more failures the record survives.',
  },
  {
    term: 'idempotent producer',
    aliases: ['idempotent', 'idempotence', 'enable.idempotence'],
    en: 'A producer that numbers what it sends, so that a broker notices when the same records arrive again. A retry after a lost answer then writes nothing twice.',
  },
  {
    term: 'transaction',
    aliases: ['transactions', 'transactional id', 'exactly once'],
    en: 'Records in several partitions that become visible together or not at all. Readers with read_committed wait for its end and never see one that was aborted.',
  },
  {
    term: 'isolation',
    aliases: ['read_committed', 'read_uncommitted', 'isolation level', 'last stable offset', 'lso'],
    en: 'Whether a reader is shown records of transactions that are still open or were aborted. read_committed hides them, and stops at the first that is still open.',
  },
  {
    term: 'producer',
    aliases: ['producers', 'produce', 'publish'],
    en: 'A program that writes records to topics. It chooses the partition, by the key if there is one, and sends the record to that partition’s leader.',
  },
  {
    term: 'consumer',
    aliases: ['consumers', 'consume', 'subscriber'],
    en: 'A program that reads records from topics. Reading takes nothing away: others can read the same records, and it can read them again.',
  },
  {
    term: 'consumer group',
    aliases: ['group', 'groups', 'group id', 'groupId', 'consumer groups'],
    en: 'Consumers that share the work under one name: each partition is read by one of them at a time. Kafka keeps for the group how far it has read.',
  },
  {
    term: 'share group',
    aliases: ['share groups', 'share consumer', 'share consumers', 'queue', 'queues', 'KIP-932'],
    en: 'Consumers that read the same partitions as a queue (Kafka 4.1 and newer): each record is locked for one of them, which accepts, releases or rejects it. More members than partitions are of use, and the order of the records is not kept.',
  },
  {
    term: 'delivery count',
    aliases: ['delivery limit', 'share.delivery.count.limit', 'redelivery'],
    en: 'How often a share group has given a record to a member; one that is released, or whose lock runs out, is delivered again. At the limit (share.delivery.count.limit, usually 5) the group gives it up: it is archived.',
  },
  {
    term: 'dead letter queue',
    aliases: ['dlq', 'dead letter', 'dead letters', 'errors.deadletterqueue.topic.name', 'KIP-1191'],
    en: 'A topic for the records that a share group has given up or its members have rejected, with headers that say where they were and why (Kafka 4.4 and newer). The group has to name it, and the topic to allow it: see learn run queues.',
  },
  {
    term: 'committed offset',
    aliases: ['commit', 'committed', 'current-offset', 'current offset'],
    en: 'Where a group continues in a partition after a restart: the offset of the next record to read. Kafka keeps it in the topic __consumer_offsets.',
  },
  {
    term: 'lag',
    aliases: ['consumer lag', 'behind'],
    en: 'How many records a group still has to read: the end of the partition minus its committed offset. A lag that keeps growing means that the group is slower than the producers.',
  },
  {
    term: 'rebalance',
    aliases: ['rebalancing', 'assignment', 'assignor'],
    en: 'Reassigning the partitions of a group because a consumer joined or left. Until it is done, some of them are not read.',
  },
  {
    term: 'coordinator',
    aliases: ['group coordinator'],
    en: 'The broker that looks after one group: it notices which consumers are alive and keeps their committed offsets. Another group may have another coordinator.',
  },
  {
    term: 'retention',
    aliases: ['retention.ms', 'retention.bytes', 'delete policy'],
    en: 'How long, or up to what size, a topic keeps its records. What is older is deleted, read or not, a segment at a time.',
  },
  {
    term: 'compaction',
    aliases: ['compacted', 'compact', 'cleanup.policy', 'cleanup policy', 'log compaction'],
    en: 'A way to clean up a topic that keeps the last record of each key and drops the older ones. Offsets then have gaps, and high minus low is more than there is.',
  },
  {
    term: 'segment',
    aliases: ['segments', 'log segment', 'segment.ms', 'segment.bytes'],
    en: 'A file with a part of a partition on a broker’s disk. Retention and compaction work on whole segments, never on the one being written.',
  },
  {
    term: 'compression',
    aliases: ['gzip', 'snappy', 'lz4', 'zstd', 'codec'],
    en: 'Batches of records can be packed by the producer and are kept like that by the broker. Consumers unpack them by themselves.',
  },
  {
    term: 'batch',
    aliases: ['batches', 'record batch'],
    en: 'Records that a producer sends together to one partition. They are written and read as one piece, which is why Kafka is fast.',
  },
  {
    term: 'murmur2',
    aliases: ['partitioner', 'hash'],
    en: 'The hash that turns a key into a number; that number modulo the count of partitions is the partition. It is why one key always lands in the same place, until partitions are added.',
  },
  {
    term: 'config',
    aliases: ['configs', 'configuration', 'setting', 'settings'],
    en: 'A setting of a topic or of a broker, such as how long records are kept. What a topic does not set for itself, it takes from the broker.',
  },
  {
    term: 'rack',
    aliases: ['racks', 'broker.rack'],
    en: 'Where a broker is: a rack, a room or an availability zone. Kafka puts the replicas of a partition on different racks, so that one failure does not take them all.',
  },
  {
    term: 'bootstrap server',
    aliases: ['bootstrap', 'bootstrap.servers', 'bootstrapServer', 'address'],
    en: 'The address of a broker that a client asks first: it answers with all the others. Two or three are enough, in case one of them is down.',
  },
  {
    term: 'connection',
    aliases: ['connections', 'readonly', 'protected'],
    en: 'A name for a cluster and for how to connect to it: its brokers, its ZooKeeper, encryption and login. Give the name with -c, and mark it readonly or protected if nothing should be changed by accident.',
  },
  {
    term: 'advertised listener',
    aliases: ['advertised.listeners', 'listener', 'listeners'],
    en: 'The address that a broker tells clients to use for it. If they cannot reach that address they connect to the first server and then hang, the most common problem with Docker.',
  },
  {
    term: 'practice cluster',
    aliases: ['lab', 'engine'],
    en: 'A few brokers, with ZooKeeper or a schema registry if you like, on your own machine, started by kafka-lab cluster up. Break it as you like: it is there for that.',
  },
  ...schemaTerms,
];

/** A Kafka error, a term, one of its aliases; upper and lower case do not matter. */
export function explanationOf(word: string): GlossaryEntry | undefined {
  const wanted = plain(word);
  return (
    glossary.find(({ term, aliases }) => [term, ...aliases].some((each) => plain(each) === wanted)) ??
    errorEntry(word)
  );
}

export function nearestTerms(word: string): readonly string[] {
  const names = glossary.flatMap(({ term, aliases }) => [term, ...aliases]);
  const near = nearestNames(word, [...names, ...errorCodes.map(({ name }) => name)]);
  return [...new Set(near.map((name) => explanationOf(name)?.term ?? name))];
}

function errorEntry(word: string): GlossaryEntry | undefined {
  const error = explainedError(word);
  return error && { term: error.name, aliases: [String(error.code)], en: textOfError(error) };
}

function textOfError({ code, meaning, retriable, cause, advice }: ExplainedError): string {
  if (code === 0) return meaning;
  const again = retriable ? 'Clients try again by themselves.' : 'Trying again does not help by itself.';
  return `${meaning} ${again} Likely cause: ${cause} What to do: ${advice}`;
}

function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
