/** The watchers of each node: one-time watches, and watches of everything below a node. */
import type { ZnodeEvent } from './protocol.js';
import { isBelow } from '../../net/znode-path.js';

/** The watch of a lost connection reports no more changes: its owner has to read again and set it anew. */
export type WatchNews = ZnodeEvent | { readonly kind: 'connection lost'; readonly path: string };
export type Watcher = (news: WatchNews) => void;

export type WatchOf = 'node' | 'children';

export class WatchList {
  readonly #once = { node: new Map<string, Set<Watcher>>(), children: new Map<string, Set<Watcher>>() };
  #below: { readonly path: string; readonly watcher: Watcher }[] = [];

  addOnce(of: WatchOf, path: string, watcher: Watcher): void {
    const watchers = this.#once[of].get(path);
    if (watchers) watchers.add(watcher);
    else this.#once[of].set(path, new Set([watcher]));
  }

  /** For a request that failed: the server did not set the watch. */
  removeOnce(of: WatchOf, path: string, watcher: Watcher): void {
    this.#once[of].get(path)?.delete(watcher);
  }

  addBelow(path: string, watcher: Watcher): void {
    this.#below.push({ path, watcher });
  }

  tell(event: ZnodeEvent): void {
    const once = new Set<Watcher>();
    if (event.kind !== 'children changed') this.#takeOnce('node', event.path, once);
    if (event.kind === 'children changed' || event.kind === 'deleted') {
      this.#takeOnce('children', event.path, once);
    }
    for (const watcher of once) watcher(event);
    for (const { path, watcher } of this.#below) {
      if (event.path === path || isBelow(event.path, path)) watcher(event);
    }
  }

  removeBelow(watcher: Watcher): void {
    this.#below = this.#below.filter((each) => each.watcher !== watcher);
  }

  /** The server forgets its watches with the connection. */
  loseAll(): void {
    const lost = [...this.#once.node, ...this.#once.children].flatMap(([path, watchers]) =>
      [...watchers].map((watcher) => ({ path, watcher })),
    );
    lost.push(...this.#below);
    this.#once.node.clear();
    this.#once.children.clear();
    this.#below = [];
    for (const { path, watcher } of lost) watcher({ kind: 'connection lost', path });
  }

  #takeOnce(of: WatchOf, path: string, into: Set<Watcher>): void {
    for (const watcher of this.#once[of].get(path) ?? []) into.add(watcher);
    this.#once[of].delete(path);
  }
}
