/** The changes of a znode and of all below it, as they happen, across lost connections and expired sessions. */
import { pause } from '../../text/wait.js';
import { LabError } from '../../text/errors.js';
import type { ZooKeeperClient } from '../client/client.js';
import { EventQueue } from '../client/event-queue.js';
import type { ZnodeEventKind } from '../client/protocol.js';
import type { SessionNews } from '../client/session.js';
import { SubtreeWatch, type Extent } from './subtree-watch.js';

export interface ZnodeChange {
  /** ISO */
  readonly time: string;
  readonly event: ZnodeEventKind | 'watching' | 'connection lost' | 'reconnected' | 'new session';
  readonly path: string;
  /** In words, or the new data on one line. */
  readonly detail: string | null;
  /** Found by reading again after a lost connection: it happened some time before. */
  readonly isLate: boolean;
}

export interface WatchSettings {
  readonly path: string;
  readonly signal: AbortSignal;
  now(): Date;
  /** Opens a session; called again when one has ended. */
  open(onState: (news: SessionNews) => void): Promise<ZooKeeperClient>;
  /** False: one watch a node, as for servers before 3.6; detected by default. */
  readonly recursive?: boolean;
}

const retryMs = 1000;

/** Ends when the signal is aborted. Throws LabError if no server answers at the beginning. */
export async function* watchZnodes(settings: WatchSettings): AsyncGenerator<ZnodeChange, void, undefined> {
  const { path, signal, now } = settings;
  const changes = new EventQueue<ZnodeChange>();
  const watching = new AbortController();
  const isOver = () => watching.signal.aborted;
  const line = (event: ZnodeChange['event'], detail: string | null) => {
    changes.push({ time: now().toISOString(), event, path, detail, isLate: false });
  };
  const watch = new SubtreeWatch(
    path,
    settings.recursive ?? true,
    (change) => changes.push({ time: now().toISOString(), ...change }),
    (error) => changes.fail(error),
  );
  let client: ZooKeeperClient | undefined;

  const onState = (news: SessionNews) => {
    if (news.kind === 'connection lost') line('connection lost', news.reason.message);
    else if (news.kind === 'reconnected') {
      line('reconnected', `to ${news.address}; reading what changed meanwhile`);
      if (client) follow(client);
    } else void renew();
  };

  /** If reading fails, the connection is lost again, which the session reports. */
  const follow = (to: ZooKeeperClient) => void watch.attach(to).catch(() => undefined);

  async function renew(): Promise<void> {
    await client?.close();
    while (!isOver()) {
      try {
        client = await settings.open(onState);
        // Stopped while connecting: no caller closes this client.
        if (isOver()) await client.close();
        line('new session', `at ${client.address}; reading what changed meanwhile`);
        follow(client);
        return;
      } catch {
        // The next try may succeed; the last line said that there is no connection.
        await pause(retryMs, watching.signal);
      }
    }
  }

  const stop = () => {
    watching.abort();
    changes.end();
  };
  signal.addEventListener('abort', stop);
  try {
    client = await settings.open(onState);
    line('watching', extentInWords(await watch.attach(client)));
    if (signal.aborted) stop();
    yield* changes;
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'interrupted') throw error;
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
    await client?.close();
  }
}

/** The node itself can be read, or there would be no watch. */
function extentInWords({ nodes, unreadable }: Extent): string {
  if (nodes === 0) return 'the node does not exist yet';
  if (nodes === 1) return 'this node; it has no children yet';
  const below = `this node and ${nodes - 1} below it`;
  return unreadable === 0
    ? below
    : `${below}, ${unreadable} of which may not be read (${unreadable === 1 ? 'its ACL does' : 'their ACLs do'} not allow it)`;
}
