/** Diagrams in text: partitions as lanes, leaders and the ISR as marks, how far a group has read. */
import type { GroupNow, TopicPicture } from './ask-cluster.js';
import type { Language } from './lesson.js';
import { phrases } from './phrases.js';

/** So that a lane and its notes fit into 80 columns; in longer logs a box stands for several records. */
const widestLane = 24;

const mark = { leader: '★', inSync: '●', behind: '○' } as const;

/** One lane for each partition: a box for each record, and the brokers that keep it. */
export function drawTopic(name: string, topic: TopicPicture, language: Language): string[] {
  const scale = scaleOf(topic.partitions.map(({ low, high }) => (high ?? 0) - (low ?? 0)));
  const brokers = [...new Set(topic.partitions.flatMap(({ replicas }) => replicas))].sort((a, b) => a - b);
  const lanes = topic.partitions.map(({ partition, low, high, replicas, isr, leader }) => {
    const boxes = '▪'.repeat(Math.ceil(((high ?? 0) - (low ?? 0)) / scale)).padEnd(widestLane);
    const places = brokers.map((id) => {
      const own = !replicas.includes(id)
        ? ' '
        : id === leader
          ? mark.leader
          : isr.includes(id)
            ? mark.inSync
            : mark.behind;
      return `${own} ${id}`;
    });
    const end =
      high === null
        ? leader === null
          ? phrases.noLeader[language]
          : ''
        : `${phrases.nextOffset[language]} ${high}${startOf(low, language)}`;
    return `  ${String(partition).padStart(2)} │${boxes}│ ${places.join('  ')}   ${end}`;
  });
  const legend = [
    `${mark.leader} ${phrases.leader[language]}`,
    `${mark.inSync} ${phrases.inSync[language]}`,
    `${mark.behind} ${phrases.behind[language]}`,
  ].join('   ');
  return [`  ${name}${scale > 1 ? ` (▪ = ${scale})` : ''}`, ...lanes, `      ${legend}`];
}

/** One lane for each partition: what is read, what is not, and by which member. */
export function drawGroup(name: string, group: GroupNow, language: Language): string[] {
  const letters = new Map(group.members.map(({ id }, index) => [id, String.fromCharCode(65 + index)]));
  const scale = scaleOf(group.partitions.map(({ logEndOffset }) => logEndOffset ?? 0));
  const lanes = group.partitions.map(({ topic, partition, currentOffset, logEndOffset, lag, consumerId }) => {
    const all = Math.ceil((logEndOffset ?? 0) / scale);
    // An empty partition has no boxes.
    const read = lag === 0 ? all : Math.min(all, Math.floor((currentOffset ?? 0) / scale));
    const lane = `${'█'.repeat(read)}${'░'.repeat(all - read)}`.padEnd(widestLane);
    const owner = consumerId === null ? undefined : letters.get(consumerId);
    const who = owner === undefined ? phrases.noMember[language] : `${phrases.member[language]} ${owner}`;
    const how =
      currentOffset === null
        ? phrases.noCommit[language]
        : `${phrases.read[language]} ${currentOffset}/${logEndOffset ?? '?'}, ${phrases.lag[language]} ${lag ?? '?'}`;
    return `  ${topic} ${String(partition).padStart(2)} │${lane}│ ${how}  ← ${who}`;
  });
  const idle = group.members
    .filter(({ partitions }) => partitions === 0)
    .map(({ id }) => `  ${phrases.member[language]} ${letters.get(id) ?? '?'}: ${phrases.idle[language]}`);
  return [`  ${name}${scale > 1 ? ` (█ = ${scale})` : ''}`, ...lanes, ...idle];
}

function startOf(low: number | null, language: Language): string {
  return low === null || low === 0 ? '' : `, ${phrases.startsAt[language]} ${low}`;
}

/** How many records a box stands for. */
function scaleOf(counts: readonly number[]): number {
  return Math.max(1, Math.ceil(Math.max(0, ...counts) / widestLane));
}
