/** `readonly` and `protected`: asked before any command that changes a cluster, so that none of them can forget it. */
import type { CommandSpec } from './contract/command.js';
import type { Host } from './contract/host.js';
import { guardedAt, type ChosenConnection, type TargetGlobals } from './config/choose-connection.js';
import type { ConfigPlaces, NamedConnection } from './config/load-connections.js';
import { LabError } from './text/errors.js';

export interface GuardGlobals extends TargetGlobals {
  readonly confirm?: string | undefined;
}

/** Resolves if the change is allowed. Throws LabError 'refused', 'usage' or 'interrupted'. */
export async function guardCluster(
  { path }: Pick<CommandSpec, 'path'>,
  globals: GuardGlobals,
  chosen: ChosenConnection | undefined,
  host: ConfigPlaces & Pick<Host, 'ask'>,
): Promise<void> {
  const guards: NamedConnection[] = [];
  if (chosen) guards.push(chosen);
  if (globals.bootstrapServer !== undefined) {
    const hit = await guardedAt(globals.bootstrapServer, host);
    if (hit && hit.name !== chosen?.name) guards.push(hit);
  }
  const command = path.join(' ');
  for (const { name, settings } of guards) {
    if (settings.readonly) throw readOnly(name, command, name !== chosen?.name);
  }
  for (const { name, settings } of guards) {
    if (settings.protected) await askFor(name, command, globals.confirm, host);
  }
}

function readOnly(name: string, command: string, isByAddress: boolean): LabError {
  const why = isByAddress
    ? `${name}, a connection to the same address, is readonly`
    : `connection ${name} is readonly`;
  return new LabError('refused', `${command} would change the cluster, and ${why}.`, {
    hint: `Another cluster is named with -c NAME or -b HOST:PORT. If changes are meant to be made here: kafka-lab connections add ${name} --replace … without --readonly (see kafka-lab connections show ${name})`,
  });
}

async function askFor(
  name: string,
  command: string,
  confirmed: string | undefined,
  { ask }: Pick<Host, 'ask'>,
): Promise<void> {
  if (confirmed === name) return;
  if (confirmed !== undefined) {
    throw new LabError(
      'usage',
      `--confirm ${confirmed} does not allow a change on ${name}, which is protected.`,
      {
        hint: `If ${name} is meant: --confirm ${name}`,
      },
    );
  }
  if (!ask) {
    throw new LabError(
      'usage',
      `Connection ${name} is protected, and ${command} would change its cluster. There is no terminal to confirm on.`,
      {
        hint: `If you are sure, name it: --confirm ${name} (--yes is not enough)`,
      },
    );
  }
  if (!(await ask(`Connection ${name} is protected, and ${command} changes its cluster.`, name))) {
    throw new LabError('interrupted', 'Nothing was changed.');
  }
}
