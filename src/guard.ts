/** `readonly` and `protected`: asked before any command that changes a cluster, so that none of them can forget it. */
import type { CommandSpec } from './contract/command.js';
import type { Host } from './contract/host.js';
import type { ChosenConnection, TargetGlobals } from './config/choose-connection.js';
import { knownClusterId, rememberCluster } from './config/guarded-clusters.js';
import { loadConnections, type ConfigPlaces, type NamedConnection } from './config/load-connections.js';
import type { KafkaSession } from './kafka/session/session.js';
import { findTarget } from './kafka/session/target.js';
import { parseAddresses, type Address } from './net/addresses.js';
import { parseConnectString } from './net/connect-string.js';
import { meet, placesOf } from './net/same-place.js';
import { LabError } from './text/errors.js';
import type { GlobalOptions } from './text/global-options.js';
import { findRegistry } from './registry/find-registry.js';
import { findZooKeeper } from './zookeeper/servers/find-zookeeper.js';
import { commandLine } from './text/command-line.js';

export interface Guard {
  /** Before anything is connected, by names and addresses. Throws LabError 'refused', 'usage' or 'interrupted'. */
  check(): Promise<void>;
  /** Once connected, by the cluster's id and its brokers' addresses; remembers the id of a guarded connection. */
  checkSession(session: KafkaSession): Promise<void>;
  /** As `checkSession`, of an id that was found otherwise. */
  checkCluster(clusterId: string | null): Promise<void>;
  /** Before a change of the schema registry at this URL, which guarded connections may name too. */
  checkRegistry(url: string): Promise<void>;
}

export interface GuardSettings {
  readonly spec: Pick<CommandSpec, 'path' | 'changes'>;
  readonly globals: GlobalOptions & TargetGlobals;
  /** Does this command line change the cluster? */
  readonly isChange: boolean;
  readonly chosen: () => Promise<ChosenConnection | undefined>;
}

type Guarded = NamedConnection;

export function createGuard(
  { spec, globals, isChange, chosen }: GuardSettings,
  host: ConfigPlaces & Pick<Host, 'ask' | 'receive'>,
): Guard {
  const command = spec.path.join(' ');
  const thing = spec.changes === 'registry' ? 'schema registry' : 'cluster';
  const passed = new Set<Guarded>();
  let loaded: Promise<readonly Guarded[]> | undefined;
  const guards = () => (loaded ??= loadConnections(host).then(({ guarded }) => guarded));

  /** The one that forbids goes first. */
  async function require(found: readonly Guarded[], why: (guard: Guarded) => string): Promise<void> {
    const open = found.filter((guard) => !passed.has(guard));
    const forbidding = open.find(({ settings }) => settings.readonly);
    if (forbidding) throw readOnly(forbidding, command, thing, why(forbidding));
    for (const guard of open) {
      const isSaid = [...passed].some(({ name }) => name === guard.name);
      if (!isSaid) await askFor(guard.name, command, thing, globals.confirm, host);
      passed.add(guard);
    }
  }

  async function hitsAt(
    addresses: readonly Address[],
    of: (guard: Guarded) => readonly Address[],
  ): Promise<readonly Guarded[]> {
    const all = await guards();
    const [here, ...places] = await Promise.all([addresses, ...all.map(of)].map(placesOf));
    return all.filter((_guard, index) => here && places[index] && meet(here, places[index]));
  }

  async function checkCluster(clusterId: string | null): Promise<void> {
    if (!isChange || clusterId === null) return;
    const same = (await guards()).filter((guard) => knownClusterId(host.folders, guard) === clusterId);
    await require(same, ({ name }) => `${name}, a connection to the same cluster,`);
  }

  async function checkNamed(connection: ChosenConnection | undefined): Promise<void> {
    const named = (await guards()).filter(({ name }) => name === connection?.name);
    await require(named, (guard) =>
      guard.path === connection?.path
        ? `connection ${guard.name}`
        : `your own connection ${guard.name}, which ${connection?.path ?? 'a project'} replaces,`);
  }

  async function checkRegistry(url: string): Promise<void> {
    if ((await guards()).length === 0 || !URL.canParse(url)) return;
    await checkNamed(await chosen());
    const hits = await hitsAt([addressOf(url)], registriesOf);
    await require(hits, ({ name }) => `${name}, a connection with the same schema registry,`);
  }

  return {
    checkCluster,
    checkRegistry,
    async check() {
      if (!isChange) return;
      const connection = await chosen();
      if ((await guards()).length === 0) return;
      await checkNamed(connection);
      if (spec.changes === 'registry') {
        const found = findRegistry(globals, host.folders, connection);
        if (found) await checkRegistry(found.settings.url);
        return;
      }
      const zookeeper =
        spec.changes === 'zookeeper' ? findZooKeeper(globals, host.folders, connection) : undefined;
      const hits = zookeeper
        ? [
            ...(await hitsAt(zookeeper.servers, zooKeepersOf)),
            ...(await hitsAt(zookeeper.brokers, brokersOf)),
          ]
        : await hitsAt(findTarget(globals, host.folders, connection).bootstrapServers, brokersOf);
      await require(hits, ({ name }) => `${name}, a connection to the same address,`);
    },
    async checkSession(session) {
      const connection = await chosen();
      // With an address of its own it may lead to another cluster.
      const owner = globals.bootstrapServer === undefined && isGuarded(connection) ? connection : undefined;
      if (!owner && (!isChange || (await guards()).length === 0)) return;
      const metadata = await session.metadata([]);
      if (owner && metadata.clusterId !== null) rememberCluster(host.folders, owner, metadata.clusterId);
      if (!isChange) return;
      await checkCluster(metadata.clusterId);
      const hits = await hitsAt(metadata.brokers, brokersOf);
      await require(hits, ({ name }) => `${name}, a connection to a broker of the same cluster,`);
    },
  };
}

