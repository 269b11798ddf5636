/** Sessions with clusters that outlive a call: the next call to the same cluster needs no new connections and no new login. */
import type { ChosenConnection } from '../config/choose-connection.js';
import { createSessionOpener, type OpenerSettings, type SessionOpener } from '../kafka/session/open.js';
import type { KafkaSession } from '../kafka/session/session.js';
import { findTarget } from '../kafka/session/target.js';
import type { GlobalOptions } from '../text/global-options.js';

export interface KeptSessions {
  /** In the place of `createSessionOpener`. */
  readonly createOpener: typeof createSessionOpener;
  close(): Promise<void>;
}

interface Kept {
  /** What the session is with, and how it logs in. */
  readonly key: string;
  readonly opener: SessionOpener;
  readonly session: KafkaSession;
  timer?: NodeJS.Timeout;
}

/** Brokers close what is idle after ten minutes. */
const idleMs = 60_000;

/**
 * One call has a session for itself: a long poll would hold up the others' questions on the same connection. `signal` ends
 * all of them; that of a call ends what the call asks, and then its session is closed and not kept.
 */
export function keepSessions(signal: AbortSignal): KeptSessions {
  const idle = new Set<Kept>();

  function take(key: string): Kept | undefined {
    const found = [...idle].find((each) => each.key === key);
    if (!found) return undefined;
    clearTimeout(found.timer);
    idle.delete(found);
    return found;
  }

  function keep(kept: Kept): void {
    kept.timer = setTimeout(() => {
      idle.delete(kept);
      void kept.opener.close();
    }, idleMs).unref();
    idle.add(kept);
  }

  function createOpener(
    globals: GlobalOptions,
    host: OpenerSettings,
    connection: () => Promise<ChosenConnection | undefined>,
  ): SessionOpener {
    const own = createSessionOpener(globals, { ...host, signal }, connection);
    // More connections are for one call only.
    const alone = createSessionOpener(globals, host, connection);
    let lending: Promise<Kept> | undefined;
    let secrets = (): readonly string[] => [...own.secrets(), ...alone.secrets()];

    async function lend(): Promise<Kept> {
      const named = await connection();
      const found = findTarget(globals, host.folders, named);
      const key = JSON.stringify([found, named?.path, named?.isTrusted, globals.timeout]);
      const kept = take(key) ?? { key, opener: own, session: await own.open() };
      secrets = () => [...own.secrets(), ...alone.secrets(), ...kept.opener.secrets()];
      return kept;
    }

    return {
      target: () => own.target(),
      async open() {
        const { session } = await (lending ??= lend());
        const { signal: ending } = host;
        return {
          ...session,
          settings: { ...session.settings, signal: ending },
          close: () => Promise.resolve(),
        };
      },
      another: () => alone.another(),
      async close() {
        await alone.close();
        const kept = await lending?.catch(() => undefined);
        lending = undefined;
        if (!kept) return own.close();
        if (host.signal.aborted || signal.aborted) return kept.opener.close();
        keep(kept);
      },
      secrets: () => secrets(),
    };
  }

  return {
    createOpener,
    async close() {
      const all = [...idle];
      idle.clear();
      for (const { timer } of all) clearTimeout(timer);
      await Promise.all(all.map(({ opener }) => opener.close()));
    },
  };
}
