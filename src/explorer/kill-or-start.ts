/** `K`: a broker of a practice cluster is killed, or started again if it is down, by the commands that do so. */
import { runChosen } from '../menu/form/do-command.js';
import { fillForm } from '../menu/form/fill-form.js';
import type { Chosen } from '../menu/form/command-line.js';
import type { Menu } from '../menu/form/menu-context.js';
import type { Context } from '../contract/command.js';
import { formatAddress } from '../net/addresses.js';
import { openCluster } from '../practice/cluster/open-cluster.js';
import { pickService } from '../practice/cluster/pick-service.js';
import { knownClusters } from '../practice/cluster/state/find-cluster.js';
import { isBroker } from '../practice/cluster/state/state.js';
import { LabError } from '../text/errors.js';
import type { Tone } from '../view/view.js';

const usualName = 'lab';

/** `service`: the one under the cursor; the form asks which if there is none. `cluster`: its own, if the row names one. */
export async function killOrStart(
  menu: Menu,
  { service, cluster }: { readonly service: string | undefined; readonly cluster: string | undefined },
  say: (text: string, tone: Tone) => void,
): Promise<void> {
  const name = cluster ?? (await practiceClusterOf(menu.context));
  if (name === undefined) {
    say(
      'K kills brokers of practice clusters only, and this is none. One is started with: cluster up',
      'warn',
    );
    return;
  }
  try {
    const isDown = service !== undefined && !(await isRunning(menu.context, name, service));
    const path = isDown ? 'cluster start' : 'cluster kill';
    const spec = await menu.entries.find((each) => each.path === path)?.load();
    if (!spec) return;
    const chosen: Chosen = {
      ...(service === undefined ? {} : { broker: service }),
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

/** The practice cluster that is looked at, by its name or by the address of one of its brokers; none for a connection. */
async function practiceClusterOf(context: Context): Promise<string | undefined> {
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

async function isRunning(
  { folders, env, progress, signal }: Context,
  cluster: string,
  service: string,
): Promise<boolean> {
  const { record, runner } = openCluster(cluster, { folders, env, progress, signal });
  const { name } = pickService(record.state, service);
  const reports = await runner.inspect({ withMemory: false });
  return reports.some((report) => report.name === name && report.running);
}
