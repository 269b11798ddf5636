/** The listeners of a broker that programs on this machine use. */
import type { ComposeFile, ComposeService } from './compose-file.js';
import {
  isLoopback,
  parseListeners,
  parsePort,
  withoutControllers,
  type Listener,
  type PublishedPort,
} from './listeners.js';

export const publishedPorts = (service: ComposeService): PublishedPort[] =>
  (service.ports ?? []).flatMap((entry) => parsePort(entry) ?? []);

/** Other names under which the services know this one: host name, container name. */
export const aliasesOf = (service: ComposeService): string[] =>
  [service['hostname'], service['container_name']].filter((alias) => typeof alias === 'string');

/**
 * Those advertised on localhost, and with a published port if there are several: plaintext, TLS, SASL. Without one of
 * them, those advertised under an address of this machine (192.168.1.5, `${HOSTNAME}`) instead of a service's name.
 * Plaintext first, which needs neither certificates nor a login.
 */
export function hostListeners(service: ComposeService, file: ComposeFile): readonly Listener[] {
  const { environment } = service;
  const advertised = withoutControllers(
    parseListeners(environment['KAFKA_ADVERTISED_LISTENERS'] ?? ''),
    environment['KAFKA_CONTROLLER_LISTENER_NAMES'],
  ).sort(
    (one, other) => Number(isSecured(environment, one.name)) - Number(isSecured(environment, other.name)),
  );
  const local = advertised.filter(({ host }) => isLoopback(host));
  const names = new Set(Object.entries(file.services).flatMap(([name, each]) => [name, ...aliasesOf(each)]));
  const candidates = local.length > 0 ? local : advertised.filter(({ host }) => !names.has(host));
  const published = publishedPorts(service);
  const reachable = candidates.filter(({ port }) => published.some((entry) => entry.published === port));
  if (reachable.length > 0) return reachable;
  // On the host's own network no port is published.
  return local.length > 0 || published.length === 0 ? candidates.slice(0, 1) : [];
}

export function hostListener(service: ComposeService, file: ComposeFile): Listener | undefined {
  return hostListeners(service, file)[0];
}

type Variables = ComposeService['environment'];

export const isSecured = (environment: Variables, listener: string): boolean =>
  /^(SSL|SASL_PLAINTEXT|SASL_SSL)$/.test(protocolOf(environment, listener));

/** A listener that the map does not mention is named after its protocol. */
export function protocolOf(environment: Variables, listener: string): string {
  const entries = (environment['KAFKA_LISTENER_SECURITY_PROTOCOL_MAP'] ?? '').split(',').map((entry) => {
    const [name = '', protocol = ''] = entry.split(':');
    return [name.trim().toUpperCase(), protocol.trim().toUpperCase()] as const;
  });
  const name = listener.trim().toUpperCase();
  return new Map(entries).get(name) ?? name;
}
