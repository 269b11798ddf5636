/** What the commands on ZooKeeper share: the path, the server, and a session that is always closed. */
import { z } from 'zod';
import type { Context } from '../../contract/command.js';
import { parseDurationMs } from '../../text/duration.js';
import type { ZooKeeperClient } from '../../zookeeper/client/client.js';
import { findZooKeeper, type ZooKeeperTarget } from '../../zookeeper/servers/find-zookeeper.js';
import { besideItsBrokers, openZooKeeper } from '../../zookeeper/servers/open-zookeeper.js';
import { LabError } from '../../text/errors.js';
import type { SessionSettings } from '../../zookeeper/client/session.js';

export const znodePathOption = z.string().meta({ description: 'path of a znode: /brokers/ids' });

export async function targetOf(
  context: Pick<Context, 'globals' | 'folders' | 'connection'>,
): Promise<ZooKeeperTarget> {
  return besideItsBrokers(findZooKeeper(context.globals, context.folders, await context.connection()));
}

export function sessionSettingsOf(context: Pick<Context, 'globals' | 'signal'>): SessionSettings {
  return { timeoutMs: parseDurationMs(context.globals.timeout), signal: context.signal };
}

/** As much of the world as a session needs. */
type Place = Pick<Context, 'globals' | 'folders' | 'connection' | 'signal' | 'isRepeated'>;

/** A session of its own; that of the round before where the command is run again and again. */
export async function withZooKeeper<T>(
  context: Place,
  use: (client: ZooKeeperClient) => Promise<T>,
): Promise<T> {
  if (context.isRepeated) return withKept(context, use);
  const client = await open(context);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

async function open(context: Place): Promise<ZooKeeperClient> {
  return openZooKeeper(await targetOf(context), sessionSettingsOf(context));
}

/** By the signal that ends them. */
const kept = new WeakMap<AbortSignal, Promise<ZooKeeperClient>>();

async function withKept<T>(context: Place, use: (client: ZooKeeperClient) => Promise<T>): Promise<T> {
  const opening = kept.get(context.signal) ?? openKept(context);
  const client = await opening;
  try {
    return await use(client);
  } catch (error) {
    // A missing znode is an answer; after all else a new session is tried.
    if (!(error instanceof LabError) || error.code !== 'not-found') end(context.signal, opening);
    throw error;
  }
}

function openKept(context: Place): Promise<ZooKeeperClient> {
  const { signal } = context;
  const opening = open(context);
  kept.set(signal, opening);
  signal.addEventListener('abort', () => end(signal, opening), { once: true });
  opening.catch(() => end(signal, opening));
  return opening;
}

function end(signal: AbortSignal, opening: Promise<ZooKeeperClient>): void {
  if (kept.get(signal) === opening) kept.delete(signal);
  // What could not be opened needs no end.
  opening.then((client) => client.close()).catch(() => undefined);
}

/** `14:02:01.123`, in local time. */
export function clockTime(iso: string): string {
  const time = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`;
}
