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

function entry<T>(path: string, load: () => Promise<T>, pick: (module: T) => unknown): CommandEntry {
  // Each spec is exact about its own options and result; the list only needs what all of them share.
  return { path, load: async () => pick(await load()) as CommandSpec };
}

export const commands: readonly CommandEntry[] = [
  entry(
    'cluster up',
    () => import('./cluster/up.js'),
    (module) => module.clusterUp,
  ),
  entry(
    'cluster status',
    () => import('./cluster/status.js'),
    (module) => module.clusterStatus,
  ),
  entry(
    'cluster logs',
    () => import('./cluster/logs.js'),
    (module) => module.clusterLogs,
  ),
  entry(
    'cluster stop',
    () => import('./cluster/stop.js'),
    (module) => module.clusterStop,
  ),
  entry(
    'cluster start',
    () => import('./cluster/start.js'),
    (module) => module.clusterStart,
  ),
  entry(
    'cluster kill',
    () => import('./cluster/kill.js'),
    (module) => module.clusterKill,
  ),
  entry(
    'cluster add',
    () => import('./cluster/add.js'),
    (module) => module.clusterAdd,
  ),
  entry(
    'cluster remove',
    () => import('./cluster/remove.js'),
    (module) => module.clusterRemove,
  ),
  entry(
    'cluster down',
    () => import('./cluster/down.js'),
    (module) => module.clusterDown,
  ),
  entry(
    'cluster quorum',
    () => import('./cluster/quorum.js'),
    (module) => module.clusterQuorum,
  ),
  entry(
    'connections add',
    () => import('./connections/add.js'),
    (module) => module.connectionsAdd,
  ),
  entry(
    'connections list',
    () => import('./connections/list.js'),
    (module) => module.connectionsList,
  ),
  entry(
    'connections use',
    () => import('./connections/use.js'),
    (module) => module.connectionsUse,
  ),
  entry(
    'connections show',
    () => import('./connections/show.js'),
    (module) => module.connectionsShow,
  ),
  entry(
    'connections remove',
    () => import('./connections/remove.js'),
    (module) => module.connectionsRemove,
  ),
  entry(
    'connections ping',
    () => import('./connections/ping.js'),
    (module) => module.connectionsPing,
  ),
  entry(
    'connections doctor',
    () => import('./connections/doctor.js'),
    (module) => module.connectionsDoctor,
  ),
  entry(
    'brokers list',
    () => import('./brokers/list.js'),
    (module) => module.brokersList,
  ),
  entry(
    'brokers describe',
    () => import('./brokers/describe.js'),
    (module) => module.brokersDescribe,
  ),
  entry(
    'brokers config',
    () => import('./brokers/config.js'),
    (module) => module.brokersConfig,
  ),
  entry(
    'brokers disks',
    () => import('./brokers/disks.js'),
    (module) => module.brokersDisks,
  ),
  entry(
    'topics list',
    () => import('./topics/list.js'),
    (module) => module.topicsList,
  ),
  entry(
    'topics create',
    () => import('./topics/create.js'),
    (module) => module.topicsCreate,
  ),
  entry(
    'topics describe',
    () => import('./topics/describe.js'),
    (module) => module.topicsDescribe,
  ),
  entry(
    'topics config',
    () => import('./topics/config.js'),
    (module) => module.topicsConfig,
  ),
  entry(
    'topics partitions',
    () => import('./topics/partitions.js'),
    (module) => module.topicsPartitions,
  ),
  entry(
    'topics reassign',
    () => import('./topics/reassign.js'),
    (module) => module.topicsReassign,
  ),
  entry(
    'topics elect',
    () => import('./topics/elect.js'),
    (module) => module.topicsElect,
  ),
  entry(
    'topics trim',
    () => import('./topics/trim.js'),
    (module) => module.topicsTrim,
  ),
  entry(
    'topics delete',
    () => import('./topics/delete.js'),
    (module) => module.topicsDelete,
  ),
  entry(
    'offsets list',
    () => import('./offsets/list.js'),
    (module) => module.offsetsList,
  ),
  entry(
    'offsets at',
    () => import('./offsets/at.js'),
    (module) => module.offsetsAt,
  ),
  entry(
    'offsets count',
    () => import('./offsets/count.js'),
    (module) => module.offsetsCount,
  ),
  entry(
    'groups list',
    () => import('./groups/list.js'),
    (module) => module.groupsList,
  ),
  entry(
    'groups describe',
    () => import('./groups/describe.js'),
    (module) => module.groupsDescribe,
  ),
  entry(
    'groups reset',
    () => import('./groups/reset.js'),
    (module) => module.groupsReset,
  ),
  entry(
    'groups undo',
    () => import('./groups/undo.js'),
    (module) => module.groupsUndo,
  ),
  entry(
    'groups delete',
    () => import('./groups/delete.js'),
    (module) => module.groupsDelete,
  ),
  entry(
    'groups delete-offsets',
    () => import('./groups/delete-offsets.js'),
    (module) => module.groupsDeleteOffsets,
  ),
  entry(
    'users list',
    () => import('./users/list.js'),
    (module) => module.usersList,
  ),
  entry(
    'users add',
    () => import('./users/add.js'),
    (module) => module.usersAdd,
  ),
  entry(
    'users remove',
    () => import('./users/remove.js'),
    (module) => module.usersRemove,
  ),
  entry(
    'quotas list',
    () => import('./quotas/list.js'),
    (module) => module.quotasList,
  ),
  entry(
    'quotas set',
    () => import('./quotas/set.js'),
    (module) => module.quotasSet,
  ),
  entry(
    'quotas remove',
    () => import('./quotas/remove.js'),
    (module) => module.quotasRemove,
  ),
  entry(
    'acls list',
    () => import('./acls/list.js'),
    (module) => module.aclsList,
  ),
  entry(
    'acls add',
    () => import('./acls/add.js'),
    (module) => module.aclsAdd,
  ),
  entry(
    'acls remove',
    () => import('./acls/remove.js'),
    (module) => module.aclsRemove,
  ),
  entry(
    'transactions list',
    () => import('./transactions/list.js'),
    (module) => module.transactionsList,
  ),
  entry(
    'transactions describe',
    () => import('./transactions/describe.js'),
    (module) => module.transactionsDescribe,
  ),
  entry(
    'transactions hanging',
    () => import('./transactions/hanging.js'),
    (module) => module.transactionsHanging,
  ),
  entry(
    'transactions abort',
    () => import('./transactions/abort.js'),
    (module) => module.transactionsAbort,
  ),
  entry(
    'zookeeper tree',
    () => import('./zookeeper/tree.js'),
    (module) => module.zookeeperTree,
  ),
  entry(
    'zookeeper get',
    () => import('./zookeeper/get.js'),
    (module) => module.zookeeperGet,
  ),
  entry(
    'zookeeper stat',
    () => import('./zookeeper/stat.js'),
    (module) => module.zookeeperStat,
  ),
  entry(
    'zookeeper status',
    () => import('./zookeeper/status.js'),
    (module) => module.zookeeperStatus,
  ),
  entry(
    'zookeeper watch',
    () => import('./zookeeper/watch.js'),
    (module) => module.zookeeperWatch,
  ),
  entry(
    'zookeeper lock-demo',
    () => import('./zookeeper/lock-demo.js'),
    (module) => module.zookeeperLockDemo,
  ),
  entry(
    'apply',
    () => import('./apply.js'),
    (module) => module.applyFile,
  ),
  entry(
    'export',
    () => import('./export.js'),
    (module) => module.exportCluster,
  ),
  entry(
    'api-versions',
    () => import('./api-versions.js'),
    (module) => module.apiVersions,
  ),
  entry(
    'produce',
    () => import('./produce.js'),
    (module) => module.produce,
  ),
  entry(
    'consume',
    () => import('./consume.js'),
    (module) => module.consume,
  ),
  entry(
    'learn list',
    () => import('./learn/list.js'),
    (module) => module.learnList,
  ),
  entry(
    'learn run',
    () => import('./learn/run.js'),
    (module) => module.learnRun,
  ),
  entry(
    'drill list',
    () => import('./drill/list.js'),
    (module) => module.drillList,
  ),
  entry(
    'drill run',
    () => import('./drill/run.js'),
    (module) => module.drillRun,
  ),
  entry(
    'drill matrix',
    () => import('./drill/matrix.js'),
    (module) => module.drillMatrix,
  ),
  entry(
    'explain',
    () => import('./explain.js'),
    (module) => module.explain,
  ),
  entry(
    'monitor',
    () => import('./monitor.js'),
    (module) => module.monitor,
  ),
  entry(
    'completion',
    () => import('./completion.js'),
    (module) => module.completion,
  ),
  entry(
    'tour',
    () => import('./tour.js'),
    (module) => module.tour,
  ),
];
