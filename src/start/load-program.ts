/** One file holds all of the program but main.ts. Compiling it takes as long as starting Node, unless V8's code cache is there. */
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import {
  cacheKindOf,
  ownCacheFile,
  readCodeCache,
  shippedCacheFile,
  writeCodeCache,
  type Bundle,
} from './code-cache.js';
import { isPrivate } from '../files/is-private.js';
import { withLateModules } from './late-modules.js';

export interface LoadedProgram {
  /** What the bundle exports. */
  readonly program: unknown;
  /** Whether one of the caches was used. */
  readonly isCached: boolean;
  /** What V8 has compiled so far, as a cache. */
  readonly compiled: () => Buffer;
}

/** `load` is a `require` for what stays outside of the bundle. Of the caches, the first is used that V8 takes. */
export function loadProgram(
  { path }: Bundle,
  load: NodeJS.Require,
  caches: Iterable<Buffer | undefined>,
): LoadedProgram {
  // The build leaves nothing but ASCII, and Latin-1 becomes a string without a look at each byte.
  const source = readFileSync(path, 'latin1');
  const compile = (cachedData?: Buffer) => new Script(source, { filename: path, cachedData });
  let script: Script | undefined;
  let isCached = false;
  for (const cache of caches) {
    if (!cache) continue;
    script = compile(cache);
    isCached = script.cachedDataRejected === false;
    if (isCached) break;
  }
  const whole = script ?? compile();
  const define = whole.runInThisContext() as (load: NodeJS.Require, path: string) => unknown;
  return { program: define(withLateModules(load), path), isCached, compiled: () => whole.createCachedData() };
}

/** With the cache that the build made for this Node; else with the user's own, which is made at the exit of the first run. */
export function startProgram(
  bundle: Bundle,
  argv: readonly string[],
  cacheFolder: string,
  load: NodeJS.Require,
  atExit: (act: () => void) => void,
): unknown {
  const kind = cacheKindOf(argv);
  const own = ownCacheFile(bundle, kind, cacheFolder);
  function* caches() {
    yield readCodeCache(shippedCacheFile(bundle, kind));
    yield isPrivate(own) ? readCodeCache(own) : undefined;
  }
  const { program, isCached, compiled } = loadProgram(bundle, load, caches());
  if (!isCached) atExit(() => writeCodeCache(own, compiled()));
  return program;
}
