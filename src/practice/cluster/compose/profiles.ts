/** The services that are meant: those of a profile only if it is asked for, as Compose has it. */
import type { ComposeFile } from './compose-file.js';
import { kindOf } from './images.js';
import { withoutService } from './without-service.js';

export interface AskedFor {
  /** As in COMPOSE_PROFILES: `debug,frontend`, or `*` for all. */
  readonly profiles: string | undefined;
  /** Schema registries, whatever their profile is called. */
  readonly registry: boolean;
}

/** No service of the result names a profile, so that Compose runs all of them. */
export function withProfiles(file: ComposeFile, { profiles = '', registry }: AskedFor): ComposeFile {
  const active = profiles.split(',').map((profile) => profile.trim());
  let result = file;
  for (const [name, service] of Object.entries(file.services)) {
    const { profiles: own, ...plain } = service;
    if (!Array.isArray(own) || own.length === 0) continue;
    const isMeant =
      active.includes('*') ||
      own.some((profile) => active.includes(String(profile))) ||
      (registry && kindOf(service) === 'registry');
    result = isMeant
      ? { ...result, services: { ...result.services, [name]: { ...plain } } }
      : withoutService(result, name);
  }
  return result;
}
