/** The cluster of a command line and one session on it, each created on first use. */
import { platform } from 'node:process';
import type { ChosenConnection } from '../../config/choose-connection.js';
import { secretsInEnvironment, withEnvironment } from '../../config/environment-settings.js';
import { exposureOf } from '../../config/exposure.js';
import type { World } from '../../view/world.js';
import { openAccess } from '../../logins/open-access.js';
import { requireTrust } from '../../config/require-trust.js';
import { parseDurationMs } from '../../text/duration.js';
import type { GlobalOptions } from '../../text/global-options.js';
import type { KafkaSession } from './session.js';
import { findTarget, type Target } from './target.js';
import { commandLine } from '../../text/command-line.js';

export interface SessionOpener {
  /** The address and the credentials: secrets are fetched here. */
  target(): Promise<Target>;
  open(): Promise<KafkaSession>;
  /** One more, over connections of its own, to the same cluster with the same login. */
  another(): Promise<KafkaSession>;
  close(): Promise<void>;
  /** Every secret that was fetched, so that output can hide them. */
  secrets(): readonly string[];
}

export interface OpenerSettings extends Pick<World, 'folders' | 'signal' | 'env' | 'memory' | 'settled'> {
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  readonly askTrust: ((question: string) => Promise<boolean>) | undefined;
  /** Is told, once a run, what the user should know of the login. */
  readonly warn: (text: string) => void;
}

export function createSessionOpener(
  globals: GlobalOptions,
  host: OpenerSettings,
  connection: () => Promise<ChosenConnection | undefined>,
): SessionOpener {
  const secrets: string[] = [];
  let targeting: Promise<Target> | undefined;
  let opening: Promise<KafkaSession> | undefined;
  const others: Promise<KafkaSession>[] = [];
  return {
    target() {
      targeting ??= target();
      return targeting;
    },
    open() {
      opening ??= open();
      return opening;
    },
    another() {
      const other = open();
      others.push(other);
      return other;
    },
    async close() {
      const all = opening ? [opening, ...others] : others;
      await Promise.all(all.map(async (each) => (await each.catch(() => undefined))?.close()));
    },
    secrets: () => secrets,
  };

  async function target(): Promise<Target> {
    const named = await connection();
    const chosen = named && (await requireTrust(named, host));
    const { settings: written, ...found } = findTarget(globals, host.folders, chosen);
    if (!written) return found;
    const mayLogIn = chosen?.isTrusted !== false;
    const settings = withEnvironment(written, host.env, mayLogIn);
    const name = chosen ? `connection ${chosen.name}` : found.origin;
    const exposed = exposureOf(settings);
    if (exposed !== undefined) warnOnce(`${name}: ${exposed}`);
    const kept = secretsInEnvironment(host.env);
    if (chosen && !mayLogIn && kept.length > 0) {
      warnOnce(
        `${kept.join(', ')} not used for ${name}: its project file is not trusted. To trust it: ${commandLine`connections trust ${chosen.path}`}`,
      );
    }
    const access = await openAccess(settings, name, {
      env: host.env,
      platform,
      timeoutMs: parseDurationMs(globals.timeout),
      signal: host.signal,
      memory: host.memory,
      ask: host.askSecret,
      folders: host.folders,
      connection: chosen,
      onSecret: (secret) => void secrets.push(secret),
    });
    return { ...found, access };
  }

  function warnOnce(text: string): void {
    if (host.settled.has(text)) return;
    host.settled.add(text);
    host.warn(text);
  }

  async function open(): Promise<KafkaSession> {
    targeting ??= target();
    const timeoutMs = parseDurationMs(globals.timeout);
    // Awaited together: a failure that nothing awaits while the module is loaded would end the process.
    const [{ openSession }, found] = await Promise.all([import('./session.js'), targeting]);
    const login = found.access?.sasl;
    // Now, so that a source of tokens that fails is told as that and not as a broker that does not answer.
    if (login?.mechanism === 'OAUTHBEARER') await login.token();
    return openSession(found, { timeoutMs, signal: host.signal });
  }
}
