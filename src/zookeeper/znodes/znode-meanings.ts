/** What Kafka keeps where in ZooKeeper, for somebody who sees it for the first time. */

interface Meaning {
  /** `*` stands for one name, which the sentences call `{1}`, `{2}` …; a final `**` for anything below. */
  readonly pattern: string;
  readonly says: string;
}

/** The first that fits is taken. */
const meanings: readonly Meaning[] = [
  { pattern: '/', says: 'The root. Kafka keeps its nodes right below it, or below a chroot such as /kafka.' },
  { pattern: '/brokers', says: 'What Kafka knows of its brokers and topics.' },
  {
    pattern: '/brokers/ids',
    says: 'One ephemeral node for each broker that is up. The controller watches this list: a node that goes is a broker that died.',
  },
  {
    pattern: '/brokers/ids/*',
    says: 'Broker {1} is up and registered here, with the addresses that clients get to know. The node is ephemeral: when the session of broker {1} ends, it vanishes, and the controller moves the leadership of its partitions.',
  },
  {
    pattern: '/brokers/seqid',
    says: 'Its version number is used to give ids to brokers that come without one (broker.id.generation.enable).',
  },
  {
    pattern: '/brokers/topics',
    says: 'One node for each topic. Watched by the controller: a new child is a new topic.',
  },
  {
    pattern: '/brokers/topics/*',
    says: 'Topic {1}: for each partition the brokers that shall hold a replica, the preferred leader first.',
  },
  { pattern: '/brokers/topics/*/partitions', says: 'One node for each partition of topic {1}.' },
  { pattern: '/brokers/topics/*/partitions/*', says: 'Partition {2} of topic {1}; its state is one below.' },
  {
    pattern: '/brokers/topics/*/partitions/*/state',
    says: 'Who leads partition {2} of topic {1} now, and which replicas are in sync (isr). leader_epoch counts the changes of leader; -1 as leader means that there is none.',
  },
  {
    pattern: '/controller',
    says: 'The broker that is the controller: the one that was first to make this ephemeral node. When its session ends the node goes, and the others race to make it again.',
  },
  {
    pattern: '/controller_epoch',
    says: 'How many times a controller was elected. Brokers ignore orders with an older number, so that a controller that was thought dead cannot interfere.',
  },
  { pattern: '/cluster', says: 'What identifies the cluster.' },
  {
    pattern: '/cluster/id',
    says: 'The id of the cluster, made up once by the first broker that started. A broker whose disk names another id refuses to start.',
  },
  {
    pattern: '/config',
    says: 'Configs that were set at run time; what is not here comes from server.properties or is the default.',
  },
  {
    pattern: '/config/topics',
    says: 'Configs set for single topics. Every topic has a node, most of them without a config.',
  },
  {
    pattern: '/config/topics/*',
    says: "The configs set for topic {1}, such as retention.ms; all else is the broker's default.",
  },
  {
    pattern: '/config/brokers',
    says: 'Configs of brokers set at run time: a node for a broker id, or <default> for all of them.',
  },
  { pattern: '/config/brokers/<default>', says: 'Configs set at run time for all brokers.' },
  {
    pattern: '/config/brokers/*',
    says: 'Configs set at run time for broker {1}; passwords among them are encrypted.',
  },
  {
    pattern: '/config/users',
    says: 'Quotas and SCRAM credentials of users: salted hashes, never the passwords.',
  },
  { pattern: '/config/users/**', says: 'Quotas and SCRAM credentials (salted hashes) of a user.' },
  { pattern: '/config/clients', says: 'Quotas by client id.' },
  { pattern: '/config/clients/**', says: 'The quotas of one client id.' },
  { pattern: '/config/ips', says: 'Limits on how fast an IP address may open connections.' },
  { pattern: '/config/ips/**', says: 'The limit on new connections of one IP address.' },
  {
    pattern: '/config/changes',
    says: 'A bell: a sequential node here tells every broker that a config has changed and where to read it.',
  },
  {
    pattern: '/config/changes/**',
    says: 'The notice of one change of a config. Brokers read it once; it is cleared away after a while.',
  },
  { pattern: '/admin', says: 'Requests to the controller that take some time.' },
  {
    pattern: '/admin/delete_topics',
    says: 'Topics that are being deleted: a node stays until the last replica is gone.',
  },
  {
    pattern: '/admin/delete_topics/*',
    says: 'Topic {1} is being deleted. If this stays, one of the brokers that hold it is down.',
  },
  {
    pattern: '/admin/reassign_partitions',
    says: 'A plan to move replicas to other brokers, as old tools hand it to the controller. It goes when all are moved.',
  },
  {
    pattern: '/admin/preferred_replica_election',
    says: 'A request to give leadership back to the preferred replicas, the first of each list.',
  },
  {
    pattern: '/isr_change_notification',
    says: 'A bell: leaders announce here that the set of in-sync replicas has changed. Newer brokers tell the controller directly.',
  },
  { pattern: '/isr_change_notification/**', says: 'One announcement of changed in-sync replicas.' },
  {
    pattern: '/log_dir_event_notification',
    says: 'A bell: a broker announces here that one of its disks has failed.',
  },
  { pattern: '/log_dir_event_notification/**', says: 'One announcement of a failed disk.' },
  {
    pattern: '/consumers',
    says: 'Offsets of consumers from before Kafka 0.9. Today they are in the topic __consumer_offsets: kafka-lab groups list.',
  },
  { pattern: '/consumers/**', says: 'Left by, or made for, a consumer from before Kafka 0.9.' },
  {
    pattern: '/latest_producer_id_block',
    says: 'The block of producer ids handed out last. Idempotent and transactional producers get an id from such a block, so that no two have the same.',
  },
  {
    pattern: '/feature',
    says: 'Which features, at which levels, the whole cluster has agreed to use (KIP-584).',
  },
  {
    pattern: '/kafka-acl',
    says: 'ACLs: who may do what with topics, groups, the cluster and transactional ids.',
  },
  { pattern: '/kafka-acl/*', says: 'ACLs on resources of the type {1}.' },
  { pattern: '/kafka-acl/*/*', says: 'Who may do what with {2} (resource type {1}).' },
  { pattern: '/kafka-acl-changes', says: 'A bell: tells the brokers that ACLs have changed.' },
  { pattern: '/kafka-acl-changes/**', says: 'The notice of one change of ACLs.' },
  {
    pattern: '/kafka-acl-extended',
    says: 'ACLs that hold for every name with a certain beginning (prefixed patterns).',
  },
  { pattern: '/kafka-acl-extended/**', says: 'ACLs on names with a certain beginning.' },
  {
    pattern: '/kafka-acl-extended-changes',
    says: 'A bell: tells the brokers that prefixed ACLs have changed.',
  },
  { pattern: '/kafka-acl-extended-changes/**', says: 'The notice of one change of prefixed ACLs.' },
  {
    pattern: '/delegation_token/**',
    says: 'Delegation tokens: short-lived logins that brokers accept instead of a password.',
  },
  {
    pattern: '/migration',
    says: 'How far the move from ZooKeeper to KRaft has come; present only where one was begun.',
  },
  { pattern: '/zookeeper', says: "ZooKeeper's own: nothing here is Kafka's." },
  { pattern: '/zookeeper/config', says: 'The servers of the ensemble, as ZooKeeper itself keeps them.' },
  { pattern: '/zookeeper/quota', says: 'Limits that ZooKeeper sets on parts of the tree; Kafka uses none.' },
  { pattern: '/zookeeper/**', says: "ZooKeeper's own: nothing here is Kafka's." },
  {
    pattern: '/kafka-lab/**',
    says: 'Made by kafka-lab zookeeper lock-demo, and cleared away when it ends.',
  },
  { pattern: '/kafka-lab', says: 'Made by kafka-lab zookeeper lock-demo, and cleared away when it ends.' },
];

/** One or two sentences; null for a node that Kafka does not use. */
export function meaningOf(path: string): string | null {
  for (const { pattern, says } of meanings) {
    const names = match(pattern, path);
    if (names) return says.replace(/\{(\d)\}/g, (_, index: string) => names[Number(index) - 1] ?? '');
  }
  return null;
}

function match(pattern: string, path: string): readonly string[] | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const isOpen = wanted.at(-1) === '**';
  if (isOpen ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const names: string[] = [];
  for (const [index, part] of wanted.entries()) {
    if (part === '**') break;
    const name = given[index] ?? '';
    if (part === '*') names.push(name);
    else if (part !== name) return undefined;
  }
  return names;
}
