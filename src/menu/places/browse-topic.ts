/** One topic: its records, its consumers, and every command that takes a topic. */
import { grouped } from '../../view/counted.js';
import { printable } from '../../text/printable.js';
import { describeGroups, type GroupDescription } from '../../kafka/groups/describe-groups.js';
import { totalLag } from '../../kafka/groups/group-lag.js';
import { listGroups } from '../../kafka/groups/list-groups.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { act, actionsOn, actOn, type Action } from '../form/actions-on.js';
import { browseRecords } from '../records/browse-records.js';
import { runPath } from '../form/do-command.js';
import type { Menu } from '../form/menu-context.js';
import { produceByHand } from '../records/produce-by-hand.js';
import { tailTopic } from '../records/tail-topic.js';
import type { Choice } from '../ui/ui.js';

type Step = 'records' | 'partitions' | 'offsets' | 'configs' | 'readers' | 'produce' | 'tail' | Action;

const own: readonly Choice<Step>[] = [
  {
    value: 'records',
    label: 'Records',
    detail: 'page by page, newest first; open, save, send again',
    term: 'record',
  },
  {
    value: 'partitions',
    label: 'Partitions',
    detail: 'leaders, replicas, in sync or not',
    term: 'partition',
  },
  { value: 'offsets', label: 'Offsets', detail: 'where each partition begins and ends', term: 'offset' },
  { value: 'configs', label: 'Configs', detail: 'how long records are kept, and the like', term: 'config' },
  { value: 'readers', label: 'Consumers', detail: 'which groups read it, and their lag', term: 'lag' },
  { value: 'produce', label: 'Produce', detail: 'write a record by hand', term: 'producer' },
  { value: 'tail', label: 'Tail', detail: 'watch records arrive', term: 'consumer' },
];

export async function browseTopic(menu: Menu, topic: string): Promise<void> {
  let at = 0;
  for (;;) {
    const actions = await actionsOn(menu, 'topic');
    const picked = await menu.ui.pick<Step>({ title: `Topic ${topic}`, choices: [...own, ...actions], at });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    switch (picked.value) {
      case 'records':
        await browseRecords(menu, topic);
        break;
      case 'partitions':
        await runPath(menu, 'topics describe', { topic: [topic] });
        break;
      case 'offsets':
        await runPath(menu, 'offsets list', { topic: [topic] });
        break;
      case 'configs':
        await runPath(menu, 'topics config', { topic, all: true });
        break;
      case 'readers':
        await browseReaders(menu, topic);
        break;
      case 'produce':
        await produceByHand(menu, topic);
        break;
      case 'tail':
        await tailTopic(menu, topic);
        break;
      default:
        await act(menu, picked.value, topic);
    }
  }
}

async function browseReaders(menu: Menu, topic: string): Promise<void> {
  let at = 0;
  for (;;) {
    const readers = await menu.ui.busy(
      'Asking for the groups',
      menu.context.kafka().then((session) => readersOf(session, topic)),
    );
    if (readers === undefined) return;
    const names = readers.map(({ group }) => group);
    const picked = await menu.ui.pick({
      title:
        readers.length === 0
          ? `No group reads ${topic}.`
          : `Groups that read ${topic}\n${menu.lineOf(['groups', 'describe', ...names])}`,
      choices: readers.map((reader) => ({
        value: reader.group,
        label: reader.group,
        detail: readerInWords(reader, topic),
        term: 'lag',
      })),
      at,
    });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    await actOn(menu, `Group ${printable(picked.value)}`, 'group', picked.value);
  }
}

/** Groups with a committed offset or an assigned partition there. */
async function readersOf(session: KafkaSession, topic: string): Promise<readonly GroupDescription[]> {
  const { groups } = await listGroups(session, () => true);
  const names = groups.filter(({ topics }) => topics.includes(topic)).map(({ group }) => group);
  return names.length === 0 ? [] : describeGroups(session, names);
}

function readerInWords({ state, partitions, uncommitted }: GroupDescription, topic: string): string {
  const here = partitions.filter((each) => each.topic === topic);
  const isPartial =
    uncommitted.some((each) => each.topic === topic) || here.some(({ reason }) => reason !== null);
  const lag = totalLag(here);
  return [
    lag === null ? (here[0]?.reason ?? 'lag unknown') : `lag ${isPartial ? '≥ ' : ''}${grouped(lag)}`,
    `in ${here.length} ${here.length === 1 ? 'partition' : 'partitions'}`,
    state,
  ].join(' · ');
}
