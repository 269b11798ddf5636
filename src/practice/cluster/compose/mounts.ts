/** The volumes of a service that are folders or files of this machine. */
import { isAbsolute, join, resolve } from 'node:path';
import type { Environment } from '../../../view/world.js';

export interface Mount {
  readonly host: string;
  readonly container: string;
}

/** `./a:/b`, `./a:/b:ro`, `{type: bind, source: ./a, target: /b}`. Named and anonymous volumes are none. */
export function mountsOf(volumes: readonly unknown[], folder: string): readonly Mount[] {
  return volumes.flatMap((entry) => {
    const [host, target] = partsOf(entry);
    const container = target.replace(/(.)\/+$/, '$1');
    const isHere = host.startsWith('.') || isAbsolute(host);
    // A volume on / would stand for every path there is.
    return isHere && container.startsWith('/') && container !== '/'
      ? [{ host: resolve(folder, host), container }]
      : [];
  });
}

function partsOf(entry: unknown): readonly [host: string, container: string] {
  if (typeof entry === 'string') {
    const [host = '', container = ''] = entry.split(':');
    return [host, container];
  }
  const { type, source, target } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  const isMount = type === 'bind' && typeof source === 'string' && typeof target === 'string';
  return isMount ? [source, target] : ['', ''];
}

/** `~/a` is the user's home, as in a shell. */
export function withHome(volumes: readonly unknown[], { HOME: home }: Environment): readonly unknown[] {
  if (home === undefined) return volumes;
  const expanded = (path: string) => path.replace(/^~(?=\/|:|$)/, () => join(home));
  return volumes.map((entry) => {
    if (typeof entry === 'string') return expanded(entry);
    const { source } = (entry ?? {}) as { readonly source?: unknown };
    return typeof source === 'string' ? { ...(entry as object), source: expanded(source) } : entry;
  });
}

/** Paths inside the container → paths of this machine, in a value that may hold several, or other text too. */
export function pathsOnThisMachine(mounts: readonly Mount[], value: string): string {
  if (mounts.length === 0) return value;
  const hosts = new Map(mounts.map(({ host, container }) => [container, host]));
  // The longest first: a file may be mounted into a folder that is mounted.
  const names = [...hosts.keys()]
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replace(/[^\w/]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\w./-])(${names.join('|')})(?=$|[/\\s,;:"'])`, 'g');
  return value.replace(pattern, (container) => hosts.get(container) ?? container);
}
