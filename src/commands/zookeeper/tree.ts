/** `kafka-lab zookeeper tree` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import type { Progress, Step } from '../../view/progress.js';
import { factsOf, type ZnodeFacts } from '../../zookeeper/znodes/describe-znode.js';
import { drawTree } from '../../zookeeper/znodes/draw-tree.js';
import { readTree, type Znode } from '../../zookeeper/znodes/read-tree.js';
import { requireZnode } from '../../zookeeper/znodes/require-znode.js';
import { parseZnodePath } from '../../net/znode-path.js';
import { withZooKeeper, znodePathOption } from './_zookeeper-options.js';
import { commandLine } from '../../text/command-line.js';

/** How the nodes are named in a table. A symbol, so that it is not part of the data. */
const layout = Symbol('layout');

const patienceMs = 700;

export interface ZnodeTree {
  readonly path: string;
  readonly znodes: readonly TreeNode[];
  readonly [layout]: 'drawn' | 'paths';
}

type TreeNode = { readonly path: string; readonly depth: number } & (
  | (ZnodeFacts & { readonly isReadable: true })
  | { readonly isReadable: false }
);

export const zookeeperTree = defineCommand({
  path: ['zookeeper', 'tree'],
  summary: 'show the znodes below a path, their sizes, and which of them are ephemeral',
  effect: 'reads',
  options: z.object({
    path: znodePathOption.default('/'),
    depth: z.int().min(0).optional().meta({ description: 'how many levels down (default: all)', short: 'd' }),
  }),
  positionals: ['path'],
  examples: [
    'zookeeper tree',
    'zookeeper tree /brokers --depth 2',
    'zookeeper tree / -o jsonl --zookeeper zoo1:2181,zoo2:2181/kafka',
  ],
  async run(context, { path: typed, depth }): Promise<ZnodeTree> {
    const path = parseZnodePath(typed);
    const onRead = countOnProgress(context.progress, `Reading ${path}`);
    const znodes = await withZooKeeper(context, (client) =>
      requireZnode(client, path, () =>
        readTree(client, path, {
          ...(depth === undefined ? {} : { depth }),
          onRead,
        }),
      ),
    );
    const isDrawn =
      context.globals.output === undefined ? context.isTerminal : context.globals.output === 'table';
    return { path, znodes: znodes.map(nodeOf), [layout]: isDrawn ? 'drawn' : 'paths' };
  },
  view: ({ znodes, [layout]: names }: ZnodeTree) => {
    const drawn = names === 'drawn' ? drawTree(znodes) : znodes.map(({ path }) => path);
    return {
      header: ['ZNODE', 'BYTES', 'CHILDREN', 'EPHEMERAL'],
      rows: znodes.map((znode, index) => [drawn[index], ...factCells(znode)]),
      notes: notesOf(znodes),
      failures: failuresOf(znodes),
    };
  },
  failed: ({ znodes }) => znodes.some(({ isReadable }) => !isReadable),
  items: ({ znodes }) => znodes,
});

/** Most trees are read before a count would be noticed. */
function countOnProgress(progress: Progress, text: string): (count: number) => void {
  const startAt = performance.now() + patienceMs;
  let step: Step | undefined;
  return (count) => {
    if (!step && performance.now() < startAt) return;
    step ??= progress.start(text);
    step.update(`${text}: ${count} nodes`);
  };
}

function nodeOf({ path, depth, stat }: Znode): TreeNode {
  return stat ? { ...factsOf(path, stat), depth, isReadable: true } : { path, depth, isReadable: false };
}

function factCells(znode: TreeNode): readonly Cell[] {
  if (!znode.isReadable) return [null, null, { text: 'not readable', tone: 'warn' }];
  const { dataLength, numChildren, ephemeralOwner } = znode;
  return [
    dataLength,
    numChildren,
    ephemeralOwner === null ? '' : { text: `session ${ephemeralOwner}`, tone: 'warn' },
  ];
}

const mostNamed = 5;

function failuresOf(znodes: readonly TreeNode[]): readonly string[] {
  const closed = znodes.filter(({ isReadable }) => !isReadable).map(({ path }) => path);
  if (closed.length === 0) return [];
  const named = closed.slice(0, mostNamed).join(', ') + (closed.length > mostNamed ? ' …' : '');
  return [
    `${closed.length === 1 ? '1 node' : `${closed.length} nodes`} may not be read (their ACL does not allow it): ${named}. What is below is not shown.`,
  ];
}

function notesOf(znodes: readonly TreeNode[]): readonly string[] {
  const isEphemeral = (znode: TreeNode) => znode.isReadable && znode.ephemeralOwner !== null;
  const ephemeral = znodes.find(isEphemeral);
  const count = znodes.filter(isEphemeral).length;
  const total = znodes.length === 1 ? '1 node' : `${znodes.length} nodes`;
  return [
    `${total}, ${count} of them ephemeral: these go when the session that made them ends.`,
    `What a node means to Kafka: ${commandLine`zookeeper get ${ephemeral?.path ?? '/controller'}`}`,
  ];
}
