/** A practice cluster for lessons and drills, started first if it is not up. */
import { findCluster } from '../../practice/cluster/state/find-cluster.js';
import { liveNames } from '../form/live-names.js';
import type { Menu, Where } from '../form/menu-context.js';

const usualName = 'lab';

/** The global options for it, none if the menu is connected to it already; undefined if it was declined. */
export async function practicePlace(menu: Menu): Promise<{ readonly where?: Where } | undefined> {
  const { globals, folders } = menu.context;
  const elsewhere = globals.bootstrapServer ?? (await menu.context.connection())?.name;
  const name = elsewhere === undefined ? (globals.cluster ?? usualName) : await pickCluster(menu, elsewhere);
  if (name === undefined) return undefined;
  if (findCluster(folders, name) === undefined && !(await startCluster(menu, name))) return undefined;
  return elsewhere === undefined ? {} : { where: { cluster: name } };
}

async function pickCluster(menu: Menu, elsewhere: string): Promise<string | undefined> {
  const names = await liveNames(menu, 'cluster');
  const picked = await menu.ui.pick({
    title: `Lessons and drills break brokers on purpose, and ${elsewhere} is not a practice cluster. On which one?`,
    choices: [...new Set([...names, usualName])].map((name) => {
      const address = findCluster(menu.context.folders, name)?.bootstrapServers[0];
      const detail = address === undefined ? 'not up' : `practice cluster at ${address}`;
      return { value: name, label: name, detail, term: 'practice cluster' };
    }),
  });
  return picked?.kind === 'choice' ? picked.value : undefined;
}

/** False if it was declined or failed to start. */
async function startCluster(menu: Menu, name: string): Promise<boolean> {
  const picked = await menu.ui.pick({
    title: `The practice cluster ${name} is not up.`,
    choices: [
      { value: true, label: 'Start it', detail: 'it stays until cluster down', term: 'practice cluster' },
      { value: false, label: 'Go back' },
    ],
  });
  if (picked?.kind !== 'choice' || !picked.value) return false;
  const argv = ['cluster', 'up', ...(name === usualName ? [] : ['--name', name])];
  return (await menu.runLine(argv, { ownsKeys: false, where: {} })) === 0;
}
