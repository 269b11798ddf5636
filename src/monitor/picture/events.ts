/** What happened between two rounds, in words: brokers, leaders, in-sync replicas, topics. Groups have a file of their own. */
import { groupBy } from '../../text/group-by.js';
import type { Tone } from '../../view/view.js';
import type { EventKind } from '../../words/event-words.js';
import type { BrokerPicture, PartitionPicture, Snapshot, TopicPicture } from '../take/snapshot.js';

export interface MonitorEvent {
  /** Milliseconds since 1970: the start of the round that saw it. */
  readonly at: number;
  readonly kind: EventKind;
  readonly text: string;
  readonly tone: Tone;
  /** Details, a line each: members and assignment before → after. */
  readonly details?: readonly string[];
}

/** Up to this many topics are listed; more are counted. */
const mostTopics = 4;
/** Up to this many partitions are named. */
const mostPartitions = 6;

export function clusterEvents(before: Snapshot, after: Snapshot): readonly MonitorEvent[] {
  const at = after.at;
  return [
    ...brokerEvents(before, after),
    ...controllerEvents(before, after),
    ...topicEvents(before, after),
    ...partitionEvents(before, after),
  ].map((event) => ({ ...event, at }));
}

type Untimed = Omit<MonitorEvent, 'at'>;

function brokerEvents(before: Snapshot, after: Snapshot): Untimed[] {
  const earlier = new Map(before.brokers.map((broker) => [broker.id, broker]));
  const events = after.brokers.flatMap((broker): Untimed[] => {
    const old = earlier.get(broker.id);
    if (old?.state === broker.state) return [];
    return [brokerEvent(old, broker)];
  });
  // A broker without replicas is not in the metadata once it is gone.
  const here = new Set(after.brokers.map(({ id }) => id));
  const left = before.brokers.filter(({ id, state }) => !here.has(id) && state !== 'gone');
  return [
    ...events,
    ...left.map(({ id }): Untimed => ({
      kind: 'broker-gone',
      text: `broker ${id} left the cluster`,
      tone: 'bad',
    })),
  ];
}

function brokerEvent(old: BrokerPicture | undefined, { id, state, problem }: BrokerPicture): Untimed {
  switch (state) {
    case 'gone':
      return { kind: 'broker-gone', text: `broker ${id} left the cluster`, tone: 'bad' };
    case 'silent':
      return {
        kind: 'broker-silent',
        text: `broker ${id} does not answer`,
        tone: 'bad',
        ...(problem === null ? {} : { details: [problem] }),
      };
    case 'up':
      return old === undefined
        ? { kind: 'broker-joined', text: `broker ${id} joined the cluster`, tone: 'good' }
        : { kind: 'broker-back', text: `broker ${id} is back`, tone: 'good' };
  }
}

function controllerEvents(before: Snapshot, after: Snapshot): Untimed[] {
  if (before.controllerId === after.controllerId) return [];
  const name = (id: number | null) => (id === null ? 'none' : `broker ${id}`);
  const text = `controller moved: ${name(before.controllerId)} → ${name(after.controllerId)}`;
  return [{ kind: 'controller-moved', text, tone: after.controllerId === null ? 'bad' : 'warn' }];
}

function topicEvents(before: Snapshot, after: Snapshot): Untimed[] {
  const earlier = new Map(before.topics.map((topic) => [topic.name, topic]));
  const later = new Map(after.topics.map((topic) => [topic.name, topic]));
  const made = after.topics.filter(({ name }) => !earlier.has(name));
  const deleted = before.topics.filter(({ name }) => !later.has(name));
  const grown = after.topics.flatMap(({ name, partitions }): Untimed[] => {
    const old = earlier.get(name);
    if (old === undefined || old.partitions.length >= partitions.length) return [];
    const text = `topic ${name} has more partitions: ${old.partitions.length} → ${partitions.length}`;
    return [{ kind: 'topic-grew', text, tone: 'good' }];
  });
  return [
    ...eachOrCounted(
      made,
      'created',
      (topic) => `topic ${topic.name} created, ${partitionsOf(topic)}`,
      'good',
    ),
    ...eachOrCounted(deleted, 'deleted', ({ name }) => `topic ${name} deleted`, 'warn'),
    ...grown,
  ];
}

