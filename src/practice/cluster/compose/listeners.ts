/** Listener lists (`HOST://localhost:9092,…`) and the `ports:` and `volumes:` entries of compose, read and written. */

export interface Listener {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export function parseListeners(text: string): Listener[] {
  return text.split(',').flatMap((item) => {
    const match = /^\s*([^:]+):\/\/(.*):(\d+)\s*$/.exec(item);
    return match ? [{ name: match[1] ?? '', host: match[2] ?? '', port: Number(match[3]) }] : [];
  });
}

export const listenersText = (listeners: readonly Listener[]): string =>
  listeners.map(({ name, host, port }) => `${name}://${host}:${port}`).join(',');

/** Without those of the controllers, which may be advertised too. `names` as in `controller.listener.names`. */
export function withoutControllers(listeners: readonly Listener[], names = ''): Listener[] {
  const controllers = names.split(',').map((name) => name.trim());
  return listeners.filter(({ name }) => !controllers.includes(name));
}

/** Does the address mean this machine? */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(host);

export interface PublishedPort {
  readonly published: number;
  readonly target: number;
}

/** `9092:9092`, `127.0.0.1:9092:9092/tcp` and the long form; `undefined` for ranges and ports that docker chooses. */
export function parsePort(entry: unknown): PublishedPort | undefined {
  if (typeof entry === 'object' && entry !== null) {
    const { published, target } = entry as { published?: unknown; target?: unknown };
    const port = { published: Number(published), target: Number(target) };
    return port.published > 0 && port.target > 0 ? port : undefined;
  }
  const match = /(?:^|:)(\d+):(\d+)(?:\/tcp)?$/.exec(String(entry));
  return match ? { published: Number(match[1]), target: Number(match[2]) } : undefined;
}

/** The same entry with other numbers, in the form it had. */
export function portEntry(entry: unknown, { published, target }: PublishedPort): unknown {
  if (typeof entry === 'object' && entry !== null) return { ...entry, published: String(published), target };
  return String(entry).replace(/(\d+):(\d+)(\/tcp)?$/, `${published}:${target}$3`);
}
