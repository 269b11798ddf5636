/** Modules of Node's that load when something of them is first used: those for TLS alone take 2 ms. */

/** Those that cost something, and that Node has not loaded itself when the program begins. */
const late: ReadonlySet<string> = new Set([
  'node:child_process',
  'node:crypto',
  'node:dns',
  'node:dns/promises',
  'node:fs/promises',
  'node:readline',
  'node:readline/promises',
  'node:stream/consumers',
  'node:stream/promises',
  'node:timers/promises',
  'node:tls',
  'node:v8',
  'node:zlib',
]);

/** `load`, but a module of that list is only a stand-in with the same properties until one of them is asked for. */
export function withLateModules(load: NodeJS.Require): NodeJS.Require {
  const standIns = new Map<string, object>();
  const loadLate = (id: string): unknown => {
    if (!late.has(id)) return load(id);
    let standIn = standIns.get(id);
    if (!standIn) standIns.set(id, (standIn = standInFor(() => load(id) as object)));
    return standIn;
  };
  return Object.assign(loadLate, load);
}

function standInFor(load: () => object): object {
  let loaded: object | undefined;
  const whole = () => (loaded ??= load());
  return new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(whole(), name) as unknown,
      has: (_, name) => Reflect.has(whole(), name),
      ownKeys: () => Reflect.ownKeys(whole()),
      getOwnPropertyDescriptor(_, name) {
        const descriptor = Reflect.getOwnPropertyDescriptor(whole(), name);
        // A proxy must not say of a property that its own object hasn't that it stays as it is.
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}