function eachOrCounted(
  topics: readonly TopicPicture[],
  what: 'created' | 'deleted',
  textOf: (topic: TopicPicture) => string,
  tone: Tone,
): Untimed[] {
  const kind: EventKind = `topic-${what}`;
  if (topics.length <= mostTopics) return topics.map((topic) => ({ kind, text: textOf(topic), tone }));
  return [{ kind, text: `${topics.length} topics ${what}`, tone }];
}

interface Change {
  readonly topic: string;
  readonly partition: number;
  readonly what: string;
}

function partitionEvents(before: Snapshot, after: Snapshot): Untimed[] {
  const earlier = new Map(before.topics.map((topic) => [topic.name, topic]));
  const pairs = after.topics.flatMap(({ name, partitions }) => {
    const known = earlier.get(name)?.partitions;
    if (known === undefined) return [];
    return partitions.flatMap((now, index) => {
      const { partition } = now;
      const same = known[index];
      const old = same?.partition === partition ? same : known.find((each) => each.partition === partition);
      return old === undefined || isAlike(old, now) ? [] : [{ topic: name, old, now }];
    });
  });
  const changes = (
    describe: (old: PartitionPicture, now: PartitionPicture) => string | undefined,
  ): Change[] =>
    pairs.flatMap(({ topic, old, now }) => {
      const what = describe(old, now);
      return what === undefined ? [] : [{ topic, partition: now.partition, what }];
    });
  return [
    ...told(changes(lostLeader), 'leader-lost', 'bad'),
    ...told(changes(movedLeader), 'leader-moved', 'warn'),
    ...told(changes(shrunkIsr), 'isr-shrank', 'warn'),
    ...told(changes(grownIsr), 'isr-grew', 'good'),
  ];
}

/** As nearly all are, of thousands. */
function isAlike(old: PartitionPicture, now: PartitionPicture): boolean {
  return (
    old.leader === now.leader &&
    old.isr.length === now.isr.length &&
    old.isr.every((id, index) => id === now.isr[index])
  );
}

function lostLeader(old: PartitionPicture, now: PartitionPicture): string | undefined {
  return old.leader !== null && now.leader === null ? `has no leader now (was ${old.leader})` : undefined;
}

function movedLeader(old: PartitionPicture, now: PartitionPicture): string | undefined {
  if (old.leader === now.leader || now.leader === null) return undefined;
  return `leader moved: ${old.leader ?? 'none'} → ${now.leader}`;
}

function shrunkIsr(old: PartitionPicture, now: PartitionPicture): string | undefined {
  const gone = old.isr.filter((id) => !now.isr.includes(id));
  return gone.length === 0 ? undefined : `ISR shrank: ${gone.map((id) => `−${id}`).join(' ')}`;
}

function grownIsr(old: PartitionPicture, now: PartitionPicture): string | undefined {
  const come = now.isr.filter((id) => !old.isr.includes(id));
  return come.length === 0 ? undefined : `ISR grew: ${come.map((id) => `+${id}`).join(' ')}`;
}

/** One line per topic and kind of change; if a broker's failure changes hundreds, one line for all. */
function told(changes: readonly Change[], kind: EventKind, tone: Tone): Untimed[] {
  return [...groupBy(changes, ({ what }) => what)].flatMap(([what, same]): Untimed[] => {
    const byTopic = [...groupBy(same, ({ topic }) => topic)];
    if (byTopic.length > mostTopics) {
      return [{ kind, text: `${same.length} partitions of ${byTopic.length} topics: ${what}`, tone }];
    }
    return byTopic.map(([topic, own]) => ({ kind, text: `${topic}/${numbers(own)} ${what}`, tone }));
  });
}

function numbers(changes: readonly Change[]): string {
  const all = changes.map(({ partition }) => partition);
  const shown = all.slice(0, mostPartitions).join(',');
  return all.length > mostPartitions ? `${shown} and ${all.length - mostPartitions} more` : shown;
}

function partitionsOf({ partitions }: TopicPicture): string {
  return `${partitions.length} ${partitions.length === 1 ? 'partition' : 'partitions'}`;
}
