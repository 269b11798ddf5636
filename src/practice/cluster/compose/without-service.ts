/** A compose file without one of its services. */
import type { ComposeFile, ComposeService } from './compose-file.js';

/** Without the volumes that only it used, and without what the others say of it in depends_on. */
export function withoutService(file: ComposeFile, name: string): ComposeFile {
  const { [name]: gone, ...rest } = file.services;
  const services: Record<string, ComposeService> = rest;
  const gonesVolumes = new Set(namedVolumes(gone));
  const kept = Object.values(services).flatMap(namedVolumes);
  const volumes = Object.entries(file.volumes ?? {}).filter(
    ([volume]) => !gonesVolumes.has(volume) || kept.includes(volume),
  );
  for (const [other, service] of Object.entries(services)) {
    const needs = service['depends_on'];
    if (Array.isArray(needs))
      services[other] = { ...service, depends_on: needs.filter((need) => need !== name) };
    else if (typeof needs === 'object' && needs !== null && name in needs) {
      services[other] = {
        ...service,
        depends_on: Object.fromEntries(Object.entries(needs).filter(([need]) => need !== name)),
      };
    }
  }
  return { ...file, services, ...(file.volumes && { volumes: Object.fromEntries(volumes) }) };
}

export const namedVolumes = (service: ComposeService | undefined): string[] =>
  (service?.volumes ?? []).flatMap((entry) => /^([\w][\w.-]*):/.exec(String(entry))?.[1] ?? []);
