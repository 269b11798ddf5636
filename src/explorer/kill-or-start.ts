/** `K`: a broker of a practice cluster is killed, or started again if it is down, by the commands that do so. */
import { runChosen } from '../menu/form/do-command.js';
import { fillForm } from '../menu/form/fill-form.js';
import type { Chosen } from '../contract/command-words.js';
import type { Menu } from '../menu/form/menu-context.js';
import { loadCommand } from '../menu/form/load-command.js';
import type { Context } from '../contract/command.js';
import { formatAddress } from '../net/addresses.js';
import { openCluster } from '../practice/cluster/open-cluster.js';
import { pickService } from '../practice/cluster/pick-service.js';
import { knownClusters, noSuchCluster } from '../practice/cluster/state/find-cluster.js';
import { isBroker } from '../practice/cluster/state/state.js';
import { LabError } from '../text/errors.js';
import type { Tone } from '../view/view.js';

const usualName = 'lab';

/** `service`: the one under the cursor; which one is asked if there is none. `cluster`: its own, if the row names one. */
export async function killOrStart(
  menu: Menu,
  { service, cluster }: { readonly service: string | undefined; readonly cluster: string | undefined },
  say: (text: string, tone: Tone) => void,
): Promise<void> {
  const name = cluster ?? (await practiceClusterOf(menu.context));
  if (name === undefined) {
    say(await whyNone(menu.context), 'warn');
    return;
  }
  try {
    const chosenService = service ?? (await askWhich(menu, name));
    if (chosenService === undefined) return;
    const isDown = !(await isRunning(menu.context, name, chosenService));
    const path = isDown ? 'cluster start' : 'cluster kill';
    const spec = await loadCommand(menu, path);
    if (!spec) return;
    const chosen: Chosen = {
      broker: chosenService,
      ...(name === usualName ? {} : { name }),
    };
    // The cluster is named by the command's own option.
    const line = await fillForm(menu, { spec, chosen }, { where: {} });
    if (line) await runChosen(menu, line.spec, line.chosen, { where: {} });
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
    say([error.message, error.hint].filter(Boolean).join(' '), 'bad');
  }
}

/** One that was taken down while it was looked at is told from other clusters. */
async function whyNone(context: Context): Promise<string> {
  const { folders, globals } = context;
  const cluster = globals.cluster ?? usualName;
  const isOfAddress = globals.bootstrapServer !== undefined || (await context.connection()) !== undefined;
  if (!isOfAddress && knownClusters(folders).some(({ name }) => name === cluster)) {
    const { message, hint } = noSuchCluster(folders, cluster);
    return [message, hint].filter(Boolean).join(' ');
  }
  return 'K kills brokers of practice clusters only, and this is none. One is started with: cluster up';
}

/** Brokers come first; the cursor begins at what is down, if something is. */
async function askWhich(menu: Menu, cluster: string): Promise<string | undefined> {
  const reports = await reportsOf(menu.context, cluster);
  const { services } = opened(menu.context, cluster).record.state;
  const isOther = ({ name }: { readonly name: string }) =>
    services.some((service) => service.name === name && !isBroker(service));
  const ordered = reports.toSorted((one, other) => Number(isOther(one)) - Number(isOther(other)));
  const choices = ordered.map(({ name, running }) => ({
    value: name,
    label: name,
    detail: running ? 'up: kill it' : 'down: start it again',
    term: isOther({ name }) ? 'practice cluster' : 'broker',
  }));
  const title = `Practice cluster ${cluster}: kill or start which?`;
  const at = Math.max(
    0,
    ordered.findIndex(({ running }) => !running),
  );
  const picked = await menu.ui.pick({ title, choices, at });
  return picked?.kind === 'choice' ? picked.value : undefined;
}

/** The practice cluster that is looked at, by its name or by the address of one of its brokers; none for a connection. */
export async function practiceClusterOf(context: Context): Promise<string | undefined> {
  if (await context.connection()) return undefined;
  const { globals, folders } = context;
  const up = knownClusters(folders).filter(({ phase }) => phase === 'up');
  if (globals.bootstrapServer === undefined) {
    return up.find(({ name }) => name === (globals.cluster ?? usualName))?.name;
  }
  const addresses = (await context.target()).bootstrapServers.map(formatAddress);
  return up.find(({ services }) =>
    services.some((service) => isBroker(service) && addresses.includes(service.address)),
  )?.name;
}

async function isRunning(context: Context, cluster: string, service: string): Promise<boolean> {
  const { name } = pickService(opened(context, cluster).record.state, service);
  return (await reportsOf(context, cluster)).some((report) => report.name === name && report.running);
}

function reportsOf(context: Context, cluster: string) {
  return opened(context, cluster).runner.inspect({ withMemory: false });
}

function opened({ folders, env, progress, signal }: Context, cluster: string) {
  return openCluster(cluster, { folders, env, progress, signal });
}
