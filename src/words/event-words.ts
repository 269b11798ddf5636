/** What happens to a cluster while one watches, explained to a newcomer: why it happens, what it costs, what comes next. */

interface EventWords {
  readonly text: string;
  /** Terms of the glossary that the explanation rests on. */
  readonly terms: readonly string[];
}

export const eventWords = {
  'broker-silent': {
    text: 'The broker does not answer any more: it crashed, hangs, or the network to it is cut. The partitions that it led get leaders among their other replicas in sync.',
    terms: ['broker', 'leader'],
  },
  'broker-gone': {
    text: 'The controller has noticed that the broker is gone and no longer counts on it. Its replicas stay on its disk and catch up if it comes back.',
    terms: ['controller', 'replica'],
  },
  'broker-back': {
    text: 'The broker answers again. It copies what it has missed from the leaders; only then are its replicas in sync again and may lead.',
    terms: ['broker', 'ISR'],
  },
  'broker-joined': {
    text: 'A broker that was not there before. It has no partitions until new topics are placed on it or replicas are moved to it.',
    terms: ['broker', 'replica'],
  },
  'controller-moved': {
    text: 'Another broker looks after the cluster now, as happens when the one that did stops or loses its connection. Records flow on meanwhile; only changes of leaders and topics wait.',
    terms: ['controller'],
  },
  'leader-lost': {
    text: 'None of the replicas in sync is on a broker that runs, so nobody may lead: producers wait and consumers get nothing from there until such a broker is back.',
    terms: ['offline', 'ISR'],
  },
  'leader-moved': {
    text: 'Another replica is the leader now, because the broker of the old one stopped, or because the preferred replica took over again. Producers and consumers look up the new leader and go on; nothing that all replicas in sync had is lost.',
    terms: ['leader', 'ISR'],
  },
  'isr-shrank': {
    text: 'A copy does not keep up with its leader, or its broker is gone, so it no longer counts as in sync. Fewer failures can be survived now, and with acks=all writes are refused once fewer copies are left than min.insync.replicas.',
    terms: ['ISR', 'min.insync.replicas'],
  },
  'isr-grew': {
    text: 'A copy has caught up with its leader and counts as in sync again.',
    terms: ['ISR'],
  },
  'topic-created': {
    text: 'A new topic: its partitions were spread over the brokers, and each has a leader and copies.',
    terms: ['topic', 'partition'],
  },
  'topic-deleted': {
    text: 'The topic and all its records are gone from every broker. What groups had committed there goes with it, and producers that write to it get errors.',
    terms: ['topic', 'committed offset'],
  },
  'topic-grew': {
    text: 'The topic has more partitions. Records that are there stay where they are, but new ones with the same key may now go to another partition.',
    terms: ['partition', 'key'],
  },
  'member-joined': {
    text: 'A consumer has joined the group, which shares the partitions out anew.',
    terms: ['consumer group', 'rebalance'],
  },
  'member-left': {
    text: 'A consumer has left the group, or was taken for dead because it stopped answering. The others get its partitions and go on from its committed offsets.',
    terms: ['consumer group', 'committed offset'],
  },
  rebalancing: {
    text: 'The partitions of the group are being shared out anew. Until that is done, some or all of them are not read.',
    terms: ['rebalance', 'coordinator'],
  },
  rebalanced: {
    text: 'The partitions were shared out anew among the consumers of the group. Records read but not yet committed before that are read again.',
    terms: ['rebalance', 'committed offset'],
  },
  'group-appeared': {
    text: 'A group that was not there before: a consumer has joined under a new name, or offsets were committed for it.',
    terms: ['consumer group'],
  },
  'group-gone': {
    text: 'The group was deleted, or had no consumers for so long that what it had committed expired. A consumer that comes back under that name begins as a new one.',
    terms: ['consumer group', 'committed offset'],
  },
  'lag-grows': {
    text: 'Records are written faster than the group reads them: its consumers are too slow, too few, or not running. More consumers help up to the number of partitions.',
    terms: ['lag', 'partition'],
  },
  'caught-up': {
    text: 'The group has read everything that is there.',
    terms: ['lag'],
  },
} as const satisfies Readonly<Record<string, EventWords>>;

export type EventKind = keyof typeof eventWords;
