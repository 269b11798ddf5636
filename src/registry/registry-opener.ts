/** The schema registry of a command line, opened at the first question for it. Few commands ask, so that all else is loaded then. */
import type { ChosenConnection } from '../config/choose-connection.js';
import type { GlobalOptions } from '../text/global-options.js';
import type { RegistryOpenerSettings } from './open-registry.js';
import type { Registry } from './registry.js';

export interface RegistryOpener {
  /** Whether one is named. Nothing is looked up for that. */
  isNamed(): Promise<boolean>;
  /** Undefined if none is named. Secrets are fetched here. Throws LabError. */
  open(): Promise<Registry | undefined>;
  close(): Promise<void>;
  /** Every secret that was fetched, so that output can hide them. */
  secrets(): readonly string[];
}

export function createRegistryOpener(
  globals: GlobalOptions,
  settings: RegistryOpenerSettings,
  connection: () => Promise<ChosenConnection | undefined>,
): RegistryOpener {
  const secrets: string[] = [];
  let opening: Promise<Registry | undefined> | undefined;
  return {
    async isNamed() {
      const { findRegistry } = await import('./find-registry.js');
      return findRegistry(globals, settings.folders, await connection()) !== undefined;
    },
    open() {
      opening ??= import('./open-registry.js').then(({ openRegistry }) =>
        openRegistry(globals, settings, connection, (secret) => void secrets.push(secret)),
      );
      return opening;
    },
    async close() {
      (await opening?.catch(() => undefined))?.close();
    },
    secrets: () => secrets,
  };
}
