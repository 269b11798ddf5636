/** What the commands on ZooKeeper share: the path, the server, and a session that is always closed. */
import { z } from 'zod';
import type { Context } from '../../contract/command.js';
import { parseDurationMs } from '../../text/duration.js';
import type { ZooKeeperClient } from '../../zookeeper/client/client.js';
import { findZooKeeper, type ZooKeeperTarget } from '../../zookeeper/servers/find-zookeeper.js';
import { besideItsBrokers, openZooKeeper } from '../../zookeeper/servers/open-zookeeper.js';
import type { SessionSettings } from '../../zookeeper/client/session.js';

export const znodePathOption = z.string().meta({ description: 'path of a znode: /brokers/ids' });

export async function targetOf(context: Context): Promise<ZooKeeperTarget> {
  return besideItsBrokers(findZooKeeper(context.globals, context.folders, await context.connection()));
}

export function sessionSettingsOf(context: Context): SessionSettings {
  return { timeoutMs: parseDurationMs(context.globals.timeout), signal: context.signal };
}

export async function withZooKeeper<T>(
  context: Context,
  use: (client: ZooKeeperClient) => Promise<T>,
): Promise<T> {
  const client = await openZooKeeper(await targetOf(context), sessionSettingsOf(context));
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** `14:02:01.123`, in local time. */
export function clockTime(iso: string): string {
  const time = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`;
}
