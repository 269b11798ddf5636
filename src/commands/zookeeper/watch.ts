/** `kafka-lab zookeeper watch` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Tone } from '../../view/view.js';
import { openZooKeeper } from '../../zookeeper/servers/open-zookeeper.js';
import { watchZnodes, type ZnodeChange } from '../../zookeeper/znodes/watch-znodes.js';
import { parseZnodePath } from '../../net/znode-path.js';
import { clockTime, sessionSettingsOf, targetOf, znodePathOption } from './_zookeeper-options.js';

export const zookeeperWatch = defineCommand({
  path: ['zookeeper', 'watch'],
  summary: 'show the changes of a znode and of all below it as they happen, until ^C',
  effect: 'reads',
  options: z.object({ path: znodePathOption.default('/') }),
  positionals: ['path'],
  examples: [
    'zookeeper watch /brokers/ids      then, from another terminal: kafka-lab cluster kill 2',
    'zookeeper watch / -o jsonl',
  ],
  async *run(context, { path }) {
    const target = await targetOf(context);
    const settings = sessionSettingsOf(context);
    yield* watchZnodes({
      path: parseZnodePath(path),
      signal: context.signal,
      now: () => context.now(),
      open: (onState) => openZooKeeper(target, { ...settings, onState }),
    });
  },
  view: ({ time, event, path, detail, isLate }: ZnodeChange) => ({
    header: ['TIME', 'EVENT', 'ZNODE', 'DETAIL'],
    rows: [
      [
        clockTime(time),
        { text: event, tone: tones[event] },
        path,
        isLate ? ['while away', detail].filter((part) => part !== null).join(': ') : (detail ?? ''),
      ],
    ],
  }),
});

const tones: Readonly<Record<ZnodeChange['event'], Tone>> = {
  created: 'good',
  deleted: 'bad',
  'data changed': 'warn',
  'children changed': 'warn',
  watching: 'muted',
  'connection lost': 'bad',
  reconnected: 'good',
  'new session': 'good',
};
