/** One topic: its records, who reads it, and every command that takes a topic. */
import { topicReaders } from '../kafka/topic-readers.js';
import { fieldsOfCommand } from '../fields.js';
import { actionsOn, type Action } from './actions-on.js';
import { browseRecords } from './browse-records.js';
import { doCommand } from './do-command.js';
import type { Menu } from './menu-context.js';
import { produceByHand } from './produce-by-hand.js';
import { tailTopic } from './tail.js';
import type { Choice } from './ui.js';

type Step = 'records' | 'readers' | 'produce' | 'tail' | Action;

export async function browseTopic(menu: Menu, topic: string): Promise<void> {
  let at = 0;
  for (;;) {
    const actions = await actionsOn(menu, 'topic');
    const own: Choice<Step>[] = [
      {
        value: 'records',
        label: 'Records',
        detail: 'page by page, newest first; open, save, send again',
        term: 'record',
      },
      { value: 'readers', label: 'Consumers', detail: 'which groups read it, and their lag', term: 'lag' },
      { value: 'produce', label: 'Produce', detail: 'write a record by hand', term: 'producer' },
      { value: 'tail', label: 'Tail', detail: 'watch records arrive', term: 'consumer' },
    ];
    const picked = await menu.ui.pick<Step>({ title: `Topic ${topic}`, choices: [...own, ...actions], at });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    const step = picked.value;
    if (step === 'records') await browseRecords(menu, topic);
    else if (step === 'readers') await showReaders(menu, topic);
    else if (step === 'produce') await produceByHand(menu, topic);
    else if (step === 'tail') await tailTopic(menu, topic);
    else await doCommand(menu, step.spec, { [step.field]: step.isList ? [topic] : topic });
  }
}

async function showReaders(menu: Menu, topic: string): Promise<void> {
  const readers = await menu.ui.busy(
    'Asking for the groups',
    menu.context.kafka().then((session) => topicReaders(session, topic)),
  );
  if (readers === undefined) return;
  const describe = await menu.entries.find(({ path }) => path === 'groups describe')?.load();
  const picked = await menu.ui.pick({
    title:
      readers.length === 0
        ? `No group has read ${topic} and committed how far.`
        : `Groups that read ${topic}`,
    choices: readers.map(({ group, state, partitions, lag }) => ({
      value: group,
      label: group,
      detail: `lag ${lag ?? 'unknown'} in ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}${state === '' ? '' : ` · ${state}`}`,
      term: 'lag',
    })),
  });
  if (picked?.kind !== 'choice' || !describe) return;
  const isList = fieldsOfCommand(describe).some(({ name, type }) => name === 'group' && type === 'list');
  await doCommand(menu, describe, { group: isList ? [picked.value] : picked.value });
}
