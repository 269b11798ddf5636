/** The list of commands. Each file is loaded only when its command is typed, or when help lists them all. */
import type { CommandSpec } from '../command.js';

export interface CommandEntry {
  /** The words typed; also the path of the file. */
  readonly path: string;
  load(): Promise<CommandSpec>;
}

/** What help says of each first word that has commands below it. */
export const groups: Readonly<Record<string, string>> = {
  cluster: 'the practice cluster on this machine: start it, watch it, break it, stop it',
  brokers: 'the servers of a cluster: what they carry, how they are configured',
  topics: 'create, list, describe, configure, grow, move, trim and delete topics',
  connections: 'named connections: addresses, TLS, logins, and what is wrong with them',
  offsets: 'where each partition begins and ends',
  groups: 'who reads what, how far, and starting over',
  users: 'who can log in by SCRAM',
  quotas: 'how much clients may use',
  acls: 'access rules: who may do what',
  transactions: 'who writes all or nothing, what is open, what hangs',
  learn: 'lessons on real brokers, each of five minutes',
  drill: 'accidents on real brokers, every record accounted for',
  zookeeper: 'what Kafka keeps in ZooKeeper: look at it, watch it change, see a lock work',
};

function entry(path: string, load: () => Promise<unknown>): CommandEntry {
  // Each spec is exact about its own options and result; the list only needs what all of them share.
  return { path, load: load as CommandEntry['load'] };
}

