/** The cluster of a command line and one session on it, each created on first use; kafkajs is loaded only then. */
import { platform } from 'node:process';
import type { ChosenConnection } from '../../config/choose-connection.js';
import { withEnvironment } from '../../config/environment-settings.js';
import type { World } from '../../view/world.js';
import { openAccess } from '../../config/open-access.js';
import { parseDurationMs } from '../../text/duration.js';
import type { GlobalOptions } from '../../text/global-options.js';
import type { KafkaSession } from './session.js';
import { findTarget, type Target } from './target.js';

export interface SessionOpener {
  /** The address and the credentials: secrets are fetched here. */
  target(): Promise<Target>;
  open(): Promise<KafkaSession>;
  close(): Promise<void>;
  /** Every secret that was fetched, so that output can hide them. */
  secrets(): readonly string[];
}

export interface OpenerSettings extends Pick<World, 'folders' | 'signal' | 'env' | 'memory'> {
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
}

export function createSessionOpener(
  globals: GlobalOptions,
  host: OpenerSettings,
  connection: () => Promise<ChosenConnection | undefined>,
): SessionOpener {
  const secrets: string[] = [];
  let targeting: Promise<Target> | undefined;
  let opening: Promise<KafkaSession> | undefined;
  return {
    target() {
      targeting ??= target();
      return targeting;
    },
    open() {
      opening ??= open();
      return opening;
    },
    async close() {
      const session = await opening?.catch(() => undefined);
      await session?.close();
    },
    secrets: () => secrets,
  };

  async function target(): Promise<Target> {
    const chosen = await connection();
    const { settings, ...found } = findTarget(globals, host.folders, chosen);
    if (!settings) return found;
    const access = await openAccess(
      withEnvironment(settings, host.env),
      chosen ? `connection ${chosen.name}` : found.origin,
      {
        env: host.env,
        platform,
        timeoutMs: parseDurationMs(globals.timeout),
        signal: host.signal,
        memory: host.memory,
        ask: host.askSecret,
        onSecret: (secret) => void secrets.push(secret),
      },
    );
    return { ...found, access };
  }

  async function open(): Promise<KafkaSession> {
    targeting ??= target();
    const timeoutMs = parseDurationMs(globals.timeout);
    // Awaited together: a failure that nothing awaits while the module is loaded would end the process.
    const [{ openSession }, found] = await Promise.all([import('./session.js'), targeting]);
    return openSession(found, { timeoutMs, signal: host.signal });
  }
}
