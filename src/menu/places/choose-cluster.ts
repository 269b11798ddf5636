/** Another cluster for the rest of this visit: a connection, one used before, a practice cluster, an address. */
import type { RawOptions } from '../../contract/command.js';
import { findCluster } from '../../practice/cluster/state/find-cluster.js';
import { loadConnections, type Connections, type NamedConnection } from '../../config/load-connections.js';
import { complaintOf, LabError } from '../../text/errors.js';
import { parseAddresses } from '../../net/addresses.js';
import { doPath } from '../form/do-command.js';
import { liveNames } from '../form/live-names.js';
import type { Menu } from '../form/menu-context.js';
import type { Choice } from '../ui/ui.js';

/** The one that was given before is replaced. */
const clusterOptions = ['bootstrapServer', 'cluster', 'connection', 'zookeeper', 'registry', 'confirm'];

type Where = Readonly<Record<string, string>> | 'address' | 'usual' | 'add' | 'doctor';

/** The global options with it, undefined for none chosen. */
export async function chooseCluster(menu: Menu, globals: RawOptions): Promise<RawOptions | undefined> {
  let at = 0;
  for (;;) {
    const known = await connectionsOf(menu);
    const choices: Choice<Where>[] = [
      ...known.all.map(connectionChoice),
      ...recentClusters(menu),
      ...(await practiceClusters(menu)),
      { value: 'usual', label: 'Default', detail: usual(known), term: 'cluster' },
      {
        value: 'address',
        label: 'Type an address',
        detail: 'HOST:PORT of any broker',
        term: 'bootstrap server',
      },
      { value: 'add', label: 'Add a connection', detail: 'a name, with TLS and login', term: 'connection' },
      {
        value: 'doctor',
        label: 'Ask the doctor',
        detail: 'what is wrong between here and a cluster',
        about: 'The doctor connects to a cluster step by step, and says which step fails and why.',
      },
    ];
    const picked = await menu.ui.pick({ title: 'Clusters: which one?', choices, at });
    if (picked?.kind !== 'choice') return undefined;
    at = picked.at;
    switch (picked.value) {
      case 'address': {
        const chosen = await typeAddress(menu, globals);
        if (chosen) return chosen;
        break;
      }
      case 'usual':
        return withCluster(globals, {});
      case 'add':
        await addConnection(menu);
        // The new one may be among those above.
        at = 0;
        break;
      case 'doctor':
        await doPath(menu, 'connections doctor', {});
        break;
      default:
        return withCluster(globals, picked.value);
    }
  }
}

/** It asks for an address, whichever cluster the menu is connected to. */
export function addConnection(menu: Menu): Promise<void> {
  return doPath(menu, 'connections add', {}, { where: {} });
}

const usualAddress = 'localhost:9092';

export async function typeAddress(menu: Menu, globals: RawOptions): Promise<RawOptions | undefined> {
  const typed = await menu.ui.text({
    message: 'Brokers to start from, HOST:PORT,…',
    empty: `empty: ${usualAddress}`,
    validate: (text) => (text === '' ? undefined : complaintOf(() => parseAddresses(text))),
  });
  return typed === undefined ? undefined : withCluster(globals, { bootstrapServer: typed || usualAddress });
}

/** With these words for the cluster instead of those there were. */
export function withCluster(globals: RawOptions, where: Readonly<Record<string, string>>): RawOptions {
  const others = Object.entries(globals).filter(([name]) => !clusterOptions.includes(name));
  return { ...Object.fromEntries(others), ...where };
}

function usual({ current }: Pick<Connections, 'current'>): string {
  return current === undefined ? 'the practice cluster, or localhost:9092' : `connection ${current.name}`;
}

function connectionChoice({ name, settings }: NamedConnection): Choice<Where> {
  return {
    value: { connection: name },
    label: name,
    detail: [
      `connection to ${settings.bootstrapServers}`,
      ...(settings.readonly ? ['readonly'] : []),
      ...(settings.protected ? ['protected'] : []),
    ].join(' · '),
    term: 'connection',
  };
}

/** A file that cannot be read is reported; the other clusters can still be chosen. */
async function connectionsOf(menu: Menu): Promise<Connections> {
  try {
    return await loadConnections(menu.context);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    menu.ui.say(`error: ${error.message}`, 'bad');
    return { all: [], guarded: [], current: undefined, formats: [] };
  }
}

function recentClusters(menu: Menu): Choice<Where>[] {
  return menu.recent.clusters.flatMap(([name = '', value = '']) =>
    // Connections and practice clusters are in lists of their own.
    name === 'bootstrapServer' && value !== ''
      ? [{ value: { [name]: value }, label: value, detail: 'recent', term: 'cluster' }]
      : [],
  );
}

async function practiceClusters(menu: Menu): Promise<Choice<Where>[]> {
  const { folders } = menu.context;
  const names = await liveNames(menu, 'cluster');
  return names.flatMap((name) => {
    const found = findCluster(folders, name);
    if (!found) return [];
    const detail = `practice cluster at ${found.bootstrapServers[0] ?? '?'}`;
    return [{ value: { cluster: name }, label: name, detail, term: 'practice cluster' }];
  });
}
