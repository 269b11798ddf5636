/** Which connection a command line means: flag > environment > project file > own file > none (the practice cluster). */
import { LabError } from '../text/errors.js';
import { nearestNames } from '../text/nearest-names.js';
import {
  loadConnections,
  type ConfigPlaces,
  type Connections,
  type NamedConnection,
} from './load-connections.js';
import { commandLine } from '../text/command-line.js';

/** The part of the global options that names a cluster. */
export interface TargetGlobals {
  readonly bootstrapServer?: string | undefined;
  readonly connection?: string | undefined;
  readonly cluster?: string | undefined;
}

export interface ChosenConnection extends NamedConnection {
  /** Why it is this one: `-c`, or the file that says so. */
  readonly because: string;
}

/** Undefined if an address or a practice cluster is meant. Throws LabError 'not-found' for an unknown name. */
export async function chooseConnection(
  globals: TargetGlobals,
  places: ConfigPlaces,
): Promise<ChosenConnection | undefined> {
  if (globals.connection !== undefined) {
    return { ...requireConnection(globals.connection, await loadConnections(places)), because: '-c' };
  }
  // An address does not get the credentials of a connection.
  if (globals.bootstrapServer !== undefined || globals.cluster !== undefined) return undefined;
  const connections = await loadConnections(places);
  const { current } = connections;
  return current && { ...requireConnection(current.name, connections, current.path), because: current.path };
}

/** `namedBy`: the file that names it. */
export function requireConnection(name: string, { all }: Connections, namedBy?: string): NamedConnection {
  const found = all.find((each) => each.name === name);
  if (found) return found;
  const near = nearestNames(
    name,
    all.map((each) => each.name),
  );
  const where = namedBy === undefined ? '' : `, which ${namedBy} names as the current one`;
  throw new LabError('not-found', `There is no connection "${name}"${where}.`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}? See them all: kafka-lab connections list`
        : `See which there are: kafka-lab connections list; make it: ${commandLine`connections add ${name} -b HOST:PORT`}`,
  });
}
