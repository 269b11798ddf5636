/** Another cluster for the rest of this visit: one used before, a practice cluster, a connection, an address. */
import { readdirSync } from 'node:fs';
import type { RawOptions } from '../cli.js';
import { clustersFolder, findCluster } from '../cluster/find-cluster.js';
import { LabError } from '../errors.js';
import { fieldsOf } from '../fields.js';
import { globalOptions } from '../global-options.js';
import { parseAddresses } from '../kafka/addresses.js';
import type { Menu } from './menu-context.js';
import type { Choice } from './ui.js';

/** Whichever of them was given before gives way. */
const clusterOptions = ['bootstrapServer', 'cluster', 'connection'];

type Where = Readonly<Record<string, string>> | 'address' | 'usual';

/** The global options with it, undefined for none chosen. */
export async function chooseCluster(
  menu: Menu,
  globals: RawOptions,
  typesAddress = false,
): Promise<RawOptions | undefined> {
  if (typesAddress) return typeAddress(menu, globals);
  const choices: Choice<Where>[] = [
    ...recentClusters(menu),
    ...practiceClusters(menu),
    { value: 'usual', label: 'As without -b', detail: 'the practice cluster, or localhost:9092' },
    {
      value: 'address',
      label: 'Type an address',
      detail: 'HOST:PORT of any broker',
      term: 'bootstrap server',
    },
  ];
  const picked = await menu.ui.pick({ title: 'Clusters: which one?', choices });
  if (picked?.kind !== 'choice') return undefined;
  if (picked.value === 'address') return typeAddress(menu, globals);
  return withCluster(globals, picked.value === 'usual' ? {} : picked.value);
}

async function typeAddress(menu: Menu, globals: RawOptions): Promise<RawOptions | undefined> {
  const typed = await menu.ui.text({
    message: 'Brokers to start from, HOST:PORT,…',
    initial: 'localhost:9092',
    validate(text) {
      try {
        parseAddresses(text);
        return undefined;
      } catch (error) {
        return error instanceof LabError ? error.message : String(error);
      }
    },
  });
  return typed === undefined ? undefined : withCluster(globals, { bootstrapServer: typed });
}

/** With these words for the cluster instead of those there were. */
export function withCluster(globals: RawOptions, where: Readonly<Record<string, string>>): RawOptions {
  const others = Object.entries(globals).filter(([name]) => !clusterOptions.includes(name));
  return { ...Object.fromEntries(others), ...where };
}

function recentClusters(menu: Menu): Choice<Where>[] {
  const known = new Set(fieldsOf(globalOptions).map(({ name }) => name));
  return menu.recent.clusters.flatMap(([name = '', value = '']) =>
    known.has(name) && value !== ''
      ? [{ value: { [name]: value }, label: value, detail: 'used lately', term: 'cluster' }]
      : [],
  );
}

function practiceClusters(menu: Menu): Choice<Where>[] {
  const { folders } = menu.context;
  try {
    return readdirSync(clustersFolder(folders)).flatMap((name) => {
      const found = findCluster(folders, name);
      return found
        ? [
            {
              value: { cluster: name },
              label: name,
              detail: `practice cluster at ${found.bootstrapServers[0] ?? '?'}`,
              term: 'practice cluster',
            },
          ]
        : [];
    });
  } catch {
    // None was ever started.
    return [];
  }
}
