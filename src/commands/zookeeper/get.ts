/** `kafka-lab zookeeper get` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { getZnode, type ZnodeContent } from '../../zookeeper/znodes/describe-znode.js';
import { parseZnodePath } from '../../net/znode-path.js';
import { withZooKeeper, znodePathOption } from './_zookeeper-options.js';
import { commandLine } from '../../text/command-line.js';

export const zookeeperGet = defineCommand({
  path: ['zookeeper', 'get'],
  summary: 'show the data of a znode, and what the node means to Kafka',
  effect: 'reads',
  options: z.object({ path: znodePathOption }),
  positionals: ['path'],
  examples: ['zookeeper get /controller', 'zookeeper get /brokers/ids/1 -o json'],
  async run(context, { path }) {
    return withZooKeeper(context, (client) => getZnode(client, parseZnodePath(path)));
  },
  view: (znode: ZnodeContent): View => ({
    title: `${znode.path} · ${kindOf(znode)} · version ${znode.version} of ${znode.mtime}`,
    header: ['DATA'],
    rows: znode.format === 'empty' ? [] : znode.text.split('\n').map((line) => [line]),
    notes: notesOf(znode),
  }),
});

const kinds: Readonly<Record<ZnodeContent['format'], string>> = {
  empty: 'no data',
  json: 'JSON',
  text: 'text',
  hex: 'binary, shown as hex',
  base64: 'binary, shown as base64',
};

function kindOf({ format, dataLength }: ZnodeContent): string {
  return format === 'empty' ? kinds.empty : `${dataLength} bytes, ${kinds[format]}`;
}

function notesOf({ path, meaning, ephemeralOwner, numChildren }: ZnodeContent): readonly string[] {
  const notes = [meaning ?? 'Kafka does not use this node.'];
  if (ephemeralOwner !== null) notes.push(`It is ephemeral: it goes with session ${ephemeralOwner}.`);
  if (numChildren > 0) {
    const children = numChildren === 1 ? '1 node is' : `${numChildren} nodes are`;
    notes.push(`${children} right below it: ${commandLine`zookeeper tree ${path} --depth 1`}`);
  }
  return notes;
}
