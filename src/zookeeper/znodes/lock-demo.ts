/** A lock built on ephemeral sequential znodes, passed from client to client; one client crashes while it holds it. */
import { sleep } from '../../text/wait.js';
import { formatDuration } from '../../text/duration.js';
import { LabError } from '../../text/errors.js';
import type { ZooKeeperClient } from '../client/client.js';
import { hexOf } from './describe-znode.js';
import { errorNumber, isRefusal } from '../client/error-codes.js';
import { EventQueue } from '../client/event-queue.js';
import { lesson, type LockStep } from './lock-lessons.js';
import { childPath, nameOf, parentPath } from '../../net/znode-path.js';

export interface LockEvent {
  /** ISO */
  readonly time: string;
  /** `client-2`, or `kafka-lab` for setup and cleanup. */
  readonly who: string;
  readonly step: LockStep;
  /** What happened. */
  readonly detail: string;
  /** What it shows; null if it was said before. */
  readonly lesson: string | null;
}

export interface LockDemoSettings {
  readonly clients: number;
  readonly holdMs: number;
  /** Below it are only the demo's nodes. */
  readonly path: string;
  readonly signal: AbortSignal;
  now(): Date;
  /** `own`: not ended by the signal, so that it can clean up after it. */
  open(purpose: 'client' | 'own'): Promise<ZooKeeperClient>;
}

type Tell = (who: string, step: LockStep, detail: string) => void;

const nodePrefix = 'lock-';

/** Ends when every client has had the lock. Always deletes its nodes from ZooKeeper. Throws LabError. */
export async function* lockDemo(settings: LockDemoSettings): AsyncGenerator<LockEvent, void, undefined> {
  const events = new EventQueue<LockEvent>();
  const taught = new Set<string>();
  const tell: Tell = (who, step, detail) => {
    const teaches = lesson(step);
    const isNew = teaches !== null && !taught.has(teaches);
    if (isNew) taught.add(teaches);
    events.push({ time: settings.now().toISOString(), who, step, detail, lesson: isNew ? teaches : null });
  };
  const ownClient = await settings.open('own');
  const stopping = new AbortController();
  const signal = AbortSignal.any([settings.signal, stopping.signal]);
  const stop = () => stopping.abort();
  const work = play({ ...settings, signal }, ownClient, tell, stop).then(
    () => events.end(),
    (error: unknown) => events.fail(error),
  );
  try {
    yield* events;
  } finally {
    // Also if the caller stops early: first the clients close, then their nodes are deleted.
    stop();
    await work;
    await ownClient.close();
  }
}

async function play(
  settings: LockDemoSettings,
  ownClient: ZooKeeperClient,
  tell: Tell,
  stop: () => void,
): Promise<void> {
  const { path } = settings;
  try {
    await ensure(ownClient, parentPath(path));
    await ensure(ownClient, path);
    tell('kafka-lab', 'prepare', `made ${path}`);
    const crashes = crashingClient(settings.clients);
    const clients = await openAll(settings, tell);
    try {
      const locks: LockClient[] = [];
      // One after the other, so that the queue has the order of the names.
      for (const [index, client] of clients.entries()) {
        locks.push(await queueUp(client, `client-${index + 1}`, path, tell));
      }
      await allDone(
        locks.map((lock, index) => takeTurn(lock, settings, tell, index + 1 === crashes)),
        stop,
      );
    } finally {
      await Promise.all(clients.map((client) => client.close()));
    }
  } finally {
    await deleteNodes(ownClient, path);
    tell('kafka-lab', 'clear-away', `deleted ${path}`);
  }
}

/** Not the first, whose turn shows a normal release, nor the last, as another client must get the lock after it. */
function crashingClient(clients: number): number {
  return clients > 2 ? 2 : 1;
}

interface LockClient {
  readonly who: string;
  readonly client: ZooKeeperClient;
  /** Its node in the queue. */
  readonly node: string;
}

async function openAll(settings: LockDemoSettings, tell: Tell): Promise<ZooKeeperClient[]> {
  const opened: ZooKeeperClient[] = [];
  try {
    for (let number = 1; number <= settings.clients; number += 1) {
      const client = await settings.open('client');
      opened.push(client);
      const timeout = formatDuration(client.sessionTimeoutMs);
      tell(`client-${number}`, 'session', `session ${hexOf(client.sessionId)}, time-out ${timeout}`);
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map((client) => client.close()));
    throw error;
  }
}

async function queueUp(client: ZooKeeperClient, who: string, path: string, tell: Tell): Promise<LockClient> {
  const node = await client.create(childPath(path, nodePrefix), who, { ephemeral: true, sequential: true });
  tell(who, 'queue', `made ${nameOf(node)}, ephemeral and sequential`);
  return { who, client, node };
}

async function takeTurn(
  { who, client, node }: LockClient,
  settings: LockDemoSettings,
  tell: Tell,
  crashes: boolean,
): Promise<void> {
  const { path, holdMs } = settings;
  // A derived signal: Node warns of a leak if one signal has many listeners.
  const signal = AbortSignal.any([settings.signal]);
  await untilFirst(client, who, path, node, tell, signal);
  tell(who, 'acquire', `has the lock: ${nameOf(node)} is the first in line`);
  await sleep(crashes ? holdMs / 2 : holdMs, signal);
  if (crashes) {
    client.abandon();
    tell(who, 'crash', 'crashes: its connection drops without closing the session');
    return;
  }
  await client.remove(node);
  tell(who, 'release', `releases the lock: deletes ${nameOf(node)}`);
}

/** Reads the queue again when the node right before its own has changed; it never watches all of them. */
async function untilFirst(
  client: ZooKeeperClient,
  who: string,
  path: string,
  node: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const { names } = await client.children(path);
    const before = names[names.indexOf(nameOf(node)) - 1];
    if (before === undefined) return;
    const waitedFrom = performance.now();
    const gone = new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new LabError('interrupted', '')), {
        once: true,
      });
      client
        .stat(childPath(path, before), () => resolve())
        .then((stat) => {
          if (!stat) resolve();
          else tell(who, 'wait', `waits: watches ${before}, right before its own`);
        }, reject);
    });
    await gone;
    if (await client.stat(childPath(path, before))) continue;
    tell(who, 'notified', `${before} is gone, after ${formatDuration(performance.now() - waitedFrom)}`);
  }
}

/** Waits for all, so that no client still runs when the nodes are deleted; the first failure stops the others. */
async function allDone(work: readonly Promise<void>[], stop: () => void): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(
    work.map((each) =>
      each.catch((error: unknown) => {
        failures.push(error);
        stop();
      }),
    ),
  );
  const [first] = failures;
  if (failures.length > 0) throw first instanceof Error ? first : new Error(String(first));
}

async function ensure(client: ZooKeeperClient, path: string): Promise<void> {
  try {
    await client.create(path, '');
  } catch (error) {
    if (!isRefusal(error, errorNumber.nodeExists)) throw error;
  }
}

/** The parent too, unless another demo is running below it. */
async function deleteNodes(client: ZooKeeperClient, path: string): Promise<void> {
  if (!(await client.stat(path))) return;
  const { names } = await client.children(path);
  await Promise.all(names.map((name) => removeIfExists(client, childPath(path, name))));
  await removeIfExists(client, path);
  await removeIfExists(client, parentPath(path));
}

async function removeIfExists(client: ZooKeeperClient, path: string): Promise<void> {
  try {
    await client.remove(path);
  } catch (error) {
    if (!isRefusal(error, errorNumber.noNode) && !isRefusal(error, errorNumber.notEmpty)) throw error;
  }
}
