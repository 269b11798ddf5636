/** Schema registries in compose files: Confluent's, Karapace and Apicurio's, which all have Confluent's API. */
import type { RegistryNode } from '../state/cluster-plan.js';
import type { ComposeService } from './compose-file.js';
import { publishedPorts } from './host-listeners.js';
import { imageOf } from './image-name.js';
import { portEntry, parsePort } from './listeners.js';

export interface RegistryService extends RegistryNode {
  /** Where it listens in its container. */
  readonly target: number;
  /** The port of this machine. */
  readonly port: number;
  /** `http://localhost:8081`, what the paths of Confluent's API follow. */
  readonly url: string;
}

/** `undefined` for another service, and for a registry that programs on this machine cannot reach without TLS. */
export function registryOf(service: ComposeService): RegistryService | undefined {
  const api = apiOf(service);
  if (!api) return undefined;
  const isOnHost = service['network_mode'] === 'host';
  const port = isOnHost
    ? api.target
    : publishedPorts(service).find(({ target }) => target === api.target)?.published;
  if (port === undefined) return undefined;
  const image = imageOf(service);
  return {
    image: service.image ?? '',
    target: api.target,
    port,
    url: `http://localhost:${port}${api.path}`,
    inMemory: isInMemory(service),
    runsAsProcess: image === 'apicurio/apicurio-registry-mem',
  };
}

/** The same at another port of this machine. */
export function withRegistryPort(service: ComposeService, published: number): ComposeService {
  const target = registryOf(service)?.target;
  if (target === undefined) return service;
  const ports = (service.ports ?? []).map((entry) =>
    parsePort(entry)?.target === target ? portEntry(entry, { published, target }) : entry,
  );
  return { ...service, ports };
}

function apiOf(service: ComposeService): { readonly target: number; readonly path: string } | undefined {
  const { environment } = service;
  const name = imageOf(service).split('/').at(-1) ?? '';
  if (name === 'cp-schema-registry' || name === 'schema-registry') {
    const listeners = environment['SCHEMA_REGISTRY_LISTENERS'] ?? 'http://0.0.0.0:8081';
    const port = /http:\/\/[^,]*?:(\d+)/.exec(listeners)?.[1];
    return port === undefined ? undefined : { target: Number(port), path: '' };
  }
  // The same image is a REST proxy if it is told so.
  if (name === 'karapace' && !saysRest(service)) {
    return { target: Number(environment['KARAPACE_PORT'] || 8081), path: '' };
  }
  if (/^apicurio-registry(-(mem|sql|kafkasql))?$/.test(name)) {
    const port = environment['QUARKUS_HTTP_PORT'] || environment['HTTP_PORT'] || 8080;
    return { target: Number(port), path: '/apis/ccompat/v7' };
  }
  return undefined;
}

const saysRest = (service: ComposeService): boolean =>
  ['command', 'entrypoint'].some((field) => /\brest\b/.test(JSON.stringify(service[field] ?? '')));

/** The others keep schemas in a topic or a database. */
function isInMemory(service: ComposeService): boolean {
  const name = imageOf(service);
  if (name === 'apicurio/apicurio-registry-mem') return true;
  return name === 'apicurio/apicurio-registry' && !service.environment['APICURIO_STORAGE_KIND'];
}
