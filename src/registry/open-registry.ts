/** The registry that is meant → one that can be asked: trusted, its secrets fetched, its schemas of before at hand. */
import { platform } from 'node:process';
import type { ChosenConnection } from '../config/choose-connection.js';
import type { RegistrySettings } from '../config/connection.js';
import { registrySecretsInEnvironment, registryWithEnvironment } from '../config/environment-settings.js';
import { registryExposureOf } from '../config/exposure.js';
import { registrySecretsOf, requireTrust } from '../config/require-trust.js';
import type { LoginSources } from '../logins/login-sources.js';
import { openRegistryAccess } from '../logins/open-registry-access.js';
import { isLoopback } from '../net/same-place.js';
import { commandLine } from '../text/command-line.js';
import { parseDurationMs } from '../text/duration.js';
import type { GlobalOptions } from '../text/global-options.js';
import type { World } from '../view/world.js';
import { createRegistry } from './create-registry.js';
import { findRegistry, type FoundRegistry } from './find-registry.js';
import type { Registry } from './registry.js';
import { noCache, openSchemaCache } from './schema-cache.js';

export interface RegistryOpenerSettings extends Pick<
  World,
  'folders' | 'signal' | 'env' | 'memory' | 'settled'
> {
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  readonly askTrust: ((question: string) => Promise<boolean>) | undefined;
  /** Is told, once a run, what the user should know of the login. */
  readonly warn: (text: string) => void;
  /** Awaited before each change of the registry at this URL; throws LabError if none may be made. */
  readonly beforeChange: (url: string) => Promise<void>;
}

/** Undefined if none is named. Throws LabError. */
export async function openRegistry(
  globals: GlobalOptions,
  host: RegistryOpenerSettings,
  connection: () => Promise<ChosenConnection | undefined>,
  onSecret: (secret: string) => void,
): Promise<Registry | undefined> {
  const named = await connection();
  const found = findRegistry(globals, host.folders, named);
  if (!found) return undefined;
  const chosen = named && found.isOfConnection ? await requireTrust(named, host, 'registry') : undefined;
  const mayLogIn = chosen?.isTrusted !== false;
  const settings = registryWithEnvironment(found.settings, host.env, mayLogIn);
  keepOutOfSight(settings, onSecret);
  const warnOnce = (text: string) => {
    if (host.settled.has(text)) return;
    host.settled.add(text);
    host.warn(text);
  };
  const exposed = registryExposureOf(settings);
  if (exposed !== undefined) warnOnce(`${found.origin}: ${exposed}`);
  const kept = registrySecretsInEnvironment(host.env);
  if (chosen && !mayLogIn && kept.length > 0) {
    warnOnce(
      `${kept.join(', ')} not used for the schema registry of ${chosen.name}: its project file is not trusted. To trust it: ${commandLine`connections trust ${chosen.path}`}`,
    );
  }
  const sources = sourcesOf(globals, host, chosen, onSecret);
  const access = await openRegistryAccess(settings, found.origin, sources, chosen?.settings);
  return createRegistry(access, {
    timeoutMs: sources.timeoutMs,
    signal: host.signal,
    env: host.env,
    origin: found.origin,
    ...(found.whenDown !== undefined && { whenDown: found.whenDown }),
    longIds: settings.longIds === true,
    cache: isThrowaway(access.url) ? noCache : openSchemaCache(host.folders.cache, access.url),
    beforeChange: () => host.beforeChange(access.url),
  });
}

/**
 * Whether `found` can be opened, as far as that can be told without a question to the user, to a keyring or to the registry:
 * files and variables are looked at. Throws LabError if not.
 */
export async function checkRegistry(
  globals: GlobalOptions,
  host: RegistryOpenerSettings,
  named: ChosenConnection | undefined,
  found: FoundRegistry,
  onSecret: (secret: string) => void,
): Promise<void> {
  const chosen = found.isOfConnection ? named : undefined;
  if (chosen && !chosen.isTrusted && registrySecretsOf(chosen.settings).length > 0) return;
  const settings = registryWithEnvironment(found.settings, host.env, chosen?.isTrusted !== false);
  const { password, token, tls } = settings;
  if ([password, token, tls?.keyPassword].some((secret) => secret?.startsWith('keyring:') === true)) return;
  const asked = new Error('a secret has to be typed');
  const sources = { ...sourcesOf(globals, host, chosen, onSecret), ask: () => Promise.reject(asked) };
  await openRegistryAccess(settings, found.origin, sources, chosen?.settings).catch((error: unknown) => {
    if (error !== asked) throw error;
  });
}

function sourcesOf(
  globals: GlobalOptions,
  host: RegistryOpenerSettings,
  connection: ChosenConnection | undefined,
  onSecret: (secret: string) => void,
): LoginSources {
  return {
    env: host.env,
    platform,
    timeoutMs: parseDurationMs(globals.timeout),
    signal: host.signal,
    memory: host.memory,
    ask: host.askSecret,
    folders: host.folders,
    connection,
    onSecret,
  };
}

/**
 * A registry on this machine is often made anew, or is reached through a tunnel that leads elsewhere tomorrow: its ids would
 * stand for other schemas then. And it is near.
 */
function isThrowaway(url: string): boolean {
  return isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}

/** A password that was typed in the URL. */
function keepOutOfSight({ password }: RegistrySettings, onSecret: (secret: string) => void): void {
  if (password?.startsWith('plain:')) onSecret(encodeURIComponent(password.slice('plain:'.length)));
}
