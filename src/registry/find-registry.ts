/** Which schema registry a command line means, and why that one. Nothing is looked up or checked here. */
import type { ChosenConnection } from '../config/choose-connection.js';
import type { RegistrySettings } from '../config/connection.js';
import { findCluster } from '../practice/cluster/state/find-cluster.js';
import { commandLine } from '../text/command-line.js';
import type { GlobalOptions } from '../text/global-options.js';
import type { Folders } from '../view/world.js';

const practiceCluster = 'lab';

export interface FoundRegistry {
  /** As typed; a login in it is taken out when it is checked. */
  readonly settings: { readonly url: string } & Partial<RegistrySettings>;
  /** For messages: `--registry`, `connection prod`. */
  readonly origin: string;
  /** Are its login and certificates those of the connection, which may have to be trusted first? */
  readonly isOfConnection: boolean;
  /** What to do if nothing answers there. */
  readonly whenDown?: string;
}

/**
 * `--registry`, else that of the connection, else that of the practice cluster named or running here. A registry that is named by hand has the login of the connection
 * only if it is the same server.
 */
export function findRegistry(
  globals: Pick<GlobalOptions, 'registry' | 'bootstrapServer' | 'cluster'>,
  folders: Folders,
  connection: ChosenConnection | undefined,
): FoundRegistry | undefined {
  const own = connection?.settings.schemaRegistry;
  const { registry: url } = globals;
  if (url !== undefined) {
    return own && sameServer(url, own.url)
      ? { settings: { ...own, url }, origin: '--registry', isOfConnection: true }
      : { settings: { url }, origin: '--registry', isOfConnection: false };
  }
  if (own) return { settings: own, origin: `connection ${connection.name}`, isOfConnection: true };
  if (connection || globals.bootstrapServer !== undefined) return undefined;
  const cluster = globals.cluster ?? practiceCluster;
  const practiced = findCluster(folders, cluster)?.registry;
  return practiced
    ? {
        ...{ settings: { url: practiced }, origin: `practice cluster ${cluster}`, isOfConnection: false },
        whenDown: `See what is up: ${commandLine`cluster status --name ${cluster}`}; start it: ${commandLine`cluster up --name ${cluster}`}`,
      }
    : undefined;
}

/** Where it names a login itself, it is another one. */
function sameServer(typed: string, own: string): boolean {
  if (!URL.canParse(typed)) return false;
  const { origin, username } = new URL(typed);
  return username === '' && origin === new URL(own).origin;
}
