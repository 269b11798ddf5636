/** Diagrams in text: a row for each partition, leaders and the ISR as marks, how far a group has read. */
import { borderedTable } from '../../output/bordered-table.js';
import type { GroupNow, TopicPicture } from './ask-cluster.js';
import type { Language } from './lesson.js';
import { phrases } from './phrases.js';

/** So that a row fits into 80 columns; in longer logs a box stands for several records. */
const mostBoxes = 24;

const mark = { leader: '★', inSync: '●', behind: '○' } as const;

/** A row for each partition: a box for each record, and the brokers that keep it. */
export function drawTopic(name: string, topic: TopicPicture, language: Language): readonly string[] {
  const scale = scaleOf(topic.partitions.map(({ low, high }) => (high ?? 0) - (low ?? 0)));
  const brokers = [...new Set(topic.partitions.flatMap(({ replicas }) => replicas))].sort((a, b) => a - b);
  const rows = topic.partitions.map(({ partition, low, high, replicas, isr, leader }) => [
    String(partition),
    // Without a leader its end is unknown.
    '▪'.repeat(Math.ceil(((high ?? low ?? 0) - (low ?? 0)) / scale)),
    ...brokers.map((id) =>
      !replicas.includes(id)
        ? ''
        : id === leader
          ? mark.leader
          : isr.includes(id)
            ? mark.inSync
            : mark.behind,
    ),
    high === null ? (leader === null ? phrases.noLeader[language] : '') : `${high}${startOf(low, language)}`,
  ]);
  const legend = [
    `${mark.leader} ${phrases.leader[language]}`,
    `${mark.inSync} ${phrases.inSync[language]}`,
    `${mark.behind} ${phrases.behind[language]}`,
    `1 2 3 … ${phrases.broker[language]}`,
  ].join('   ');
  const heading = ['', scaled(name, '▪', scale), ...brokers.map(String), phrases.nextOffset[language]];
  return [...borderedTable(heading, rows), `  ${legend}`];
}

/** A row for each partition: what is read, what is not, and by which member. */
export function drawGroup(name: string, group: GroupNow, language: Language): readonly string[] {
  const letters = new Map(group.members.map(({ id }, index) => [id, String.fromCharCode(65 + index)]));
  const scale = scaleOf(group.partitions.map(({ logEndOffset }) => logEndOffset ?? 0));
  const rows = group.partitions.map(({ topic, partition, currentOffset, logEndOffset, lag, consumerId }) => {
    const all = Math.ceil((logEndOffset ?? 0) / scale);
    // An empty partition has no boxes.
    const read = lag === 0 ? all : Math.min(all, Math.floor(Number(currentOffset ?? 0) / scale));
    const owner = consumerId === null ? undefined : letters.get(consumerId);
    const how =
      currentOffset === null
        ? phrases.noCommit[language]
        : `${phrases.read[language]} ${currentOffset}/${logEndOffset ?? '?'}, ${phrases.lag[language]} ${lag ?? '?'}`;
    const lane = `${'█'.repeat(read)}${'░'.repeat(all - read)}`;
    return [`${topic} ${partition}`, lane, how, owner ?? phrases.noMember[language]];
  });
  const idle = group.members
    .filter(({ partitions }) => partitions === 0)
    .map(({ id }) => `  ${phrases.member[language]} ${letters.get(id) ?? '?'}: ${phrases.idle[language]}`);
  const heading = ['', scaled(name, '█', scale), '', phrases.member[language]];
  return [...borderedTable(heading, rows), ...idle];
}

function scaled(name: string, box: string, scale: number): string {
  return scale > 1 ? `${name} (${box} = ${scale})` : name;
}

function startOf(low: number | null, language: Language): string {
  return low === null || low === 0 ? '' : `, ${phrases.startsAt[language]} ${low}`;
}

/** How many records a box stands for. */
function scaleOf(counts: readonly number[]): number {
  return Math.max(1, Math.ceil(Math.max(0, ...counts) / mostBoxes));
}
