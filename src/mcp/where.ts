/** Which clusters a call is about: the connection in use may be another by the time that a plan is carried out. */
import { chooseConnection, requireConnection } from '../config/choose-connection.js';
import { loadConnections } from '../config/load-connections.js';
import { parseGlobals } from '../contract/check-options.js';
import type { RawOptions } from '../contract/command.js';
import { findTarget } from '../kafka/session/target.js';
import type { World } from '../view/world.js';
import { connectionsNamed } from './check-call.js';
import type { Tool } from './tool.js';

/**
 * A text to compare: the same for the same addresses and settings, in the place of the call and in the connections that its
 * options name. Secrets that are written there are in it: never print it. Throws LabError for what is not configured.
 */
export async function whereOf(
  tool: Tool,
  options: Readonly<Record<string, unknown>>,
  rawGlobals: RawOptions,
  { world }: { readonly world: World },
): Promise<string> {
  const places = { ...world, note: () => undefined };
  const globals = parseGlobals(rawGlobals, world.env);
  const chosen = await chooseConnection(globals, places);
  const { bootstrapServers, settings } = findTarget(globals, world.folders, chosen);
  const names = connectionsNamed(tool, options);
  const connections = names.length === 0 ? undefined : await loadConnections(places);
  const others = connections && names.map((name) => requireConnection(name, connections).settings);
  return JSON.stringify([bootstrapServers, settings, globals.zookeeper, globals.registry, others]);
}