function isGuarded(connection: NamedConnection | undefined): connection is NamedConnection {
  return connection !== undefined && (connection.settings.readonly || connection.settings.protected) === true;
}

function brokersOf({ settings }: Guarded): readonly Address[] {
  return parseAddresses(settings.bootstrapServers);
}

function registriesOf({ settings }: Guarded): readonly Address[] {
  return settings.schemaRegistry === undefined ? [] : [addressOf(settings.schemaRegistry.url)];
}

function addressOf(url: string): Address {
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'http:' ? 80 : 443;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) };
}

function zooKeepersOf({ settings }: Guarded): readonly Address[] {
  return settings.zookeeper === undefined ? [] : parseConnectString(settings.zookeeper).servers;
}

/** No argument of a call can say it. */
function confirmedByPerson(name: string): string {
  return `That is for a person to allow, who starts the server: ${commandLine`mcp --allow-writes --confirm ${name}`}`;
}

function readOnly({ name }: Guarded, command: string, thing: string, why: string): LabError {
  return new LabError('refused', `${command} would change the ${thing}, and ${why} is readonly.`, {
    hint: `Another cluster is named with -c NAME or -b HOST:PORT. If changes are meant to be made here: ${commandLine`connections add ${name} --replace`} … without --readonly (see ${commandLine`connections show ${name}`})`,
  });
}
async function askFor(
  name: string,
  command: string,
  thing: string,
  confirmed: string | undefined,
  { ask, receive }: Pick<Host, 'ask' | 'receive'>,
): Promise<void> {
  if (confirmed === name) return;
  if (confirmed !== undefined) {
    throw new LabError(
      'usage',
      `--confirm ${confirmed} does not allow a change on ${name}, which is protected.`,
      {
        hint: receive ? confirmedByPerson(name) : `If ${name} is meant: --confirm ${name}`,
      },
    );
  }
  if (!ask) {
    throw new LabError(
      'usage',
      `Connection ${name} is protected, and ${command} would change its ${thing}. There is no terminal to confirm on.`,
      {
        hint: receive
          ? confirmedByPerson(name)
          : `If you are sure, name it: --confirm ${name} (--yes is not enough)`,
      },
    );
  }
  if (!(await ask(`Connection ${name} is protected, and ${command} changes its ${thing}.`, name))) {
    throw new LabError('interrupted', 'Nothing was changed.');
  }
}
