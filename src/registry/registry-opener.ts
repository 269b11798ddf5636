/** The schema registry of a command line, opened at the first question for it. Few commands ask, so that all else is loaded then. */
import type { ChosenConnection } from '../config/choose-connection.js';
import type { GlobalOptions } from '../text/global-options.js';
import type { RegistryOpenerSettings } from './open-registry.js';
import type { Registry } from './registry.js';

export interface RegistryOpener {
  /** Whether one is named. Throws LabError if its settings cannot be used; asks neither the user nor the registry. */
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
  const onSecret = (secret: string) => void secrets.push(secret);
  let opening: Promise<Registry | undefined> | undefined;
  return {
    async isNamed() {
      const { findRegistry } = await import('./find-registry.js');
      const named = await connection();
      const found = findRegistry(globals, settings.folders, named);
      // Nobody named that of a practice cluster, which may not even be asked.
      if (!found || found.whenDown !== undefined) return found !== undefined;
      const { checkRegistry } = await import('./open-registry.js');
      await checkRegistry(globals, settings, named, found, onSecret);
      return true;
    },
    open() {
      opening ??= import('./open-registry.js').then(({ openRegistry }) =>
        openRegistry(globals, settings, connection, onSecret),
      );
      return opening;
    },
    async close() {
      (await opening?.catch(() => undefined))?.close();
    },
    secrets: () => secrets,
  };
}
