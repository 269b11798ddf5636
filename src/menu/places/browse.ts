/** "Browse": clusters → brokers, topics, consumers, ZooKeeper. */
import type { RawOptions } from '../../contract/command.js';
import { formatAddress } from '../../net/addresses.js';
import { listBrokers } from '../../kafka/brokers/list-brokers.js';
import { actOn } from '../form/actions-on.js';
import { browseGroups } from './browse-groups.js';
import { browseTopic } from './browse-topic.js';
import { browseZooKeeper } from './browse-zookeeper.js';
import { chooseCluster } from './choose-cluster.js';
import type { Menu } from '../form/menu-context.js';
import { pickTopic } from '../form/pick-topic.js';
import type { Choice } from '../ui/ui.js';

/** Resolves with other global options if another cluster was chosen. */
export async function browse(menu: Menu, globals: RawOptions): Promise<RawOptions | undefined> {
  let at = 1;
  for (;;) {
    const picked = await menu.ui.pick({
      title: 'Browse',
      choices: [
        { value: 'clusters', label: 'Clusters', detail: 'go to another one', term: 'cluster' },
        { value: 'brokers', label: 'Brokers', detail: 'the servers, what each carries', term: 'broker' },
        { value: 'topics', label: 'Topics', detail: 'partitions, offsets, configs, records', term: 'topic' },
        {
          value: 'consumers',
          label: 'Consumers',
          detail: 'the groups, how far they have read',
          term: 'group',
        },
        { value: 'zookeeper', label: 'ZooKeeper', detail: 'what Kafka keeps there', term: 'zookeeper' },
      ],
      at,
    });
    if (picked?.kind !== 'choice') return undefined;
    at = picked.at;
    if (picked.value === 'clusters') {
      const chosen = await chooseCluster(menu, globals);
      if (chosen) return chosen;
    } else if (picked.value === 'brokers') await browseBrokers(menu);
    else if (picked.value === 'topics') await browseTopics(menu);
    else if (picked.value === 'consumers') await browseGroups(menu);
    else await browseZooKeeper(menu);
  }
}

async function browseTopics(menu: Menu): Promise<void> {
  for (;;) {
    const topic = await pickTopic(menu, 'Topics');
    if (topic === undefined) return;
    await browseTopic(menu, topic);
  }
}

async function browseBrokers(menu: Menu): Promise<void> {
  let at = 0;
  for (;;) {
    const list = await menu.ui.busy('Asking for the brokers', menu.context.kafka().then(listBrokers));
    if (list === undefined) return;
    const choices: Choice<string>[] = list.brokers.map((broker) => ({
      value: String(broker.id),
      label: `broker ${broker.id}`,
      detail: [
        broker.isUp ? formatAddress(broker) : 'down',
        ...(broker.isController ? ['controller'] : []),
        `leads ${broker.leaders}, holds ${broker.replicas}, in sync ${broker.inSync}`,
      ].join(' · '),
      term: 'broker',
    }));
    const title = `Brokers (${list.brokers.length})\n${menu.lineOf(['brokers', 'list'])}`;
    const picked = await menu.ui.pick({ title, choices, at });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    await actOn(menu, `Broker ${picked.value}`, 'broker', picked.value);
  }
}
