/** "Consumers": the groups, their topics and their lag. */
import { grouped } from '../../view/counted.js';
import { listGroups, type GroupSummary } from '../../kafka/groups/list-groups.js';
import { printable } from '../../text/printable.js';
import { actOn } from '../form/actions-on.js';
import type { Menu } from '../form/menu-context.js';

export async function browseGroups(menu: Menu): Promise<void> {
  let at = 0;
  for (;;) {
    const list = await menu.ui.busy(
      'Asking for the groups',
      menu.context.kafka().then((session) => listGroups(session, () => true)),
    );
    if (list === undefined) return;
    const { missing } = list;
    // The question is mostly which of them are behind.
    const groups = [...list.groups].sort((one, other) => (other.lag ?? -1) - (one.lag ?? -1));
    for (const { broker, reason } of missing) {
      menu.ui.say(`The groups that broker ${broker} keeps are missing: ${reason}`, 'warn');
    }
    const picked = await menu.ui.pick({
      title:
        groups.length === 0
          ? 'No groups yet. A consumer with a group creates one: kafka-lab consume TOPIC --group NAME'
          : `Consumers: groups (${groups.length})\n${menu.lineOf(['groups', 'list'])}`,
      search: groups.length > 0,
      choices: groups.map((group) => ({
        value: group.group,
        label: group.group,
        detail: inWords(group),
        term: 'group',
      })),
      at,
    });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    await actOn(menu, `Group ${printable(picked.value)}`, 'group', picked.value);
  }
}

function inWords({ state, members, topics, lag, withoutLag }: GroupSummary): string {
  return [
    state,
    ...(members === null ? [] : [`${members} ${members === 1 ? 'member' : 'members'}`]),
    lag === null
      ? (withoutLag[0]?.reason ?? 'lag unknown')
      : `lag ${withoutLag.length > 0 ? '≥ ' : ''}${grouped(lag)}`,
    ...(topics.length === 0 ? [] : [topics.slice(0, 3).join(', ')]),
  ].join(' · ');
}
