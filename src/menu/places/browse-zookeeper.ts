/** ZooKeeper as a tree: down with Enter, up with Esc; each node can be shown and watched. */
import { parseDurationMs } from '../../text/duration.js';
import { asLabError } from '../../kafka/connection/errors.js';
import type { ZooKeeperClient } from '../../zookeeper/client/client.js';
import { ownerOf } from '../../zookeeper/znodes/describe-znode.js';
import { findZooKeeper } from '../../zookeeper/servers/find-zookeeper.js';
import { besideItsBrokers, openZooKeeper } from '../../zookeeper/servers/open-zookeeper.js';
import { readTree, type Znode } from '../../zookeeper/znodes/read-tree.js';
import { meaningOf } from '../../zookeeper/znodes/znode-meanings.js';
import { commandChoice, doCommand, runPath } from '../form/do-command.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import type { Menu } from '../form/menu-context.js';
import type { Choice } from '../ui/ui.js';

type Step = { readonly down: string } | 'look' | 'more';

export async function browseZooKeeper(menu: Menu, path = '/'): Promise<void> {
  let at: number | undefined;
  for (;;) {
    const znodes = await menu.ui.busy('Asking ZooKeeper', childrenOf(menu, path));
    const [own, ...children] = znodes ?? [];
    if (!own) return;
    const choices: Choice<Step>[] = [
      {
        value: 'look',
        label: 'Show this node',
        detail: own.stat === null ? 'not readable' : bytes(own.stat.dataLength),
        term: 'znode',
      },
      ...children.map((znode) => childChoice(znode, path)),
      { value: 'more', label: 'More', detail: 'watch it, and every other command', term: 'zookeeper' },
    ];
    const meaning = meaningOf(path);
    const line = menu.lineOf(['zookeeper', 'tree', path, '--depth', '1']);
    const title = [`ZooKeeper ${path}`, ...(meaning === null ? [] : [meaning]), line].join('\n');
    // The cursor begins on the first child, if there is one.
    at ??= children.length > 0 ? 1 : 0;
    // Names of topics by the hundred are found by typing.
    const search = children.length > menu.ui.rows;
    const picked = await menu.ui.pick<Step>({ title, choices, at, search });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    if (picked.value === 'look') await runPath(menu, 'zookeeper get', { path });
    else if (picked.value === 'more') await moreOn(menu, path);
    else if ('down' in picked.value) await browseZooKeeper(menu, picked.value.down);
  }
}

/** The node itself first; undefined if it cannot be read, and the reason is reported. */
async function childrenOf(menu: Menu, path: string): Promise<readonly Znode[] | undefined> {
  const { globals, folders, signal } = menu.context;
  let client: ZooKeeperClient | undefined;
  try {
    client = await openZooKeeper(
      await besideItsBrokers(findZooKeeper(globals, folders, await menu.context.connection())),
      {
        timeoutMs: parseDurationMs(globals.timeout),
        signal,
      },
    );
    return await readTree(client, path, { depth: 1 });
  } catch (error) {
    const { message, hint } = asLabError(error);
    menu.ui.say(`error: ${message}`, 'bad');
    if (hint !== undefined) menu.ui.say(hint);
    return undefined;
  } finally {
    await client?.close();
  }
}

function childChoice({ path, stat }: Znode, parent: string): Choice<Step> {
  const name = path.slice(parent === '/' ? 1 : parent.length + 1);
  const facts =
    stat === null
      ? ['not readable']
      : [
          ...(stat.numChildren > 0 ? [`${stat.numChildren} below`] : []),
          ...(stat.dataLength > 0 ? [bytes(stat.dataLength)] : []),
          ...(ownerOf(stat) === null ? [] : ['ephemeral']),
        ];
  return {
    value: { down: path },
    label: stat !== null && stat.numChildren > 0 ? `${name}/` : name,
    detail: facts.join(' · '),
    about: meaningOf(path) ?? 'Kafka does not use this node.',
  };
}

/** All commands of ZooKeeper; those that take a path get this one. */
async function moreOn(menu: Menu, path: string): Promise<void> {
  const entries = menu.entries.filter((entry) => entry.path.startsWith('zookeeper '));
  const specs = await Promise.all(entries.map(({ load }) => load()));
  const picked = await menu.ui.pick({
    title: `ZooKeeper ${path}`,
    choices: specs.map((spec) => ({ ...commandChoice(spec), value: spec })),
  });
  if (picked?.kind !== 'choice') return;
  const takesPath = fieldsOfCommand(picked.value).some(({ name }) => name === 'path');
  await doCommand(menu, picked.value, takesPath ? { path } : {});
}

function bytes(count: number): string {
  return count === 0 ? 'no data' : `${count} ${count === 1 ? 'byte' : 'bytes'}`;
}