export const commands: readonly CommandEntry[] = [
  entry('cluster up', async () => (await import('./cluster/up.js')).clusterUp),
  entry('cluster status', async () => (await import('./cluster/status.js')).clusterStatus),
  entry('cluster logs', async () => (await import('./cluster/logs.js')).clusterLogs),
  entry('cluster stop', async () => (await import('./cluster/stop.js')).clusterStop),
  entry('cluster start', async () => (await import('./cluster/start.js')).clusterStart),
  entry('cluster kill', async () => (await import('./cluster/kill.js')).clusterKill),
  entry('cluster add', async () => (await import('./cluster/add.js')).clusterAdd),
  entry('cluster remove', async () => (await import('./cluster/remove.js')).clusterRemove),
  entry('cluster down', async () => (await import('./cluster/down.js')).clusterDown),
  entry('cluster quorum', async () => (await import('./cluster/quorum.js')).clusterQuorum),
  entry('connections add', async () => (await import('./connections/add.js')).connectionsAdd),
  entry('connections list', async () => (await import('./connections/list.js')).connectionsList),
  entry('connections use', async () => (await import('./connections/use.js')).connectionsUse),
  entry('connections show', async () => (await import('./connections/show.js')).connectionsShow),
  entry('connections remove', async () => (await import('./connections/remove.js')).connectionsRemove),
  entry('connections ping', async () => (await import('./connections/ping.js')).connectionsPing),
  entry('connections doctor', async () => (await import('./connections/doctor.js')).connectionsDoctor),
  entry('brokers list', async () => (await import('./brokers/list.js')).brokersList),
  entry('brokers describe', async () => (await import('./brokers/describe.js')).brokersDescribe),
  entry('brokers config', async () => (await import('./brokers/config.js')).brokersConfig),
  entry('brokers disks', async () => (await import('./brokers/disks.js')).brokersDisks),
  entry('topics list', async () => (await import('./topics/list.js')).topicsList),
  entry('topics create', async () => (await import('./topics/create.js')).topicsCreate),
  entry('topics clone', async () => (await import('./topics/clone.js')).topicsClone),
  entry('topics describe', async () => (await import('./topics/describe.js')).topicsDescribe),
  entry('topics config', async () => (await import('./topics/config.js')).topicsConfig),
  entry('topics partitions', async () => (await import('./topics/partitions.js')).topicsPartitions),
  entry('topics reassign', async () => (await import('./topics/reassign.js')).topicsReassign),
  entry('topics elect', async () => (await import('./topics/elect.js')).topicsElect),
  entry('topics trim', async () => (await import('./topics/trim.js')).topicsTrim),
  entry('topics delete', async () => (await import('./topics/delete.js')).topicsDelete),
  entry('offsets list', async () => (await import('./offsets/list.js')).offsetsList),
  entry('offsets at', async () => (await import('./offsets/at.js')).offsetsAt),
  entry('offsets count', async () => (await import('./offsets/count.js')).offsetsCount),
  entry('groups list', async () => (await import('./groups/list.js')).groupsList),
  entry('groups describe', async () => (await import('./groups/describe.js')).groupsDescribe),
  entry('groups reset', async () => (await import('./groups/reset.js')).groupsReset),
  entry('groups undo', async () => (await import('./groups/undo.js')).groupsUndo),
  entry('groups clone', async () => (await import('./groups/clone.js')).groupsClone),
  entry('groups delete', async () => (await import('./groups/delete.js')).groupsDelete),
  entry(
    'groups delete-offsets',
    async () => (await import('./groups/delete-offsets.js')).groupsDeleteOffsets,
  ),
  entry('users list', async () => (await import('./users/list.js')).usersList),
  entry('users add', async () => (await import('./users/add.js')).usersAdd),
  entry('users remove', async () => (await import('./users/remove.js')).usersRemove),
  entry('quotas list', async () => (await import('./quotas/list.js')).quotasList),
  entry('quotas set', async () => (await import('./quotas/set.js')).quotasSet),
  entry('quotas remove', async () => (await import('./quotas/remove.js')).quotasRemove),
  entry('acls list', async () => (await import('./acls/list.js')).aclsList),
  entry('acls add', async () => (await import('./acls/add.js')).aclsAdd),
  entry('acls remove', async () => (await import('./acls/remove.js')).aclsRemove),
  entry('transactions list', async () => (await import('./transactions/list.js')).transactionsList),
  entry(
    'transactions describe',
    async () => (await import('./transactions/describe.js')).transactionsDescribe,
  ),
  entry('transactions hanging', async () => (await import('./transactions/hanging.js')).transactionsHanging),
  entry('transactions abort', async () => (await import('./transactions/abort.js')).transactionsAbort),
  entry('zookeeper tree', async () => (await import('./zookeeper/tree.js')).zookeeperTree),
  entry('zookeeper get', async () => (await import('./zookeeper/get.js')).zookeeperGet),
  entry('zookeeper stat', async () => (await import('./zookeeper/stat.js')).zookeeperStat),
  entry('zookeeper status', async () => (await import('./zookeeper/status.js')).zookeeperStatus),
  entry('zookeeper watch', async () => (await import('./zookeeper/watch.js')).zookeeperWatch),
  entry('zookeeper lock-demo', async () => (await import('./zookeeper/lock-demo.js')).zookeeperLockDemo),
  entry('apply', async () => (await import('./apply.js')).applyFile),
  entry('export', async () => (await import('./export.js')).exportCluster),
  entry('api-versions', async () => (await import('./api-versions.js')).apiVersions),
  entry('produce', async () => (await import('./produce.js')).produce),
  entry('consume', async () => (await import('./consume.js')).consume),
  entry('learn list', async () => (await import('./learn/list.js')).learnList),
  entry('learn run', async () => (await import('./learn/run.js')).learnRun),
  entry('drill list', async () => (await import('./drill/list.js')).drillList),
  entry('drill run', async () => (await import('./drill/run.js')).drillRun),
  entry('drill report', async () => (await import('./drill/report.js')).drillReport),
  entry('drill matrix', async () => (await import('./drill/matrix.js')).drillMatrix),
  entry('explain', async () => (await import('./explain.js')).explain),
  entry('monitor', async () => (await import('./monitor.js')).monitor),
  entry('completion', async () => (await import('./completion.js')).completion),
  entry('tour', async () => (await import('./tour.js')).tour),
];
