/** `kafka-lab zookeeper stat` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { statZnode, type ZnodeFacts } from '../../zookeeper/znodes/describe-znode.js';
import { parseZnodePath } from '../../net/znode-path.js';
import { withZooKeeper, znodePathOption } from './_zookeeper-options.js';

export const zookeeperStat = defineCommand({
  path: ['zookeeper', 'stat'],
  summary: 'show when and how often a znode was changed, and which session owns it',
  effect: 'reads',
  options: z.object({ path: znodePathOption }),
  positionals: ['path'],
  examples: ['zookeeper stat /controller', 'zookeeper stat /brokers/ids/1 -o json'],
  async run(context, { path }) {
    return withZooKeeper(context, (client) => statZnode(client, parseZnodePath(path)));
  },
  view: (facts: ZnodeFacts) => ({
    title: facts.path,
    header: ['FIELD', 'VALUE', 'MEANING'],
    rows: rowsOf(facts),
    notes: ['A zxid is the number of a transaction: ZooKeeper counts every change of the whole tree.'],
  }),
});

function rowsOf(facts: ZnodeFacts): readonly (readonly Cell[])[] {
  const { ephemeralOwner } = facts;
  return [
    ['czxid', facts.czxid, 'transaction that made the node'],
    ['ctime', timeCell(facts.ctime), 'when that was'],
    ['mzxid', facts.mzxid, 'transaction that last set its data'],
    ['mtime', timeCell(facts.mtime), 'when that was'],
    ['pzxid', facts.pzxid, 'last one that added or took a child'],
    ['version', facts.version, 'how often its data was set since'],
    ['cversion', facts.cversion, 'how often its children changed'],
    ['aversion', facts.aversion, 'how often its ACL was set since'],
    ephemeralOwner === null
      ? ['ephemeralOwner', 'none', 'the node stays until it is deleted']
      : ['ephemeralOwner', { text: ephemeralOwner, tone: 'warn' }, 'ephemeral: goes with this session'],
    ['dataLength', facts.dataLength, 'bytes of data'],
    ['numChildren', facts.numChildren, 'nodes right below it'],
  ];
}

/** The initial nodes of ZooKeeper have no creation time. */
function timeCell(iso: string): Cell {
  return iso === new Date(0).toISOString() ? null : iso;
}
